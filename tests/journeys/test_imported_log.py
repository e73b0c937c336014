"""The log of another machine is imported, and its figures are those that somebody else works out from it.

The arrivals are those of real offices where the file of them lies beside the repository, else made up; the
calls are simulated, and the log is written as a foreign machine would: local times, other words, no codes.
"""

from __future__ import annotations

import csv
import gzip
import heapq
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import polars as pl
import pytest

from server.actions.figures import reporting
from server.actions.house import setting_up
from server.contract.setup_file import CounterSetUp, OfficeSetUp, ServiceSetUp, SetUp
from server.domain.period_figures import Figures
from server.domain.periods import Period
from server.ports import SystemClock
from server.storage import migrating
from server.storage.database import Database
from tests.server.commands.terminal import dunghen

REPOSITORY = Path(__file__).resolve().parents[2]
REAL_DAYS = Path(
    os.environ.get("DUNGHEN_REAL_DAY", REPOSITORY.parent / "shared" / "data" / "warsaw_arrivals.csv.gz")
)
PERIOD = Period(date(2020, 1, 1), date(2020, 1, 31))
ZONE = "Europe/Warsaw"
MAPPING = f"""\
[file]
separator = ";"
[times]
zone = "{ZONE}"
formats = ["%d.%m.%Y %H:%M:%S"]
[columns]
office = "urząd"
service = "usługa"
number = "numer"
issued_at = ["dzień", "pobrano"]
called_at = ["dzień", "wezwano"]
started_at = ["dzień", "podszedł"]
finished_at = ["dzień", "koniec"]
counter = "okno"
outcome = "wynik"
[constants]
channel = "kiosk"
[values.outcome]
"obsłużony" = "served"
"nie przyszedł" = "no_show"
"zrezygnował" = "left"
"""
TITLES = ("urząd", "usługa", "numer", "dzień", "pobrano", "wezwano", "podszedł", "koniec", "okno", "wynik")
Arrival = tuple[str, str, str, str, datetime]
"""Office, day, letter, service, and the moment on the wall."""


