"""How open data is refused."""

from __future__ import annotations

from server.domain.errors import Refusal


class OpenDataBusy(Refusal):
    """Open data is being made, or was just made, for somebody else: try again in a minute."""

    code = "open_data_busy"
