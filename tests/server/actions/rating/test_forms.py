"""Forms of rating: a version that was published never changes, and one form is asked at a time."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from server.actions.rating import forms
from server.contract.rating_form import RatingFormDocument
from server.demo.rating_forms import DRAFT, demo_form
from server.domain.rating_errors import RatingFormFixed, UnknownRatingForm
from server.storage import ratings
from server.storage.database import Database
from tests.builders import Hall
from tests.faults.together import together
from tests.support.clocks import StoppedClock
from tests.support.rating import published


def named(code: str, name: str = "Phiếu") -> RatingFormDocument:
    return demo_form().model_copy(update={"code": code, "names": {"vi": name}})


def states(hall: Hall) -> dict[tuple[str, int], str]:
    with hall.database.read() as tx:
        return {(row.code, row.version): forms.state_of(row) for row in forms.listed(tx)}


def do(hall: Hall, act: Any, *arguments: Any, **about: Any) -> Any:
    return hall.database.write(lambda tx: act(tx, *arguments, **about))


def test_a_form_is_drafted_published_and_retired_by_the_next(hall: Hall) -> None:
    assert published(hall, publish=False) == 1
    assert states(hall) == {("hai-long", 1): "draft"}
    do(hall, forms.publish, "hai-long", 1)
    assert do(hall, forms.draft_from, "hai-long", 1) == 2
    assert states(hall) == {("hai-long", 1): "published", ("hai-long", 2): "draft"}
    do(hall, forms.publish, "hai-long", 2)
    assert states(hall) == {("hai-long", 1): "retired", ("hai-long", 2): "published"}


def test_publishing_another_form_retires_the_one_that_was_asked(hall: Hall) -> None:
    published(hall)
    published(hall, demo_form(DRAFT))
    assert states(hall) == {("hai-long", 1): "retired", ("tt-2018", 1): "published"}


def test_a_published_version_is_neither_written_nor_deleted_nor_published_again(hall: Hall) -> None:
    published(hall)
    assert hall.refused(do, hall, forms.save, "hai-long", 1, demo_form()) == "rating_form_fixed"
    assert hall.refused(do, hall, forms.delete, "hai-long", 1) == "rating_form_fixed"
    assert hall.refused(do, hall, forms.publish, "hai-long", 1) == "rating_form_fixed"
    do(hall, forms.retire, "hai-long", 1)
    assert hall.refused(do, hall, forms.retire, "hai-long", 1) == "rating_form_fixed"
    assert hall.refused(do, hall, forms.publish, "hai-long", 1) == "rating_form_fixed"
    assert hall.refused(do, hall, forms.save, "hai-long", 1, demo_form()) == "rating_form_fixed"


def test_a_draft_that_somebody_else_has_changed_is_not_overwritten(hall: Hall) -> None:
    published(hall, publish=False)
    seen = forms.stamp(demo_form())
    do(hall, forms.save, "hai-long", 1, named("hai-long", "Một"), seen=seen)
    assert hall.refused(do, hall, forms.save, "hai-long", 1, named("hai-long", "Hai"), seen=seen) == "stale"


def test_what_nobody_could_be_asked_with_is_not_even_a_draft(hall: Hall) -> None:
    empty = demo_form().model_copy(update={"questions": []})
    assert hall.refused(published, hall, empty) == "rating_form_invalid"
    assert states(hall) == {}


def test_unknown_forms_are_told_and_codes_begin_once(hall: Hall) -> None:
    published(hall)
    assert hall.refused(do, hall, forms.publish, "nothing", 1) == "unknown_rating_form"
    assert hall.refused(do, hall, forms.draft_from, "hai-long", 7) == "unknown_rating_form"
    assert hall.refused(do, hall, forms.start, demo_form()) == "rating_form_exists"


def test_sixteen_who_publish_at_once_leave_one_form_that_is_asked(hall: Hall) -> None:
    for number in range(16):
        do(hall, forms.start, named(f"form{number}"))
    together([lambda code=f"form{number}": do(hall, forms.publish, code, 1) for number in range(16)])
    assert sorted(states(hall).values()) == ["published"] + ["retired"] * 15


class Forms(RuleBasedStateMachine):
    """Whatever is done in whatever order, a published document stays as it was."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.fixed: dict[tuple[str, int], str] = {}
        with self.database.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM rating_form")

    def attempt(self, act: Any, *arguments: Any) -> None:
        with suppress(RatingFormFixed, UnknownRatingForm):
            self.database.write(lambda tx: act(tx, *arguments))

    code = st.sampled_from(["a", "b"])
    version = st.integers(1, 4)
    name = st.sampled_from(["Một", "Hai", "Ba"])

    @rule(code=code, name=name)
    def draft(self, code: str, name: str) -> None:
        self.attempt(forms.draft, named(code, name))

    @rule(code=code, version=version, name=name)
    def save(self, code: str, version: int, name: str) -> None:
        self.attempt(forms.save, code, version, named(code, name))

    @rule(code=code, version=version, act=st.sampled_from(["publish", "retire", "delete", "draft_from"]))
    def step(self, code: str, version: int, act: str) -> None:
        self.attempt(getattr(forms, act), code, version)

    @invariant()
    def published_documents_never_change_and_one_is_asked(self) -> None:
        with self.database.read() as tx:
            rows = ratings.forms(tx)
        now = {(row.code, row.version): json.dumps(row.document) for row in rows if row.published_at}
        assert {key: now.get(key) for key in self.fixed} == self.fixed
        self.fixed = now
        assert sum(forms.state_of(row) == "published" for row in rows) <= 1


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_published_version_never_changes_whatever_is_done(database: Database, clock: StoppedClock) -> None:
    class OnThis(Forms):
        pass

    OnThis.database = database
    run_state_machine_as_test(
        OnThis,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
