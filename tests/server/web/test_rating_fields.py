"""The fields of a form of rating, and the words of its pages."""

from __future__ import annotations

import pytest

from server.demo import rating_forms
from server.demo.rating_forms import demo_form
from server.web import rating_form_texts, rating_texts
from server.web.rating_form_fields import filled, typed_from, typed_of


@pytest.mark.parametrize("file", [rating_forms.ASKED, rating_forms.DRAFT], ids=lambda file: file.stem)
@pytest.mark.parametrize("point", [".", ","])
def test_what_is_typed_of_a_form_is_that_form_again(file: object, point: str) -> None:
    document = demo_form(file)  # type: ignore[arg-type]  # a path, which pytest need not know
    typed = typed_of(document, point=point)
    said = dict(typed.single)
    for kind, rows in typed.rows.items():
        said |= {f"{kind}{at}_{part}": text for at, row in enumerate(rows) for part, text in row.items()}
    assert filled(typed_from(said), document.code).document == document


@pytest.mark.parametrize("texts", [rating_form_texts.TEXTS, rating_texts.TEXTS], ids=["forms", "citizens"])
def test_every_text_is_there_in_both_languages(texts: dict[str, dict[str, str]]) -> None:
    assert set(texts["vi"]) == set(texts["en"])
