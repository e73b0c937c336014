"""How an office reads its figures, as its set-up writes it, becomes what the rules know."""

from __future__ import annotations

from datetime import date

from server.contract.figures_setup import FiguresSetUp
from server.contract.setup_file import OfficeDocument
from server.domain.figure_rules import DossierTime, FigureRules, Scheduled, Warnings


def figure_rules_of(setup: OfficeDocument) -> FigureRules:
    """What was decided about figures, alerts and reports."""
    said, alerts = setup.figures, setup.alerts
    longest_min = setup.office.goal_min if alerts.longest_wait_min is None else alerts.longest_wait_min
    return FigureRules(
        warnings=Warnings(longest_min * 60, float(alerts.device_gone_s), tuple(alerts.emails)),
        dossier_time=DossierTime(said.dossier_time, said.dossier_min * 60, _baseline(said)),
        area=said.area,
        targets={
            target.year: target.dossiers_per_year for target in setup.targets if target.area == said.area
        },
        working_days_a_year=said.working_days_a_year,
        smallest_group=said.smallest_group,
        clerks_see_colleagues=said.clerks_see_colleagues,
        reports=tuple(
            Scheduled(
                report.period,
                tuple(report.formats),
                tuple(report.emails),
                report.folder,
                report.all_offices,
            )
            for report in setup.reports
        ),
        report_superior=said.report_superior,
        report_symbol=said.report_symbol,
        report_place=said.report_place,
        report_signer=said.report_signer,
    )


def _baseline(said: FiguresSetUp) -> tuple[date, date] | None:
    first, last = said.baseline_from, said.baseline_to
    return None if first is None or last is None else (first, last)
