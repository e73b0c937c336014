"""Open data: daily aggregates of waits by office and service, with nothing in them about persons."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field

from server.contract.messages.base import Answer, Names


class OpenWaits(Answer):
    """One service of an office on one day. What is hidden is null, so that nobody can be recognised."""

    office: str
    office_names: Names
    day: date
    service: str
    service_names: Names
    goal_s: float
    n: int | None
    mean_s: float | None
    median_s: float | None
    p90_s: float | None
    share_within_goal: float | None
    not_served: int | None
    n_hidden: bool
    not_served_hidden: bool


class OpenData(Answer):
    """Open data of some days that are over."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    rows: list[OpenWaits]


class DataPackage(Answer):
    """A description of the open data as a Frictionless Data Package."""

    profile: str
    name: str
    title: str
    title_en: str
    description: str
    description_en: str
    version: str
    licenses: list[dict[str, str]]
    sources: list[dict[str, str]] = Field(default_factory=list)
    resources: list[dict[str, object]]
