"""Doors of the figures: waits by the one definition, for whoever answers for them."""

from __future__ import annotations

from server.actions.figures import asking, projecting, reporting, telling_figures
from server.contract.messages import figures as messages
from server.domain import errors
from server.domain.people import Role
from server.storage.happenings import Transaction
from server.web.doors import Ask, Doors
from server.web.figures_queries import WaitsQuery

READERS = frozenset({Role.CLERK, Role.SUPERVISOR, Role.PROVINCE, Role.ADMIN, Role.INTEGRATION})
"""Clerks read their own."""
SCOPE = "figures:read"
REFUSALS = (errors.UnknownOffice,)


def doors() -> Doors:
    """The doors of this module. Figures are brought up to the latest event before they are read."""
    group = Doors("figures_api")

    @group.add(
        "GET",
        "/figures/waits",
        answer=messages.Waits,
        who=READERS,
        scope=SCOPE,
        query=WaitsQuery,
        writes=False,
        before=projecting.catch_up,
        refusals=(*REFUSALS, errors.TooManyTickets),
    )
    def show_waits(tx: Transaction, ask: Ask) -> messages.Waits:
        """The waits of some offices' days, grouped by day, half-hour, service, counter, clerk and so on."""
        return telling_figures.told(waits_report(tx, ask), ask.known)

    return group


def waits_report(tx: Transaction, ask: Ask) -> reporting.Report:
    """The report that a `WaitsQuery` asks for, as far as the caller may see."""
    said: WaitsQuery = ask.query
    offices = asking.offices_for(tx, ask.known, said.office, period=said.period, level=said.level)
    only = asking.narrowed(tx, ask.known, offices, said.only)
    return reporting.waits(tx, offices, said.period, by=said.by, only=only)
