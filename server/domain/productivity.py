"""Productivity: dossiers received by the staff on duty, and "30 minutes per dossier" in three readings.

The province's plan says "thời gian tiếp nhận, xử lý hồ sơ tối thiểu 30 phút/01 hồ sơ", which most likely
means: reduced by at least 30 minutes. Only receiving is measured here; handling happens elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.figure_rules import DossierTime


@dataclass(frozen=True, slots=True)
class Received:
    """What was received in a period. `per_dossier_s` and `per_ticket_s` None: nothing was."""

    dossiers: int
    staff_days: int
    per_dossier_s: float | None
    per_ticket_s: float | None

    @property
    def per_staff_day(self) -> float | None:
        """Dossiers of one member of staff on one day of duty."""
        return self.dossiers / self.staff_days if self.staff_days else None


@dataclass(frozen=True, slots=True)
class Judged:
    """The time per dossier by the office's reading; `reached` None: there is nothing to judge by yet."""

    reduced_by_s: float | None
    reached: bool | None


def judged(reading: DossierTime, per_dossier_s: float | None, baseline_s: float | None) -> Judged:
    """Whether the time per dossier is what the plan asks. Exactly the goal is reached; who works fast is
    never failing by the reading that is used unless another was chosen."""
    reduced = None if per_dossier_s is None or baseline_s is None else baseline_s - per_dossier_s
    if reading.mode == "reduce":
        return Judged(reduced, None if reduced is None else reduced >= reading.goal_s)
    if per_dossier_s is None:
        return Judged(reduced, None)
    within = per_dossier_s <= reading.goal_s if reading.mode == "max" else per_dossier_s >= reading.goal_s
    return Judged(reduced, within)


def forecast_a_year(per_staff_day: float | None, working_days: int) -> float | None:
    """Dossiers one member of staff would receive in a year at this pace."""
    return None if per_staff_day is None else per_staff_day * working_days
