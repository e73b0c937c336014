"""How one office reads its figures, warns and reports: what its set-up decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Reading = Literal["reduce", "max", "min"]
PeriodKind = Literal["month", "quarter", "half_year", "nine_months", "year"]
ReportFormat = Literal["pdf", "xlsx", "csv", "json"]


@dataclass(frozen=True, slots=True)
class DossierTime:
    """How "30 minutes per dossier" is read; `baseline` is its first and last day, both included."""

    mode: Reading = "reduce"
    goal_s: float = 1800.0
    baseline: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class Warnings:
    """When supervisors are warned, in seconds, and the addresses that get an e-mail of it."""

    longest_wait_s: float = 900.0
    device_gone_s: float = 60.0
    emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A report made by itself when a period of this kind is over, of the office or of the whole province."""

    period: PeriodKind
    formats: tuple[ReportFormat, ...]
    emails: tuple[str, ...] = ()
    folder: bool = False
    all_offices: bool = False


@dataclass(frozen=True, slots=True)
class FigureRules:
    """Everything an office decided about its figures.

    `targets` are dossiers one member of staff is to receive in a year, by that year, for its own kind of
    area. Groups of fewer tickets than `smallest_group` are not shown where people could be recognised.
    `report_…` stand in the head and at the foot of official reports; empty: filled in by hand.
    """

    warnings: Warnings = Warnings()
    dossier_time: DossierTime = DossierTime()
    area: str = "urban"
    targets: Mapping[int, int] = field(default_factory=dict)
    working_days_a_year: int = 250
    smallest_group: int = 5
    clerks_see_colleagues: bool = False
    reports: tuple[Scheduled, ...] = ()
    report_superior: str = ""
    report_symbol: str = ""
    report_place: str = ""
    report_signer: str = ""
