"""Doors of the official report: the figures of a period as JSON, and as the documents made of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from server.actions.figures import asking, official, projecting
from server.contract.messages.reports import OfficialReport
from server.domain import errors
from server.domain.people import Permission
from server.reports import report_files
from server.reports.files import File
from server.storage.happenings import Transaction
from server.web.doors import Ask, Doors
from server.web.figures_queries import PeriodQuery


def doors() -> Doors:
    """One door for each form; they take the same questions of the same people."""
    group = Doors("report_api")

    @group.add(
        "GET",
        "/figures/report.json",
        answer=OfficialReport,
        permission=Permission.READ_ANSWERABLE_FIGURES,
        scope="figures:read",
        query=PeriodQuery,
        writes=False,
        before=projecting.catch_up,
        refusals=(errors.UnknownOffice,),
    )
    def show_report(tx: Transaction, ask: Ask) -> OfficialReport:
        """The official report of some offices' days: waits, bookings, dossiers, satisfaction."""
        period = ask.query.period
        offices = asking.offices_for(tx, ask.known, ask.query.office, period=period)
        return official.official(tx, offices, period)

    (as_json,) = group.doors
    group.doors += [
        replace(
            as_json,
            rule=f"/figures/report.{format_}",
            name=f"show_report_{format_}",
            draw=partial(_drawn, format_=format_),
            media_type=report_files.MEDIA_TYPES[format_],
        )
        for format_ in report_files.FORMATS
        if format_ != "json"
    ]
    return group


def _drawn(report: OfficialReport, ask: Ask, at: datetime, *, format_: report_files.Format) -> File:
    return report_files.report_file(report, format_)
