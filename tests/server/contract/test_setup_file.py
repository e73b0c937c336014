"""What a set-up may say, and in which one form it is kept."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from server.contract.setup_file import OfficeDocument, ServiceSetUp, SetUp, StaffSetUp
from server.demo.office import demo_office


def service(**values: Any) -> ServiceSetUp:
    return ServiceSetUp.model_validate({"code": "land", "names": {"vi": "Đất đai"}, **values})


def test_texts_are_kept_in_one_spelling() -> None:
    assert service(names={"vi": " Đa\u0302\u0301t đai "}).names == {"vi": "Đất đai"}


def test_a_usual_duration_is_kept_in_whole_seconds() -> None:
    assert service(usual_min=7.1111).usual_min == 427 / 60
    assert service(usual_min=service(usual_min=1 / 3).usual_min).usual_min == 20 / 60


@pytest.mark.parametrize("minutes", [0, -1, 481, float("nan"), float("inf")])
def test_a_senseless_duration_is_refused(minutes: float) -> None:
    with pytest.raises(ValidationError):
        service(usual_min=minutes)


@pytest.mark.parametrize("names", [{}, {"en": "Land"}, {"vi": ""}, {"vi": "a\x1bb"}, {"VI": "a"}])
def test_a_name_is_there_in_vietnamese_and_obeys_no_printer(names: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        service(names=names)


@pytest.mark.parametrize("password", ["1234567", "12345678\n", "x" * 201])
def test_a_password_is_one_that_can_be_typed_at_the_sign_in(password: str) -> None:
    with pytest.raises(ValidationError):
        StaffSetUp.model_validate({"username": "hoa", "name": "Hoa", "role": "clerk", "password": password})


def test_the_document_of_an_office_survives_being_kept_as_json() -> None:
    document = demo_office().model_dump(include=set(OfficeDocument.model_fields))
    kept = OfficeDocument.model_validate(document).model_dump(mode="json")
    assert OfficeDocument.model_validate(kept).model_dump() == document


def test_staff_that_is_not_spoken_of_is_not_the_same_as_nobody() -> None:
    values = demo_office().model_dump()
    assert SetUp.model_validate({**values, "staff": []}).staff == []
    del values["staff"]
    assert SetUp.model_validate(values).staff is None
