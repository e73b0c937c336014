"""The guide to privacy tells what the code keeps and deletes, word for word."""

from __future__ import annotations

from pathlib import Path

from server.reports import privacy_guide

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "privacy.md"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->"


def test_the_table_of_the_guide_is_that_of_the_code() -> None:
    """Written anew by `python -m tests.rules.test_privacy_docs`."""
    told = GUIDE.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]
    assert told == privacy_guide.table()


def write() -> None:
    """Put the table of the code into the guide."""
    before, _, rest = GUIDE.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    GUIDE.write_text(before + BEGIN + privacy_guide.table() + END + after, "utf-8")


if __name__ == "__main__":
    write()
