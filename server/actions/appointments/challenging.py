"""Strangers who hold slots: who may at once, who solves a puzzle first, and who has to wait."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import json
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import altcha
from sqlalchemy import bindparam, delete, func, insert, null, or_, select, update

from server.actions.appointments import crowding
from server.actions.appointments.crowding import NETWORK_LETTERS
from server.contract.messages import Challenge
from server.domain import abuse
from server.domain.abuse import AddressLimits, Footprint
from server.domain.appointments import AppointmentState
from server.domain.errors import ChallengeRequired
from server.domain.office import Office
from server.storage.happenings import Transaction
from server.storage.tables import appointment, spent_challenge

LASTS = timedelta(minutes=20)
"""How long a puzzle may be handed in; slow phones and slow people have time."""
_ALGORITHM = "SHA-256"
_KEY_LETTERS = 64


@dataclass(frozen=True, slots=True)
class Visitor:
    """A stranger who books: the network address, the server's secret, and what an address may have."""

    address: str
    secret: str
    limits: AddressLimits = field(default_factory=AddressLimits)


def address_key(visitor: Visitor) -> str:
    """Keyed hashes of the visitor's network and address, as `appointment.address_key` keeps them.

    The first `NETWORK_LETTERS` are of the network, so that everything of one network is found by how its
    keys begin. An IPv6 line is given at least a /64 (RFC 6177), so its lower half says nothing of who it
    is, and a customer may be given a /48; of IPv4 an address is a network of its own.
    """
    network = _keyed(visitor, "booking network", _network(visitor.address, 48))[:NETWORK_LETTERS]
    return (network + _keyed(visitor, "booking address", _network(visitor.address, 64)))[:_KEY_LETTERS]


def let_pass(tx: Transaction, office: Office, visitor: Visitor, *, solution: str | None) -> None:
    """Let a stranger hold one slot more, or say what has to happen first.

    Raises `ChallengeRequired` with the fact `challenge` while no good solution is shown, and
    `LimitReached` with the facts `limit` and `again_at`. Where strangers hold too much already, the hold that
    is let in takes the place of an older one. A solution counts once, from the address it
    was made for, and only while it is as hard as is needed now.
    """
    key = address_key(visitor)
    _one_at_a_time(tx, key)
    crowd = crowding.crowd_at(tx, office)
    work = abuse.work_needed(_footprint(tx, key), visitor.limits, crowd)
    if work > 0:
        spent = _solved(tx, visitor, solution, work=work)
        if spent is None:
            raise ChallengeRequired(challenge=_made(tx, visitor, work))
        tx.connection.execute(_SPEND, {"id": spent, "at": tx.now})
    if abuse.holds_give_way(crowd):
        crowding.make_room(tx, office)


def challenge(tx: Transaction, visitor: Visitor) -> Challenge:
    """The puzzle that this visitor's next hold may need; raises `LimitReached`."""
    work = abuse.work_needed(_footprint(tx, address_key(visitor)), visitor.limits)
    return _made(tx, visitor, max(work, abuse.LEAST_WORK))


def forget_visitors(tx: Transaction) -> int:
    """Delete what the bounds need no more: old address keys and old solutions; how many went."""
    forgotten = tx.connection.execute(_FORGET_ADDRESSES, {"before": tx.now - abuse.A_DAY})
    return forgotten.rowcount + tx.connection.execute(_FORGET_SPENT, {"before": tx.now - LASTS}).rowcount


# --- puzzles -----------------------------------------------------------------------------------------


def _made(tx: Transaction, visitor: Visitor, work: int) -> Challenge:
    """A puzzle whose answer lies anywhere below `work`, so that its longest time is known too."""
    until = int((tx.now + LASTS).timestamp())
    made = altcha.create_challenge(
        _ALGORITHM,
        1,
        counter=secrets.randbelow(work),
        data={"below": work, "until": until, "for": address_key(visitor)},
        hmac_secret=_secret(visitor),
    )
    return Challenge(parameters=made.parameters.to_dict(), signature=made.signature or "")


