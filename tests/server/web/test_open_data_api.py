"""Open data through its doors: for anybody, of days that are over, and nobody can be recognised in it."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import polars
import pytest

from server.domain.open_cells import hidden
from server.web import open_data_api
from tests.builders import Hall
from tests.server.web.house import House, assert_problem
from tests.server.web.test_guards import move_in_next_door
from tests.support.clocks import StoppedClock
from tests.support.month import Row, fill

PATH = "/api/v1/open-data"
OCTOBER = "from=2026-10-01&to=2026-10-31"
Told = list[dict[str, str]]


@pytest.fixture(scope="module")
def facts() -> list[Row]:
    """Every ticket that `october` holds."""
    return []


@pytest.fixture(scope="module")
def october(tmp_path_factory: pytest.TempPathFactory, facts: list[Row]) -> Iterator[House]:
    """A centre with much and a ward with little."""
    house = House(f"sqlite:///{tmp_path_factory.mktemp('open') / 'office.db'}", StoppedClock())
    move_in_next_door(house)
    first, last = date(2026, 10, 1), date(2026, 10, 31)
    for office, a_day in (("ttpvhcc", 60), ("ward", 9)):
        for row in fill(house.hall.database, office, first, last, a_day=a_day):
            facts.append({**row, "office": office})
    yield house
    house.hall.database.close()


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_data_api, "_REST", 0.0)


def asked(house: House, query: str = OCTOBER) -> Any:
    return house.http.get(f"{PATH}/waits.csv?{query}")


def told(house: House, query: str = OCTOBER) -> Told:
    return list(
        csv.DictReader(io.StringIO(asked(house, query).get_data(as_text=True), newline=""), strict=True)
    )


def test_anybody_gets_it_and_may_keep_it_for_an_hour(october: House) -> None:
    answer = asked(october)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.data.startswith(b"office,")


def test_what_is_told_is_what_is_computed_from_the_tickets_themselves(
    october: House, facts: list[Row]
) -> None:
    columns = ("office", "day", "service", "wait_us", "lost_us")
    table = polars.DataFrame(
        [{name: row[name] for name in columns} for row in facts], infer_schema_length=None
    )
    seconds = polars.col("wait_us") / 1e6
    computed = table.group_by("office", "day", "service").agg(
        polars.col("wait_us").count().alias("n"),
        seconds.mean().alias("mean_s"),
        seconds.quantile(0.5, "linear").alias("median_s"),
        (seconds <= 900).mean().alias("share_within_goal"),
        polars.col("lost_us").count().alias("not_served"),
    )
    by_key = {(r["office"], str(r["day"]), r["service"]): r for r in computed.iter_rows(named=True)}
    shown = 0
    for row in told(october):
        key = (row["office"], row["day"], row["service"])
        if row["n"] not in ("", "0"):
            shown += 1
            wanted = by_key[key]
            assert int(row["n"]) == wanted["n"]
            assert float(row["mean_s"]) == pytest.approx(wanted["mean_s"], abs=0.06)
            assert float(row["median_s"]) == pytest.approx(wanted["median_s"], abs=15.1)  # bins of 5 and 30 s
            assert float(row["share_within_goal"]) == pytest.approx(wanted["share_within_goal"], abs=1e-4)
        if row["not_served"] not in ("", "0"):
            assert int(row["not_served"]) == by_key[key]["not_served"]
    assert shown > 50


def counts(facts: list[Row], name: str) -> dict[tuple[str, date], dict[str, int]]:
    """Tickets of each office and day, by service, that were answered (`wait_us`) or lost (`lost_us`)."""
    found: defaultdict[tuple[str, date], defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in facts:
        found[row["office"], row["day"]][row["service"]] += row[name] is not None
    return {at: dict(of_day) for at, of_day in found.items()}


@pytest.mark.parametrize(("column", "name"), [("n", "wait_us"), ("not_served", "lost_us")])
def test_no_hidden_count_follows_from_the_sum_of_the_day(
    october: House, facts: list[Row], column: str, name: str
) -> None:
    days: defaultdict[tuple[str, date], Told] = defaultdict(list)
    for row in told(october):
        days[row["office"], date.fromisoformat(row["day"])].append(row)
    truth = counts(facts, name)
    assert set(days) == set(truth)
    somewhere = False
    for at, rows in days.items():
        hides = [row["service"] for row in rows if row[f"{column}_hidden"] == "true"]
        assert all((row[column] == "") == (row["service"] in hides) for row in rows)
        small = [service for service, count in truth[at].items() if 0 < count < 5]
        assert set(small) <= set(hides)
        if hides:
            somewhere = True
            rest = sum(truth[at].values()) - sum(int(row[column] or 0) for row in rows)
            least = 0 if len(hides) == len(rows) else 1
            assert len(hides) >= 2
            assert rest - least * (len(hides) - 1) >= least + 1, "only one value is left"
    assert somewhere


def test_where_a_count_is_hidden_so_is_what_was_computed_from_it(october: House) -> None:
    rows = [row for row in told(october) if row["n_hidden"] == "true"]
    assert rows
    for row in rows:
        assert {row[name] for name in ("n", "mean_s", "median_s", "p90_s", "share_within_goal")} == {""}


def test_no_answer_betrays_another(october: House) -> None:
    """A day is hidden in the same way whoever asks for it, alone or with others."""
    whole = {(r["office"], r["day"], r["service"]): r for r in told(october)}
    for ahead in range(0, 31, 6):
        day = date(2026, 10, 1) + timedelta(days=ahead)
        for row in told(october, f"from={day}&to={day}&office=ward"):
            assert whole[row["office"], row["day"], row["service"]] == row


def test_nothing_in_it_is_about_a_person_or_a_place_of_work(october: House) -> None:
    answer = asked(october).get_data(as_text=True)
    heads = answer.partition("\r\n")[0].split(",")
    assert not set(heads) & {"clerk", "counter", "category", "number", "arrived_at", "max_s"}
    for word in ("hoa", "minh", "elderly", "disabled"):
        assert f",{word}," not in answer


def test_today_and_days_that_are_not_closed_are_not_told(house: House) -> None:
    hall: Hall = house.hall
    hall.open(3)
    for _ in range(6):
        hall.press()
        hall.step("finish", hall.step("start", hall.called()))
    assert told(house, "from=2026-11-20&to=2026-11-30") == []
    house.clock.tick(days=1)
    assert told(house, "from=2026-11-20&to=2026-11-30") == []  # nobody has closed Monday yet
    hall.open(3)
    house.clock.tick(hours=1)
    rows = told(house, "from=2026-11-20&to=2026-11-30")
    assert {row["day"] for row in rows} == {"2026-11-23"}


def test_without_a_period_it_is_the_last_whole_month(october: House) -> None:
    assert told(october, "") == told(october)


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("from=2026-10-01", 422, "invalid"),
        ("from=2026-10-01&to=2026-11-01", 422, "invalid"),
        ("from=2026-10-31&to=2026-10-01", 422, "invalid"),
        ("from=2026-10-32&to=2026-10-33", 422, "invalid"),
        ("by=clerk", 422, "invalid"),
        ("office=nowhere", 404, "unknown_office"),
        ("office=a&office=b", 422, "invalid"),
    ],
)
def test_bad_questions_are_refused(october: House, query: str, status: int, code: str) -> None:
    assert_problem(asked(october, query), status, code)


def test_strangers_cannot_make_the_house_work_all_the_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_data_api, "_REST", 1e6)
    days = [f"from=2026-10-{day:02d}&to=2026-10-{day:02d}" for day in (12, 13)]
    assert asked(house, days[0]).status_code == 200
    assert asked(house, days[0]).status_code == 200, "what was made is given again"
    refused = asked(house, days[1])
    assert_problem(refused, 503, "open_data_busy")
    assert refused.headers["Retry-After"] == "60"


def test_its_description_tells_every_column_in_both_languages(october: House) -> None:
    package = october.http.get(f"{PATH}/datapackage.json").get_json()
    assert package["profile"] == "tabular-data-package"
    assert package["licenses"][0]["name"]
    assert package["title"]
    assert package["title_en"]
    (resource,) = package["resources"]
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    assert list(fields) == asked(october).get_data(as_text=True).partition("\r\n")[0].split(",")
    for field in fields.values():
        assert all(field[name] for name in ("type", "title", "title_en", "description", "description_en"))
    assert resource["schema"]["primaryKey"] == ["office", "day", "service"]
    assert october.http.get(f"{PATH}/{resource['path']}").status_code == 200
    seconds = {name for name, field in fields.items() if field.get("unit") == "s"}
    assert seconds == {"mean_s", "median_s", "p90_s", "goal_s"}


def test_the_rows_keep_what_the_description_promises(october: House) -> None:
    package = october.http.get(f"{PATH}/datapackage.json").get_json()
    schema = package["resources"][0]["schema"]
    rows = told(october)
    keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
    assert len(keys) == len(set(keys)) > 0
    types = {"integer": int, "number": float, "date": date.fromisoformat, "string": str, "boolean": _boolean}
    for field in schema["fields"]:
        limits = field.get("constraints", {})
        for row in rows:
            if row[field["name"]] == "":
                assert not limits.get("required"), field["name"]
                continue
            value = types[field["type"]](row[field["name"]])  # type: ignore[operator]  # each takes a text
            assert limits.get("minimum", value) <= value <= limits.get("maximum", value)


def _boolean(text: str) -> bool:
    return {"true": True, "false": False}[text]


def test_the_rule_that_hides_is_the_one_that_is_proved(october: House, facts: list[Row]) -> None:
    truth = counts(facts, "wait_us")
    offered = {row["service"] for row in told(october)}
    for at, of_day in truth.items():
        if at[0] == "ward":
            whole = dict.fromkeys(offered, 0) | of_day
            query = f"from={at[1]}&to={at[1]}&office=ward"
            hides = {row["service"] for row in told(october, query) if row["n_hidden"] == "true"}
            assert hides == hidden(whole, 5)
