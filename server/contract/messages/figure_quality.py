"""How good figures are: whether what citizens were told came true, and how devices kept up."""

from __future__ import annotations

from server.contract.messages.base import Answer


class EstimateFigures(Answer):
    """What `n` answered citizens were told of their waits with their numbers, beside what they then waited.

    The wait compared is the raw one, from the number or check-in to the answered call. The estimate is the
    middle of the range that was told: `mae_s` is its mean error without the sign, `bias_s` with it (more
    than 0: waits were longer than told). `share_inside` the range should be 0.8, `share_later` than its
    upper end at most 0.1.
    """

    n: int = 0
    mae_s: float | None = None
    bias_s: float | None = None
    share_inside: float | None = None
    share_later: float | None = None


class DeviceFigures(Answer):
    """A kiosk, a display, a tablet or the machine of a counter in a period.

    `offline_s`: for how long it was offline, from its last sign of life before a silence that was too long to
    the moment it was heard of again, within opening hours, as on the page of devices; null: it was never
    heard of. `clock_drift_s`: the largest difference between its own clock
    and the server's, ahead more than 0, known to within the time that its report took; null: it told none.
    """

    office: str
    device: str
    role: str
    offline_s: float | None
    clock_drift_s: float | None


class Devices(Answer):
    """The devices of some offices: the times that they were offline added up, and the clock that was furthest
    off."""

    offline_s: float | None = None
    clock_drift_s: float | None = None
    devices: list[DeviceFigures]
