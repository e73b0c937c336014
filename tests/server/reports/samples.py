"""Official reports to draw: of an office with much, with little and with nothing, and of a whole province."""

from __future__ import annotations

from datetime import date

from server.actions.figures.official import official
from server.contract.messages.figures import OfficesMeetingGoal
from server.contract.messages.reports import OfficialReport
from server.domain.periods import Period
from server.storage.database import Database
from tests.builders import OFFICE

QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))
MONTH = Period(date(2026, 10, 1), date(2026, 10, 31))
EMPTY = Period(date(2026, 2, 1), date(2026, 2, 28))


def report(database: Database, period: Period = MONTH, *codes: str) -> OfficialReport:
    """The report as the database has it."""
    with database.read() as tx:
        return official(tx, [tx.office(code) for code in codes or (OFFICE,)], period)


def of_province(one: OfficialReport, offices: int = 136) -> OfficialReport:
    """The same figures as if so many offices had come by them, some better, some worse, two without any."""
    rows = []
    for place in range(1, offices + 1):
        factor = 0.5 + (place * 37 % offices) / offices
        about = {
            name: (getattr(one.total, name) or 0) * factor for name in ("mean_s", "p90_s", "low_s", "high_s")
        }
        mean = about["mean_s"]
        verdict = "met" if about["high_s"] <= 900 else "not_met" if about["low_s"] > 900 else "cannot_tell"
        row = one.total.model_copy(
            update={
                **about,
                "key": f"xa{place:03d}",
                "names": {"vi": f"Ủy ban nhân dân xã Số {place}", "en": f"Commune {place}"},
                "n": one.total.n // offices + place,
                "reached": mean <= 900,
                "verdict": verdict,
            }
        )
        rows.append(row)
    rows[3:5] = [type(row)(key=row.key, names=row.names, n=0) for row in rows[3:5]]
    met = OfficesMeetingGoal(met=sum(bool(row.reached) for row in rows), of=offices - 2)
    update = {"by_office": rows, "offices_meeting_goal": met, "offices": [row.key for row in rows]}
    return one.model_copy(update={**update, "productivity": one.productivity * 3})
