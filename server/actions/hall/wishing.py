"""Wishing: the counters that a supervisor asks for, as the counters' pages show it."""

from __future__ import annotations

from server.contract import messages
from server.domain.alerts import AlertKind
from server.domain.office import Office
from server.storage import alerts
from server.storage.happenings import Transaction


def wanted_counters(tx: Transaction, office: Office) -> list[messages.Alert]:
    """The counters that a supervisor asks for now."""
    found = []
    for (kind, subject), row in alerts.open_of(tx, office.id).items():
        if kind != AlertKind.COUNTER_WANTED:
            continue
        service = office.services.get(row.detail.get("service") or "")
        vi, en = f"Lãnh đạo đề nghị mở quầy {subject}", f"The supervisor asks to open counter {subject}"
        if service is not None:
            vi, en = f"{vi} cho {service.names.get('vi')}", f"{en} for {service.names.get('en')}"
        text = {"vi": vi, "en": en}
        found.append(messages.Alert(code=AlertKind.COUNTER_WANTED, text=text, since=row.began_at))
    return found
