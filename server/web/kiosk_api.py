"""Doors for kiosks and citizens: the office, a number, a ticket's link, leaving."""

from __future__ import annotations

from server.actions.hall import arriving, describing, watching
from server.actions.house import devices
from server.contract import messages
from server.domain import errors
from server.domain.people import Permission
from server.settings import Settings
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.web.doors import Ask, Doors, Key


def doors(settings: Settings, database: Database) -> Doors:
    """The doors of this module."""
    group = Doors("kiosk_api")
    _add_office_doors(group, settings, database.clock.rate)
    _add_ticket_doors(group)
    return group


def _add_office_doors(group: Doors, settings: Settings, rate: float) -> None:
    @group.add(
        "GET", "/offices/<office>", answer=messages.Office, writes=False, refusals=(errors.UnknownOffice,)
    )
    def show_office(tx: Transaction, ask: Ask) -> messages.Office:
        """An office as anyone may see it: hours, categories, and the services tree with its line."""
        return watching.office_view(tx, ask.path["office"], rate=rate, public_url=settings.public_url)

    @group.add(
        "POST",
        "/offices/<office>/tickets",
        answer=messages.Ticket,
        permission=Permission.ISSUE_TICKETS,
        scope="tickets:write",
        body=messages.IssueTicket,
        status=201,
        key=Key.REQUIRED,
        refusals=(
            errors.UnknownOffice,
            errors.UnknownService,
            errors.UnknownCategory,
            errors.Closed,
            errors.ServiceUnavailable,
        ),
    )
    def issue_ticket(tx: Transaction, ask: Ask) -> messages.Ticket:
        """Take a number."""
        return arriving.issue_ticket(
            tx, ask.known, ask.path["office"], ask.body, public_url=settings.public_url
        )

    @group.add(
        "POST",
        "/offices/<office>/device-reports",
        answer=messages.Done,
        permission=Permission.REPORT_DEVICE,
        body=messages.DeviceReport,
        refusals=(errors.UnknownOffice,),
    )
    def report_device(tx: Transaction, ask: Ask) -> messages.Done:
        """A kiosk says how its printer is, and what its own clock says."""
        devices.report(tx, ask.known, ask.path["office"], ask.body, rate=rate)
        return messages.Done()


def _add_ticket_doors(group: Doors) -> None:
    @group.add(
        "GET", "/tickets/<token>", answer=messages.TicketView, writes=False, refusals=(errors.UnknownTicket,)
    )
    def show_ticket(tx: Transaction, ask: Ask) -> messages.TicketView:
        """What the holder of a ticket's link sees; the current leg of the visit."""
        row = arriving.ticket_behind(tx, ask.path["token"])
        return describing.ticket_view(tx, tx.offices.by_id(tx.connection, row.office_id), row)

    @group.add(
        "POST",
        "/tickets/<token>/leave",
        answer=messages.TicketView,
        body=messages.Leave,
        refusals=(errors.UnknownTicket, errors.ImpossibleStep, errors.Stale),
    )
    def leave(tx: Transaction, ask: Ask) -> messages.TicketView:
        """Give the turn back."""
        return arriving.leave(tx, ask.path["token"])
