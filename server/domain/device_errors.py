"""The refusals of pairing and of devices' tokens."""

from __future__ import annotations

from server.domain.errors import Refusal


class TooManyPairings(Refusal):
    """Too many machines are showing a code; wait until some have been paired."""

    code = "too_many_pairings"


class UnknownPairing(Refusal):
    """There is no such pairing, or this is not its secret."""

    code = "unknown_pairing"


class WrongCode(Refusal):
    """No machine shows this code."""

    code = "wrong_code"


class CodeExpired(Refusal):
    """This code has expired; the machine shows another one by now."""

    code = "code_expired"


class CodeUsed(Refusal):
    """A machine was paired with this code already."""

    code = "code_used"


class OtherKind(Refusal):
    """The machine that shows this code is of another kind, or stands elsewhere."""

    code = "other_kind"


class CounterNeeded(Refusal):
    """A machine of this kind belongs to one counter, and others to none."""

    code = "counter_needed"


CODE_REFUSED = (WrongCode, CodeExpired, CodeUsed)
"""What counts against the account that typed the code."""
