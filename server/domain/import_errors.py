"""The refusals of imported logs: what stands in the way of one, or of taking it out."""

from __future__ import annotations

from server.domain.errors import Refusal


class UnknownImport(Refusal):
    """There is no import of this number."""

    code = "unknown_import"


class ImportUnderWay(Refusal):
    """Another log is being imported, or taken out, just now."""

    code = "import_under_way"


class ChangedMeanwhile(Refusal):
    """Tickets of this log were measured here while it was imported; import it again."""

    code = "changed_meanwhile"


class ReaderDied(Refusal):
    """The process that read the log ended before the log did; nothing was imported."""

    code = "reader_died"
