"""The forms of rating that the demo office brings along: one that it asks with, and a draft."""

from __future__ import annotations

import tomllib
from pathlib import Path

from server.actions.rating import forms
from server.contract.rating_form import RatingFormDocument
from server.storage.happenings import Transaction

ASKED = Path(__file__).with_name("rating_form.toml")
DRAFT = Path(__file__).with_name("rating_form_2018.toml")


def demo_form(file: Path = ASKED) -> RatingFormDocument:
    """A form as its file says."""
    return RatingFormDocument.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))


def bring_forms(tx: Transaction) -> None:
    """Publish the demo's form, and lay the other beside it, where there are no forms yet."""
    if forms.listed(tx):
        return
    asked = demo_form()
    forms.publish(tx, asked.code, forms.start(tx, asked))
    forms.start(tx, demo_form(DRAFT))
