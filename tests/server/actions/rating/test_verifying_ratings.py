"""Verifying: a rating that cannot be is found, whoever wrote it."""

from __future__ import annotations

import pytest

from tests.builders import OFFICE, Hall
from tests.support.rating import answer, published, rated, served


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("UPDATE rating SET points = points + 1", "rating 1 is not worth what its form says"),
        ("UPDATE rating SET overall = 1", "rating 1 is not worth what its form says"),
        ("UPDATE rating SET answers = '{\"nothing\": 1}'", "rating 1 is not worth what its form says"),
        ("UPDATE ticket SET state = 'no_show'", "rating 1 is of a visit that was not served"),
        ("UPDATE rating_form SET published_at = NULL", "rating 1 is of a form that was never published"),
    ],
)
def test_a_rating_that_cannot_be_is_found(hall: Hall, statement: str, finding: str) -> None:
    published(hall)
    rated(hall, served(hall), answer(4, wait=1, guidance=0, remark="Tốt"))
    assert hall.violations() == []
    hall.sql(statement)
    assert f"{OFFICE}: {finding}" in hall.violations()
