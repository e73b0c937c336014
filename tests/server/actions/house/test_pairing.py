"""Pairing: a machine shows a code, somebody types it, and the machine gets a token of its own, once."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from server.actions.house import device_tokens, devices, pairing
from server.actions.house.pairing import Typed
from server.contract import messages
from server.contract.messages import BeginPairing
from server.domain import pairing as rules
from server.domain.errors import Refusal
from server.domain.people import Caller, Role
from server.ports import SystemClock
from server.storage import pairings
from server.storage.database import Database
from server.storage.tables import pairing as pairing_table
from tests.builders import Hall
from tests.support.offices import OFFICE

KEY = "only for tests"


def begin(
    hall: Hall, role: str = "display", *, address: str = "192.0.2.7", **wish: object
) -> messages.Pairing:
    """A machine that shows a code from now on."""
    asked = BeginPairing.model_validate({"role": role, "version": "1.0", **wish})
    return hall.database.write(lambda tx: pairing.begin(tx, asked, address=address, key=KEY))


def admin(hall: Hall, username: str = "giang", role: Role = Role.SUPERVISOR) -> Caller:
    return hall.staff(username, role)


def pair(hall: Hall, code: str, *, by: Caller | None = None, **typed: object) -> int:
    """What the page does with what was typed: a wrong code is remembered, as the page does it."""
    who = by or admin(hall)
    told = Typed(code=code, **{"name": "Màn hình 1", **typed})  # type: ignore[arg-type]  # as typed
    return hall.database.write(lambda tx: pairing.pair(tx, who, OFFICE, told, key=KEY))


def revoke(hall: Hall, device_id: int) -> None:
    who = admin(hall)
    hall.database.write(lambda tx: devices.revoke(tx, who, OFFICE, device_id))


def remember_failure(hall: Hall) -> None:
    who = admin(hall)
    hall.database.write(lambda tx: pairing.remember_failure(tx, who, OFFICE))


def state(hall: Hall, shown: messages.Pairing, secret: str = "") -> messages.PairingState:
    with hall.database.read() as tx:
        return pairing.state(tx, shown.id, secret or shown.secret)


def refusal(act: object, *arguments: object, **how: object) -> str:
    with pytest.raises(Refusal) as told:
        act(*arguments, **how)  # type: ignore[operator]  # any action
    return told.value.code


def let_in(hall: Hall, token: str | None) -> Caller | None:
    """What the door does with a token: it is used from now on."""
    assert token is not None
    with hall.database.read() as tx:
        found = devices.caller_of(tx, token)
    hall.database.write(lambda tx: device_tokens.begin_use(tx, token))
    return found


def test_a_code_has_no_look_alikes_and_more_than_twenty_bits() -> None:
    assert not set("0O1IL2Z5S8BU") & set(rules.ALPHABET)
    assert len(rules.ALPHABET) ** rules.LETTERS > 2**27
    assert len({rules.new_code() for _ in range(200)}) > 195


@pytest.mark.parametrize("typed", ["a3f k9m", "A3F-K9M", " a3fk9m ", "a3f–k9m"])
def test_a_code_is_read_however_it_is_spaced(typed: str) -> None:
    assert rules.read_code(typed) == "A3FK9M"


@pytest.mark.parametrize("typed", ["", "A3FK9", "A3FK9MM", "A3FK9O", "A3FK9M'--", "Ａ３ＦＫ９Ｍ", "\x00" * 6])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert rules.read_code(typed) is None


def test_a_machine_waits_until_its_code_was_typed_and_then_gets_its_token(hall: Hall) -> None:
    shown = begin(hall)
    assert state(hall, shown) == messages.PairingState(state="waiting")
    device_id = pair(hall, shown.code)
    told = state(hall, shown)
    assert (told.state, told.device) == (
        "approved",
        messages.PairedDevice(name="Màn hình 1", role="display", office=OFFICE),
    )
    caller = let_in(hall, told.token)
    assert caller is not None
    assert (caller.role, caller.device_id) == (Role.DISPLAY, device_id)


def test_the_token_is_told_again_until_it_was_used_and_never_after(hall: Hall) -> None:
    """A server that dies between approval and delivery costs nothing: the machine asks again."""
    shown = begin(hall)
    pair(hall, shown.code)
    hall.clock.tick(hours=5)
    first, again = state(hall, shown).token, state(hall, shown).token
    assert first == again
    let_in(hall, first)
    assert state(hall, shown) == messages.PairingState(state="used")


def test_a_token_that_nobody_fetched_for_a_day_is_told_to_nobody(hall: Hall) -> None:
    shown = begin(hall)
    pair(hall, shown.code)
    hall.clock.tick(hours=24, seconds=1)
    assert state(hall, shown).state == "used"


def test_a_device_that_was_revoked_before_it_came_gets_nothing(hall: Hall) -> None:
    shown = begin(hall)
    device_id = pair(hall, shown.code)
    revoke(hall, device_id)
    assert state(hall, shown).state == "used"


@pytest.mark.parametrize("secret", ["x", "", "' OR 1=1"])
def test_without_the_secret_a_pairing_is_unknown(hall: Hall, secret: str) -> None:
    shown = begin(hall)
    with hall.database.read() as tx:
        assert refusal(pairing.state, tx, shown.id, secret) == "unknown_pairing"
        assert refusal(pairing.state, tx, "nothing", shown.secret) == "unknown_pairing"


def test_neither_code_nor_secret_nor_token_is_kept(hall: Hall) -> None:
    shown = begin(hall)
    pair(hall, shown.code)
    token = state(hall, shown).token
    assert token is not None
    kept = str(hall.sql("SELECT * FROM pairing")) + str(hall.sql("SELECT * FROM device"))
    kept += str(hall.sql("SELECT * FROM audit_entry")) + str(hall.sql("SELECT * FROM event"))
    for secret in (shown.code, shown.secret, token):
        assert secret not in kept


def test_a_code_ends_after_ten_minutes(hall: Hall) -> None:
    shown = begin(hall)
    hall.clock.tick(minutes=9, seconds=59)
    assert state(hall, shown).state == "waiting"
    hall.clock.tick(seconds=1)
    assert state(hall, shown).state == "expired"
    assert refusal(pair, hall, shown.code) == "code_expired"


def test_a_clock_that_steps_back_does_not_make_a_code_live_longer(hall: Hall) -> None:
    shown = begin(hall)
    hall.clock.tick(hours=-1)
    assert state(hall, shown).state == "expired"
    assert refusal(pair, hall, shown.code) == "code_expired"
    assert pair(hall, begin(hall).code)


def test_a_code_is_used_once(hall: Hall) -> None:
    shown = begin(hall)
    pair(hall, shown.code)
    assert refusal(pair, hall, shown.code) == "code_used"
    assert len(hall.sql("SELECT id FROM device")) == 1


def test_a_code_that_nobody_shows_is_wrong(hall: Hall) -> None:
    begin(hall)
    assert refusal(pair, hall, "A3FK9M") == "wrong_code"
    assert refusal(pair, hall, "12") == "wrong_code"


def test_ten_wrong_codes_close_the_way_for_ten_minutes_even_to_the_right_one(hall: Hall) -> None:
    shown = begin(hall)
    for _ in range(rules.FAILURES):
        assert refusal(pair, hall, "A3FK9M") == "wrong_code"
        remember_failure(hall)
    assert refusal(pair, hall, shown.code) == "too_many_tries"
    hall.clock.tick(minutes=10)
    assert pair(hall, begin(hall).code)


def test_a_machine_is_paired_as_what_it_is_and_where_it_stands(hall: Hall) -> None:
    shown = begin(hall, "tablet", office=OFFICE, counter=3)
    assert refusal(pair, hall, shown.code, role=Role.KIOSK) == "other_kind"
    elsewhere = begin(hall, "kiosk", office="elsewhere")
    assert refusal(pair, hall, elsewhere.code) == "other_kind"
    pair(hall, shown.code, role=Role.TABLET)
    (row,) = hall.sql("SELECT role, counter_number FROM device")
    assert tuple(row) == ("tablet", 3)


def test_a_machine_of_a_counter_needs_one_and_another_has_none(hall: Hall) -> None:
    shown = begin(hall, "counter")
    assert refusal(pair, hall, shown.code) == "counter_needed"
    assert refusal(pair, hall, shown.code, counter=99) == "unknown_counter"
    pair(hall, shown.code, counter=4)
    pair(hall, begin(hall, "kiosk").code, counter=4)
    kept = hall.sql("SELECT role, counter_number FROM device ORDER BY id")
    assert [tuple(row) for row in kept] == [("counter", 4), ("kiosk", None)]


@pytest.mark.parametrize("role", [Role.CLERK, Role.RECEPTIONIST, Role.PROVINCE])
def test_only_who_manages_devices_may_pair_them(hall: Hall, role: Role) -> None:
    assert refusal(pair, hall, begin(hall).code, by=admin(hall, "hoa", role)) == "not_allowed"


def test_a_supervisor_pairs_in_the_own_office_only(hall: Hall) -> None:
    stranger = Caller(Role.SUPERVISOR, 999_999, "staff:1", staff_id=1)
    assert refusal(pair, hall, begin(hall).code, by=stranger) == "not_allowed"


def test_one_address_shows_thirty_codes_at_once_and_others_are_let_be(hall: Hall) -> None:
    for _ in range(rules.OPEN_PER_ADDRESS):
        begin(hall)
    assert refusal(begin, hall) == "too_many_pairings"
    assert begin(hall, address="192.0.2.8").code
    hall.clock.tick(minutes=10)
    assert begin(hall).code


def test_pairing_and_revoking_are_told_and_audited(hall: Hall) -> None:
    device_id = pair(hall, begin(hall).code)
    revoke(hall, device_id)
    revoke(hall, device_id)
    told = [(event["kind"], event["device"]) for event in hall.events("device_paired", "device_revoked")]
    assert told == [("device_paired", "Màn hình 1"), ("device_revoked", "Màn hình 1")]
    kept = hall.sql("SELECT action FROM audit_entry WHERE action LIKE 'device.%' ORDER BY seq")
    assert [row.action for row in kept] == ["device.paired", "device.revoked"]


def test_another_offices_device_is_unknown_to_be_revoked(hall: Hall) -> None:
    assert refusal(revoke, hall, 4711) == "unknown_device"


# --- races -----------------------------------------------------------------------------------------


@pytest.fixture
def second(database_url: str) -> Iterator[Database]:
    """Another server on the same database."""
    other = Database(database_url, SystemClock())
    yield other
    other.close()


def test_of_two_administrators_with_one_code_one_pairs_the_machine(hall: Hall, second: Database) -> None:
    shown = begin(hall)
    second.clock = hall.clock
    who, start, told = admin(hall), threading.Barrier(2), []

    def type_it(database: Database, name: str) -> None:
        start.wait()
        try:
            database.write(lambda tx: pairing.pair(tx, who, OFFICE, Typed(shown.code, name), key=KEY))
            told.append("paired")
        except Refusal as error:
            told.append(error.code)

    hands = [
        threading.Thread(target=type_it, args=(d, str(n))) for n, d in enumerate((hall.database, second))
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(told) == ["code_used", "paired"]
    assert len(hall.sql("SELECT id FROM device")) == 1


def test_two_polls_at_once_get_the_same_token(hall: Hall, second: Database) -> None:
    shown = begin(hall)
    pair(hall, shown.code)
    second.clock = hall.clock
    found = []
    for database in (hall.database, second):
        with database.read() as tx:
            found.append(pairing.state(tx, shown.id, shown.secret).token)
    assert found[0] == found[1] is not None


def test_what_is_old_is_forgotten(hall: Hall) -> None:
    begin(hall)
    remember_failure(hall)
    hall.clock.tick(days=2, seconds=1)
    hall.database.write(lambda tx: pairings.forget(tx, tx.now - pairings.KEPT))
    with hall.database.read() as tx:
        assert tx.connection.execute(select(pairing_table.c.id)).all() == []
    assert hall.sql("SELECT id FROM pairing_failure") == []
