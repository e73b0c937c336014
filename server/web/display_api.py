"""The door for displays: the board of an office."""

from __future__ import annotations

from server.actions.hall import watching
from server.contract import messages
from server.domain import errors
from server.storage.database import Database
from server.storage.happenings import Transaction
from server.web.doors import Ask, Doors


def doors(database: Database) -> Doors:
    """The doors of this module."""
    group = Doors("display_api")

    @group.add(
        "GET",
        "/offices/<office>/board",
        answer=messages.Board,
        welcome=True,
        writes=False,
        refusals=(errors.UnknownOffice,),
    )
    def show_board(tx: Transaction, ask: Ask) -> messages.Board:
        """What the displays of an office show; no personal data. A display that is paired shows its token."""
        return watching.board(tx, ask.path["office"], rate=database.clock.rate)

    return group
