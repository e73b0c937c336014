"""`dunghen services import` and `dunghen staff import`: what a spreadsheet says, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.contract.setup_file import ServiceSetUp, SetUp
from server.demo.office import demo_office
from server.setup_file.merging import SERVICE_COLUMNS, STAFF_COLUMNS, Merged, with_services, with_staff
from server.storage import setups
from server.storage.database import Database
from tests.builders import OFFICE, Hall
from tests.server.commands.terminal import Answer, at_a_terminal, dunghen
from tests.support.clocks import StoppedClock
from tests.support.servers import Server

Import = Callable[..., Answer]


@pytest.fixture
def hall(database: Database, clock: StoppedClock) -> Hall:
    return Hall(database, clock)


@pytest.fixture
def importing(hall: Hall, database_url: str, tmp_path: Path) -> Import:
    """Import a text as a CSV file."""

    def act(what: str, text: str | bytes, *options: str) -> Answer:
        file = tmp_path / f"{what}.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return dunghen(database_url, what, "import", file, "--office", OFFICE, *(options or ("--yes",)))

    return act


def stored(hall: Hall) -> SetUp:
    with hall.database.read() as tx:
        found = setups.stored(tx.connection, OFFICE)
    assert found is not None
    return found


def service(hall: Hall, code: str) -> ServiceSetUp:
    return next(one for one in stored(hall).services if one.code == code)


NEW = "code;name_vi;name_en;letter;usual_min\nnotary;Công chứng;Notary;N;7,5\n"


def test_a_new_service_is_shown_and_made(importing: Import, hall: Hall) -> None:
    answer = importing("services", NEW)
    assert answer.status == 0
    assert answer.out.split("\n") == [
        "services",
        "  + notary",
        "      names.vi: Công chứng",
        "      names.en: Notary",
        "      letter: N",
        "      usual_min: 7.5",
        "      slots_needed: 1",
        f"imported: office {OFFICE}",
        "",
    ]
    assert "services.csv:2: no counter serves “notary” (warning)" in answer.err
    assert service(hall, "notary").usual_min == 7.5


def test_what_has_no_column_or_no_row_stays_as_it_is(importing: Import, hall: Hall) -> None:
    before = stored(hall)
    answer = importing("services", "code,usual_min\nland,20\n")
    assert answer.out.split("\n")[:3] == ["services", "  ~ land", "      usual_min: 12 → 20"]
    changed = [
        one.model_copy(update={"usual_min": 20}) if one.code == "land" else one for one in before.services
    ]
    assert stored(hall) == before.model_copy(update={"services": changed})


def test_an_empty_cell_takes_a_value_away(importing: Import, hall: Hall) -> None:
    importing("services", "code,paused_reason\nland,Bảo trì\n")
    assert service(hall, "land").paused_reason == "Bảo trì"
    importing("services", "code,paused_reason,name_en\nland,,\n")
    assert service(hall, "land").paused_reason is None
    assert list(service(hall, "land").names) == ["vi"]


def test_papers_and_resources_are_lists_in_a_cell(importing: Import, hall: Hall) -> None:
    importing("services", "code;papers_vi;slots_needed\nland;CCCD | Sổ đỏ (bản chính);2\n")
    assert service(hall, "land").papers["vi"] == ["CCCD", "Sổ đỏ (bản chính)"]
    assert service(hall, "land").slots_needed == 2


@pytest.mark.parametrize(
    "text",
    [
        NEW.encode(),
        NEW.encode("utf-8-sig"),
        NEW.replace("7,5", "7.5").replace(";", ",").encode(),
        NEW.replace(";", "\t").encode(),
        NEW.replace("\n", "\r\n").encode("utf-8-sig"),
        ("sep=;\r\n" + NEW).encode(),
        NEW.replace("Công chứng", '"Công chứng"').encode(),
        (NEW + ";;;;\n\n").encode(),
    ],
    ids=["plain", "bom", "commas", "tabs", "windows", "sep", "quoted", "blank rows"],
)
def test_files_of_every_spreadsheet_say_the_same(importing: Import, hall: Hall, text: bytes) -> None:
    assert importing("services", text).status == 0
    assert service(hall, "notary").names == {"vi": "Công chứng", "en": "Notary"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "services.csv:1: the file is empty; its first line names the columns"),
        ("code\n", "services.csv:1: there are no rows below the first line"),
        ("code;nmae_vi\nx;y\n", "services.csv:1: nmae_vi: is not a column here; did you mean “name_vi”?"),
        ("name_vi;letter\nx;A\n", "services.csv:1: code: is missing: the first line names the columns"),
        ("code;code\nx;y\n", "services.csv:1: code: is a column twice"),
        ("code;letter\nland;A\nland;B\n", "services.csv:3: code: land is in line 2 already"),
        ("code;letter\nland\n", "services.csv:2: the row has 1 cells, the first line 2"),
        ("code;letter\nland;AB\n", "services.csv:2: letter: must be one capital letter: A–Z or Đ"),
        ("code;usual_min\nland;soon\n", "services.csv:2: usual_min: must be a number"),
        ("code;slots_needed\nland;1,5\n", "services.csv:2: slots_needed: must be a whole number"),
        ("code;usual_min\nland;0\n", "services.csv:2: usual_min: must be at least 0.1"),
        ("code;letter\nnew;B\n", "services.csv:2: name_vi: "),
        (
            "code;name_vi\nnew;Mới\n",
            "services.csv:2: letter: is missing: a service that takes tickets has a letter",
        ),
        ("code;parent\nland;lnd\n", "services.csv:2: parent: there is no service “lnd”"),
        ("code;parent\nland;land\n", "services.csv:2: parent: leads back to itself: land → land"),
        ('code;name_vi\n"a\nb";x\n', "services.csv:2: code: may have only the letters"),
        ('code;letter\nland;B\nx;"A\n', "services.csv:3: cannot be read as CSV: unexpected end of data"),
        ("code;name_vi\nland;\x07\n", "services.csv:2: name_vi: may have no line breaks or other control"),
        (b"code;name_vi\nland;\xe9\n", "services.csv:2: not UTF-8 (byte 0xe9); save the file as UTF-8"),
        ("code\nland\n".encode("utf-16"), "services.csv:1: the file is UTF-16; save it as UTF-8"),
    ],
)
def test_every_fault_is_told_with_its_line_and_nothing_is_imported(
    importing: Import, hall: Hall, text: str | bytes, told: str
) -> None:
    before = stored(hall), hall.everything()
    answer = importing("services", text)
    assert answer.status == 1
    assert told in answer.err
    assert "nothing was imported" in answer.err
    assert (stored(hall), hall.everything()) == before


def test_all_faults_are_told_at_once_in_the_order_of_lines(importing: Import) -> None:
    answer = importing("services", "code;letter;usual_min\nland;B;1\nresults;AB;-1\nx y;;\n")
    assert [line.split("services.csv:")[1].split(":")[:2] for line in answer.err.splitlines()[:-1]] == [
        ["3", " letter"],
        ["3", " usual_min"],
        ["4", " code"],
        ["4", " name_vi"],
    ]


def test_a_dry_run_shows_and_changes_nothing(importing: Import, hall: Hall) -> None:
    before = hall.everything()
    assert "+ notary" in importing("services", NEW, "--dry-run").out
    told = json.loads(importing("services", NEW, "--dry-run", "--json").out)
    assert [change["key"] for change in told["changes"]] == ["notary"]
    assert hall.everything() == before


def test_a_table_that_is_there_already_changes_nothing(importing: Import) -> None:
    importing("services", NEW)
    answer = importing("services", NEW)
    assert (answer.status, answer.out) == (0, f"nothing changes in office {OFFICE}\n")


def test_it_asks_at_a_terminal_and_takes_no_for_an_answer(
    hall: Hall, database_url: str, tmp_path: Path
) -> None:
    file = tmp_path / "services.csv"
    file.write_text(NEW, encoding="utf-8")
    words = ("services", "import", file, "--office", OFFICE)
    assert dunghen(database_url, *words).status == 2
    answer = at_a_terminal(database_url, *words, typed=[("Apply this?", "n\n")])
    assert answer.status == 1
    assert "notary" not in {one.code for one in stored(hall).services}
    assert at_a_terminal(database_url, *words, typed=[("Apply this?", "y\n")]).status == 0
    assert service(hall, "notary").letter == "N"


def test_an_unknown_office_is_refused(database_url: str, hall: Hall, tmp_path: Path) -> None:
    file = tmp_path / "services.csv"
    file.write_text(NEW, encoding="utf-8")
    answer = dunghen(database_url, "services", "import", file, "--office", "nowhere", "--yes")
    assert (answer.status, answer.err.partition(":")[0]) == (1, "unknown_office")


def test_a_server_that_runs_has_the_new_service_at_once(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "services.csv"
    file.write_text(NEW, encoding="utf-8")
    with server.client("kiosk") as kiosk:
        dunghen(server.database, "services", "import", file, "--office", OFFICE, "--yes")
        assert "notary" in {one.code for one in kiosk.office(OFFICE).services}


# --- staff ----------------------------------------------------------------------------------------

STAFF = (
    "username;name;role;password\nmai;Trần Thị Mai;clerk;sông Côn chảy\nhoa;Nguyễn Thị Hoa;receptionist;\n"
)


def test_staff_is_added_and_changed_and_nobody_lost(importing: Import, hall: Hall) -> None:
    before = stored(hall).staff or []
    answer = importing("staff", STAFF)
    assert answer.status == 0, answer.err
    assert "  + mai" in answer.out
    assert "      role: clerk → receptionist" in answer.out
    assert "sông Côn chảy" not in answer.out
    after = {one.username: one.role for one in stored(hall).staff or []}
    assert after == {one.username: one.role for one in before} | {"mai": "clerk", "hoa": "receptionist"}


def test_skills_are_a_list_in_a_cell_and_an_empty_one_lets_serve_everything(
    importing: Import, hall: Hall
) -> None:
    def skills() -> list[str]:
        return next(one.services for one in stored(hall).staff or () if one.username == "hoa")

    assert importing("staff", "username;services\nhoa;land | results\n").status == 0
    assert skills() == ["land", "results"]
    assert importing("staff", "username;name\nhoa;Nguyễn Thị Hoa\n").status == 0
    assert skills() == ["land", "results"]
    assert "services: land, results → –" in importing("staff", "username;services\nhoa;\n").out
    assert skills() == []


def test_a_password_in_the_table_lets_sign_in(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(STAFF, encoding="utf-8-sig")
    assert dunghen(server.database, "staff", "import", file, "--office", OFFICE, "--yes").status == 0
    said = {"username": "mai", "password": "sông Côn chảy"}
    assert httpx.post(f"{server.url}/api/v1/session", json=said).json()["role"] == "clerk"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("username;name;role\nmai;Mai;king\n", "staff.csv:2: role: must be one of"),
        ("username;role\nmai;clerk\n", "staff.csv:2: name: is missing"),
        ("username;name;role;password\nmai;Mai;clerk;x\n", "staff.csv:2: password: has fewer than"),
        ("username;name;role\nmai;A;clerk\nmai;B;clerk\n", "staff.csv:3: username: mai is in line 2 already"),
        (
            "username;services\nhoa;results\nminh;land|lnd\n",
            "staff.csv:3: services: there is no service “lnd”; did you mean “land”?",
        ),
        ("username;services\nhoa;land|land\n", "staff.csv:2: services: says something twice"),
        ("username;services\ngiang;land\n", "staff.csv:2: services: only a clerk sits at a counter"),
        (
            "user;name;role\nmai;A;clerk\n",
            "staff.csv:1: user: is not a column here; did you mean “username”?",
        ),
    ],
)
def test_faults_of_staff_are_told_without_their_passwords(
    importing: Import, hall: Hall, text: str, told: str
) -> None:
    before = stored(hall)
    answer = importing("staff", text)
    assert (answer.status, told in answer.err) == (1, True), answer.err
    assert stored(hall) == before


# --- anything -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("merge", "columns"), [(with_services, SERVICE_COLUMNS), (with_staff, STAFF_COLUMNS)]
)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_a_file_holds_is_a_set_up_or_told_with_lines(
    merge: Callable[[SetUp, bytes], Merged], columns: tuple[str, ...], data: st.DataObject
) -> None:
    cells = st.one_of(st.sampled_from(["land", "A", "12", "", "clerk", "Đất"]), st.text(max_size=8))
    header = data.draw(st.lists(st.sampled_from(columns), min_size=1, max_size=5))
    rows = data.draw(st.lists(st.lists(cells, min_size=1, max_size=5), max_size=4))
    text = "\n".join(";".join(row) for row in [header, *rows])
    merged = merge(demo_office(), data.draw(st.one_of(st.just(text.encode()), st.binary(max_size=60))))
    assert (merged.setup is None) == bool(merged.problems)
    assert all(1 <= one.line <= text.count("\n") + 60 and one.reason for one in merged.problems)