def arrivals() -> Iterator[Arrival]:
    """Real people where they are known, else 2 400 of two offices on four days."""
    if REAL_DAYS.exists():
        with gzip.open(REAL_DAYS, "rt", encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                moment = datetime.fromisoformat(f"{row['date']}T{row['arrived_at']}")
                yield row["office"], row["date"], row["letter"], row["service"], moment
        return
    chance = Random(4)
    for office in ("UD_North", "UD_South"):
        for day in ("2020-01-07", "2020-01-08", "2020-01-09", "2020-01-10"):
            begins = datetime.fromisoformat(f"{day}T08:00:00")
            for _ in range(300):
                letter = chance.choice("ABC")
                yield (
                    office,
                    day,
                    letter,
                    f"{letter}: sprawy",
                    begins + timedelta(seconds=chance.randrange(28_000)),
                )


def simulated(people: list[Arrival]) -> list[dict[str, str]]:
    """What the machine of the offices wrote down: first come, first served, at a few windows per service."""
    chance, rows = Random(11), []
    lines: defaultdict[tuple[str, str, str, str], list[datetime]] = defaultdict(list)
    for office, day, letter, service, moment in people:
        lines[office, day, letter, service].append(moment)
    serial: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    for (office, day, letter, service), moments in sorted(lines.items()):
        windows = [(moments[0], number) for number in range(1, 2 + len(moments) // 45)]
        for moment in sorted(moments):
            serial[office, day, letter] += 1
            row = {"urząd": office, "usługa": service, "numer": f"{letter}{serial[office, day, letter]:03d}"}
            row |= {"dzień": f"{moment:%d.%m.%Y}", "pobrano": f"{moment:%H:%M:%S}"}
            rows.append(row | _served(moment, windows, chance))
    return rows


def _served(moment: datetime, windows: list[tuple[datetime, int]], chance: Random) -> dict[str, str]:
    free, window = heapq.heappop(windows)
    called = max(moment, free).replace(microsecond=0)
    fate = chance.random()
    if fate < 0.03 or called.date() != moment.date() or called.hour >= 22:
        heapq.heappush(windows, (free, window))
        gone = min(moment + timedelta(minutes=chance.randrange(90)), moment.replace(hour=22, minute=59))
        return {"koniec": f"{gone:%H:%M:%S}", "wynik": "zrezygnował"}
    absent = fate < 0.08
    begun = called + timedelta(seconds=chance.randrange(5, 40))
    end = begun + timedelta(seconds=20 if absent else round(chance.gammavariate(4, 110)))
    heapq.heappush(windows, (end, window))
    told = {"wezwano": f"{called:%H:%M:%S}", "koniec": f"{end:%H:%M:%S}", "okno": str(window)}
    if absent:
        return told | {"wynik": "nie przyszedł"}
    return told | {"podszedł": f"{begun:%H:%M:%S}", "wynik": "obsłużony"}


def code_of(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isascii() and letter.isalnum())


def set_up(database: Database, people: list[Arrival]) -> None:
    """Every office of the log, with the services that it had under codes of ours."""
    codes = service_codes(people)
    services: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for office, _, letter, service, _ in people:
        services[office].setdefault(service, letter)
    for office, kinds in services.items():
        names = {"vi": office, "en": office}
        about = {"level": "district", "names": names, "short_name": office, "always_open": True}
        setup = SetUp(
            office=OfficeSetUp(code=code_of(office), time_zone=ZONE, **about),  # type: ignore[arg-type]  # texts
            services=[
                ServiceSetUp(code=codes[name], letter=letter, names={"vi": name})
                for name, letter in sorted(kinds.items())
            ],
            counters=[CounterSetUp(number=1, services=[codes[min(kinds)]])],
        )
        database.write(lambda tx, setup=setup: setting_up.apply(tx, setup))


def service_codes(people: list[Arrival]) -> dict[str, str]:
    """Our code of every service that any office has, by the machine's name for it."""
    return {name: f"s{at}" for at, name in enumerate(sorted({service for _, _, _, service, _ in people}), 1)}


def mapping_of(people: list[Arrival]) -> str:
    """The mapping file with all names of offices and services."""
    offices = {office: code_of(office) for office, *_ in people}
    lines = [MAPPING]
    for column, words in (("office", offices), ("service", service_codes(people))):
        lines += [f"[values.{column}]"]
        lines += [
            f"{json.dumps(theirs, ensure_ascii=False)} = {json.dumps(ours)}" for theirs, ours in words.items()
        ]
    return "\n".join(lines) + "\n"


class Told:
    """The log as its machine wrote it, and the database that has imported it."""

    def __init__(self, folder: Path) -> None:
        people = list(arrivals())
        self.rows = simulated(people)
        self.codes = service_codes(people)
        self.database = Database(f"sqlite:///{folder / 'office.db'}", SystemClock())
        migrating.migrate(self.database.engine)
        set_up(self.database, people)
        self.log = folder / "machine.csv"
        with self.log.open("w", encoding="utf-8", newline="") as sink:
            writer = csv.DictWriter(sink, TITLES, restval="", delimiter=";")
            writer.writeheader()
            writer.writerows(self.rows)
        mapping = folder / "machine.toml"
        mapping.write_text(mapping_of(people), encoding="utf-8")
        url = self.database.engine.url.render_as_string(hide_password=False)
        answer = dunghen(url, "log", "import", self.log, "--mapping", mapping, "--json")
        assert answer.status == 0, answer.err + answer.out[:2000]
        self.answer = json.loads(answer.out)

    def waits(self) -> pl.DataFrame:
        """Everybody who was served and how long they had waited, worked out without any code of ours."""
        clock = "%d.%m.%Y %H:%M:%S"
        both = lambda time: pl.concat_str("dzień", time, separator=" ").str.to_datetime(clock)  # noqa: E731 - short
        log = pl.read_csv(self.log, separator=";", infer_schema=False)
        served = log.filter(pl.col("wynik") == "obsłużony")
        wait = (both("wezwano") - both("pobrano")).dt.total_seconds().cast(pl.Float64)
        return served.with_columns(wait.alias("wait"), both("pobrano").dt.date().alias("day"))

    def figures(self, office: str, by: str) -> dict[str, Figures[str]]:
        with self.database.read() as tx:
            told = reporting.waits(tx, [tx.office(code_of(office))], PERIOD, by=by)
        return {row.key: row for row in told.rows}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    imported = Told(tmp_path_factory.mktemp("machine"))
    yield imported
    imported.database.close()


def test_every_row_of_the_machine_is_in_the_figures(told: Told) -> None:
    assert told.answer["rows"] == told.answer["new"] == len(told.rows) > 2000
    assert told.answer["problems"] == []


@pytest.mark.parametrize("by", ["all", "day", "service", "counter"])
def test_figures_are_those_that_are_worked_out_independently(told: Told, by: str) -> None:
    keys = {
        "all": pl.lit(""),
        "day": pl.col("day").cast(pl.String),
        "service": pl.col("usługa").replace(told.codes),
    }
    log = told.waits().with_columns(keys.get(by, pl.col("okno")).alias("key"))
    compared = 0
    for (office,), of_office in log.group_by("urząd"):
        ours = told.figures(str(office), by)
        for (key,), group in of_office.group_by("key"):
            wait, mine = group["wait"], ours[str(key)].waits
            assert mine is not None
            assert mine.n == len(wait)
            assert mine.mean_s == pytest.approx(wait.mean(), abs=1e-6)
            for share, quantile in ((0.5, mine.median_s), (0.9, mine.p90_s), (0.95, mine.p95_s)):
                assert quantile == pytest.approx(wait.quantile(share, interpolation="linear"), abs=1e-6)
            assert mine.max_s == wait.max()
            assert mine.share_within_goal == pytest.approx((wait <= 900).mean(), abs=1e-12)
            compared += 1
    assert compared >= log["urząd"].n_unique()


def test_those_who_were_not_served_are_counted_beside(told: Told) -> None:
    outcomes = pl.DataFrame(told.rows).group_by("urząd", "wynik").len()
    for office, outcome, count in outcomes.iter_rows():
        totals = told.figures(office, "all")[""].totals
        name = {"obsłużony": "n", "nie przyszedł": "no_show", "zrezygnował": "left"}[outcome]
        assert totals[name] == count


def test_importing_it_again_changes_nothing(told: Told, tmp_path: Path) -> None:
    url = told.database.engine.url.render_as_string(hide_password=False)
    mapping = told.log.with_name("machine.toml")
    answer = dunghen(url, "log", "import", told.log, "--mapping", mapping)
    assert answer.status == 0
    assert "0 new on 0 days" in answer.out
