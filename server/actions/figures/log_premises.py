"""The offices as the checks of a log know them."""

from __future__ import annotations

from collections.abc import Mapping

from server.domain.facts import OfficeDays
from server.domain.office import Office
from server.storage import log_imports
from server.storage.happenings import Transaction
from server.ticket_log.premises import KnownOffice


def known_offices(tx: Transaction, offices: Mapping[str, Office]) -> dict[str, KnownOffice]:
    """What the checks of a log need to know."""
    successors = log_imports.successors(tx)
    return {
        code: KnownOffice(
            code=code,
            zone=office.hours.time_zone,
            services={name: float(service.usual_s) for name, service in office.services.items()},
            categories=frozenset(office.categories),
            valid_from=office.valid_from,
            valid_to=office.valid_to,
            successor=successors.get(code),
            closes=OfficeDays(office.hours).closes,
        )
        for code, office in offices.items()
    }
