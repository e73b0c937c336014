"""The files of a report that a letter takes along: made when it goes out, the same at every try."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from server.actions.figures import asking, official
from server.contract.messages.reports import OfficialReport
from server.domain.errors import UnknownOffice
from server.domain.office import Office
from server.domain.periods import Period, PeriodInvalid
from server.outward.channels import Attachment, Busy, Refused
from server.reports.files import File
from server.reports.report_files import Format, report_file
from server.storage import cursors
from server.storage.database import Database
from server.storage.happenings import Transaction


class ReportWish(BaseModel):
    """Which report is meant, as it is kept with its letter; `made_at` stands in its files."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: date
    last: date
    formats: tuple[Format, ...]
    all_offices: bool = False
    made_at: AwareDatetime


class ReportAttachments:
    """Makes the files outside of any transaction; only the figures are read within one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __call__(self, office: str, report: Mapping[str, Any]) -> tuple[Attachment, ...]:
        """Raises `Refused` for a report that nobody can make, `Busy` while figures are still behind."""
        try:
            wish = ReportWish.model_validate(report)
            files = files_of(self._database, office, wish)
        except (ValidationError, PeriodInvalid, UnknownOffice) as error:
            raise Refused("no_such_report") from error
        return tuple(Attachment(file.shown_name, file.media_type, file.content) for file in files)


def files_of(database: Database, office: str, wish: ReportWish) -> list[File]:
    """The files of a report, in each of its formats; raises `UnknownOffice`, `Busy`."""
    with database.read() as tx:
        told = _report(tx, office, wish)
    return [report_file(told, format_) for format_ in wish.formats]


def _report(tx: Transaction, code: str, wish: ReportWish) -> OfficialReport:
    period = Period(wish.first, wish.last)
    offices = reported_on(tx, tx.office(code), period, all_offices=wish.all_offices)
    if not all(is_whole(tx, office, period.last) for office in offices):
        raise Busy("figures_behind")
    return official.official(tx, offices, period).model_copy(update={"made_at": wish.made_at})


def reported_on(tx: Transaction, office: Office, period: Period, *, all_offices: bool) -> list[Office]:
    """The office alone, or every office that was there in the period."""
    if not all_offices:
        return [office]
    return [one for one in tx.offices.all(tx.connection) if asking.was_there(one, period)]


def is_whole(tx: Transaction, office: Office, last: date) -> bool:
    """Whether every day of an office up to `last` is closed and in the figures."""
    closed = office.closed_through is not None and office.closed_through >= last
    return closed and cursors.knows_closed_days(tx, office.id)
