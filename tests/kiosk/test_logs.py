"""What the kiosk's log keeps of an error."""

from __future__ import annotations

import logging
import sys

from kiosk.logs import WithoutValues


def test_an_error_is_told_by_its_place_and_kind_and_not_by_what_it_says() -> None:
    card = "|".join(["052085001234", "215000111", "Nguyễn Văn Mẫu"])
    try:
        raise ValueError(card)
    except ValueError:
        record = logging.LogRecord("kiosk", logging.ERROR, "", 0, "unexpected_error", None, sys.exc_info())
    said = WithoutValues("%(name)s %(message)s").format(record)
    assert said.startswith("kiosk unexpected_error")
    assert said.endswith("ValueError")
    assert "test_logs.py" in said
    assert not any(part in said for part in card.split("|"))
