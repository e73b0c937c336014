"""A set-up that is written reads back as the same."""

from __future__ import annotations

from hypothesis import given, settings

from server.contract.setup_file import SetUp
from server.demo.office import demo_office
from server.setup_file.reading import read
from server.setup_file.writing import written
from tests.server.setup_file.builders import SMALL, setups


@given(setups())
@settings(deadline=None, max_examples=50)
def test_what_is_written_reads_back_as_the_same_office(setup: SetUp) -> None:
    reading = read(written(setup).encode())
    assert reading.problems == ()
    assert reading.setup == setup.model_copy(update={"staff": setup.staff or None})


def test_no_password_is_written() -> None:
    assert "password" not in written(demo_office())
    assert 'username = "hoa"' in written(demo_office())


def test_it_is_written_as_a_person_would() -> None:
    setup = read((SMALL + "[rules]\nrestore_within_min = 7.5\n").encode()).setup
    assert setup is not None
    lines = written(setup).split("\n")
    for line in (
        *("goal_min = 15", "restore_within_min = 7.5", 'days = ["mon", "sat"]', "opens = 07:30:00"),
        *('names = {vi = "Đất đai"}', 'services = ["land"]'),
    ):
        assert line in lines
    assert not any(line.startswith(("address", "parent", "letter = None")) for line in lines)
