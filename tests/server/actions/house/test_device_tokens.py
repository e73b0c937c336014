"""Tokens of devices: a new one takes the place of the old one, and an old one that comes back is told."""

from __future__ import annotations

import pytest

from server.actions.house import device_tokens, devices
from server.contract.messages import NewToken
from server.domain.errors import Refusal
from server.domain.people import Caller
from tests.builders import Hall
from tests.support.offices import OFFICE


def made(hall: Hall, name: str = "Kiosk 1") -> str:
    """A device's first token, used."""
    token = hall.database.write(lambda tx: devices.create_token(tx, OFFICE, role="kiosk", name=name))
    assert use(hall, token) == "in"
    return token


def use(hall: Hall, token: str) -> str:
    """What the door does: `in`, `replaced`, or `unknown`."""
    with hall.database.read() as tx:
        holder = device_tokens.holder_of(tx, token)
    if holder is None:
        return "unknown"
    if holder.replayed:
        hall.database.write(lambda tx: device_tokens.note_replay(tx, holder.caller))
        return "replaced"
    if holder.fresh:
        hall.database.write(lambda tx: device_tokens.begin_use(tx, token))
    return "in"


def renewed(hall: Hall, token: str) -> NewToken:
    with hall.database.read() as tx:
        caller = devices.caller_of(tx, token)
    assert caller is not None
    return hall.database.write(lambda tx: device_tokens.renew(tx, caller))


def test_an_old_token_counts_until_the_new_one_was_used(hall: Hall) -> None:
    old = made(hall)
    new = renewed(hall, old).token
    assert use(hall, old) == "in"
    assert use(hall, new) == "in"
    assert use(hall, old) == "replaced"
    assert use(hall, new) == "in"


def test_an_old_token_outlasts_months_without_power_and_not_for_ever(hall: Hall) -> None:
    old = made(hall)
    answer = renewed(hall, old)
    hall.clock.tick(days=366)
    assert answer.old_until == hall.clock.now()
    assert use(hall, old) == "in"
    hall.clock.tick(seconds=1)
    assert use(hall, old) == "replaced"
    assert use(hall, answer.token) == "in"


def test_a_device_whose_answer_was_lost_asks_again_and_the_lost_token_opens_nothing(hall: Hall) -> None:
    old = made(hall)
    lost, new = renewed(hall, old).token, renewed(hall, old).token
    assert use(hall, lost) == "unknown"
    assert use(hall, new) == "in"
    assert use(hall, old) == "replaced"


def test_a_token_can_be_renewed_again_and_again(hall: Hall) -> None:
    tokens = [made(hall)]
    for _ in range(3):
        tokens.append(renewed(hall, tokens[-1]).token)
        assert use(hall, tokens[-1]) == "in"
    assert [use(hall, token) for token in tokens] == ["unknown", "unknown", "replaced", "in"]


def test_an_old_token_that_comes_back_is_told_once_in_a_minute(hall: Hall) -> None:
    old = made(hall)
    use(hall, renewed(hall, old).token)
    for _ in range(3):
        assert use(hall, old) == "replaced"
    told = "SELECT action FROM audit_entry WHERE action = 'device.old_token_shown'"
    assert len(hall.sql(told)) == 1
    hall.clock.tick(seconds=61)
    use(hall, old)
    assert len(hall.sql(told)) == 2
    assert hall.sql("SELECT replayed_at FROM device")[0].replayed_at is not None


def test_a_revoked_device_has_no_token_that_counts(hall: Hall) -> None:
    old = made(hall)
    new = renewed(hall, old).token
    hall.database.write(lambda tx: devices.revoke_token(tx, OFFICE, "Kiosk 1"))
    assert [use(hall, old), use(hall, new)] == ["unknown", "unknown"]


def test_only_a_device_renews_a_token(hall: Hall) -> None:
    clerk: Caller = hall.staff("hoa")
    with pytest.raises(Refusal):
        hall.database.write(lambda tx: device_tokens.renew(tx, clerk))


def test_no_new_token_is_kept(hall: Hall) -> None:
    new = renewed(hall, made(hall)).token
    assert new not in str(hall.sql("SELECT * FROM device")) + str(hall.sql("SELECT * FROM audit_entry"))


def test_a_token_that_the_demo_renews_is_told_in_the_audit(hall: Hall) -> None:
    for _ in range(2):
        hall.database.write(lambda tx: devices.renew_token(tx, OFFICE, role="kiosk", name="Kiosk 9"))
    told = hall.sql("SELECT action, actor FROM audit_entry WHERE object LIKE '%Kiosk 9' ORDER BY seq")
    assert [tuple(row) for row in told] == [("device.made", "command"), ("device.token_renewed", "command")]
