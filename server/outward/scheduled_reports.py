"""Scheduled reports: when a period is over they go out by e-mail, into a folder, or both; once.

A letter is put in the outbox in the transaction that claims the period. Files are written first and claimed
after: whoever dies between writes the same files again, whole, under the same names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog

from server.actions.outgoing import staff_letters
from server.domain import hours
from server.domain.figure_rules import Scheduled
from server.domain.outgoing import Outlet
from server.domain.periods import Kind, Period, last_ended
from server.outward.channels import Busy
from server.outward.report_attachments import ReportWish, files_of, is_whole, reported_on
from server.reports.files import plain_name, write_whole
from server.reports.official.words import period_title, span
from server.storage.claims import claim, is_claimed
from server.storage.database import Database
from server.storage.happenings import Transaction

log = structlog.get_logger()

CAUGHT_UP = timedelta(days=25)
"""How long after its end a period's report still goes out by itself: shorter than claims are remembered."""
_MAIL, _FILES = "mail_report", "write_report"


@dataclass(frozen=True, slots=True)
class _Due:
    """A report that is to go out."""

    office: str
    rule: Scheduled
    period: Period

    @property
    def named(self) -> str:
        """By which it is claimed, whatever day it is done on."""
        return f"{self.office} {self.rule.period} {self.period.first}"


class ScheduledReports:
    """Delivers what is due, whenever it is asked to; it may be asked by several processes at once."""

    def __init__(self, database: Database, folder: Path | None) -> None:
        self._database = database
        self._folder = folder
        self._told: set[str] = set()

    def deliver(self) -> None:
        """Send and write every report that is due and was not; raises `Unavailable`."""
        with self._database.read() as tx:
            due = list(_due(tx))
        for one in due:
            if one.rule.emails:
                self._put_in(one)
            if one.rule.folder:
                self._write_files(one)

    def _put_in(self, due: _Due) -> None:
        if Outlet.EMAIL in self._database.outlets:
            self._database.write(partial(_mail, due=due))
        else:
            self._warn("report_without_mail_server", due)

    def _write_files(self, due: _Due) -> None:
        if self._folder is None:
            self._warn("reports_folder_missing", due)
            return
        with self._database.read() as tx:
            if is_claimed(tx, _FILES, due.named):
                return
            wish = _wish(tx, due)
        try:
            for file in files_of(self._database, due.office, wish):
                write_whole(self._folder / plain_name(due.office), file)
        except Busy:
            return  # it is looked for again in a minute
        except OSError as error:
            self._warn("report_not_written", due, reason=error.strerror or type(error).__name__)
            return
        self._database.write(lambda tx: claim(tx, _FILES, due.named))
        log.info("report_written", office=due.office, period=due.rule.period, first=str(due.period.first))

    def _warn(self, event: str, due: _Due, **about: str) -> None:
        """Once for each report and reason, though it is tried again and again."""
        key = f"{event} {due.named} {about}"
        if key not in self._told:
            self._told.add(key)
            log.warning(event, office=due.office, period=due.rule.period, **about)


def _due(tx: Transaction) -> Iterator[_Due]:
    """The reports whose period is over and in the figures, and which were not delivered yet."""
    for office in tx.offices.all(tx.connection):
        today = hours.office_day(office.hours, tx.now)
        for rule in office.figures.reports:
            kind: Kind = rule.period
            period = last_ended(kind, today)
            one = _Due(office.code, rule, period)
            if today - period.last > CAUGHT_UP or not office.in_force(period.last):
                continue
            every = reported_on(tx, office, period, all_offices=rule.all_offices)
            if not _done(tx, one) and all(is_whole(tx, each, period.last) for each in every):
                yield one


def _done(tx: Transaction, due: _Due) -> bool:
    mailed = not due.rule.emails or is_claimed(tx, _MAIL, due.named)
    return mailed and (not due.rule.folder or is_claimed(tx, _FILES, due.named))


def _wish(tx: Transaction, due: _Due) -> ReportWish:
    return ReportWish(
        first=due.period.first,
        last=due.period.last,
        formats=due.rule.formats,
        all_offices=due.rule.all_offices,
        made_at=tx.now,
    )


def _mail(tx: Transaction, due: _Due) -> None:
    """Put one letter to everybody in the outbox, unless somebody else has."""
    if not claim(tx, _MAIL, due.named):
        return
    office = tx.office(due.office)
    name = period_title(due.rule.period, due.period.first, due.period.last)
    who = "các đơn vị" if due.rule.all_offices else office.names.get("vi", office.code)
    staff_letters.put_in(
        tx,
        office,
        due.rule.emails,
        subject=f"Báo cáo thời gian chờ {name} – {who}",
        text=_TEXT.format(name=name, span=span(due.period.first, due.period.last), who=who),
        report=_wish(tx, due).model_dump(mode="json"),
    )
    log.info("report_mailed", office=due.office, period=due.rule.period, first=str(due.period.first))


_TEXT = """Kính gửi quý đơn vị,

Gửi kèm thư này là báo cáo kết quả thời gian chờ của công dân {name} ({span}), {who}.

Báo cáo được lập tự động khi kỳ báo cáo kết thúc. Bản PDF để trống số, ngày và chữ ký.
"""