def _solved(tx: Transaction, visitor: Visitor, solution: str | None, *, work: int) -> str | None:
    """The id of the puzzle that `solution` solves; None when it is wrong, old, spent, easy or another's."""
    if not solution or not altcha.verify_solution(solution, _secret(visitor)).verified:
        return None
    puzzle = json.loads(base64.b64decode(solution))["challenge"]
    about = puzzle["parameters"]["data"]
    fits = about["below"] >= work and about["for"] == address_key(visitor)
    if not fits or about["until"] < tx.now.timestamp():
        return None
    spent = tx.connection.execute(_SPENT, {"id": puzzle["signature"]}).first()
    return None if spent else str(puzzle["signature"])


def _secret(visitor: Visitor) -> str:
    return _keyed(visitor, "booking challenge", "")


def _keyed(visitor: Visitor, purpose: str, text: str) -> str:
    said = f"{purpose}\n{text}".encode()
    return hmac.new(visitor.secret.encode(), said, hashlib.sha256).hexdigest()[:_KEY_LETTERS]


def _network(address: str, length: int) -> str:
    """IPv4: the address. IPv6: the network of this length around it; IPv4 written as IPv6 is IPv4. What is
    no address is itself."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, length), strict=False))


# --- what an address has done --------------------------------------------------------------------------


def _one_at_a_time(tx: Transaction, key: str) -> None:
    """Two holds of one network would each not see the other; SQLite has one writer anyway."""
    if tx.connection.dialect.name == "postgresql":
        tx.connection.execute(_LOCK, {"key": key[:NETWORK_LETTERS]})


def _footprint(tx: Transaction, key: str) -> Footprint:
    """What stands in the appointments of this address and of its network."""
    network = key[:NETWORK_LETTERS]
    moments = {"now": tx.now, "lately": tx.now - abuse.LATELY, "day": tx.now - abuse.A_DAY}
    # Keys are hexadecimal, so every one that begins with `network` lies below it with a letter after f.
    found: Any = tx.connection.execute(
        _FOOTPRINT, {"key": key, "from": network, "below": f"{network}g", **moments}
    ).one()
    return Footprint(**found._mapping)


_held = (appointment.c.state == AppointmentState.HELD.value) & (
    appointment.c.expires_at > bindparam("now", type_=appointment.c.expires_at.type)
)
_lately = appointment.c.made_at > bindparam("lately", type_=appointment.c.made_at.type)
_daily = or_(_held, appointment.c.booked_at.is_not(None))
_LOCK = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("key"), 1)))
_own = appointment.c.address_key == bindparam("key")
_FOOTPRINT = select(
    func.count().filter(_own, _lately).label("lately"),
    func.count().filter(_own, _held).label("live"),
    func.count().filter(_own, _daily).label("daily"),
    func.count().filter(_lately).label("wide_lately"),
    func.count().filter(_held).label("wide_live"),
    func.count().filter(_daily).label("wide_daily"),
    func.min(appointment.c.made_at).filter(_own, _lately).label("first_lately"),
    func.min(appointment.c.expires_at).filter(_own, _held).label("first_expiry"),
    func.min(appointment.c.made_at).filter(_own, _daily).label("first_daily"),
).where(
    appointment.c.address_key >= bindparam("from"),
    appointment.c.address_key < bindparam("below"),
    appointment.c.made_at > bindparam("day", type_=appointment.c.made_at.type),
)
_SPENT = select(spent_challenge.c.id).where(spent_challenge.c.id == bindparam("id"))
_SPEND = insert(spent_challenge)
_FORGET_SPENT = delete(spent_challenge).where(spent_challenge.c.at < bindparam("before"))
_FORGET_ADDRESSES = (
    update(appointment)
    .where(appointment.c.address_key.is_not(None), appointment.c.made_at < bindparam("before"))
    .values(address_key=null())
)
