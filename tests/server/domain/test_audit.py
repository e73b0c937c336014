"""The chain of the audit, as a calculation: whatever anybody does to what was written is found."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from server.domain.audit import Entry, Head, Link, Note, broken, lost

GENESIS = "0" * 64
quick = settings(max_examples=60)
Chain = list[Entry]

texts = st.text(max_size=8)
numbers = st.none() | st.integers(0, 3)
notes = st.builds(
    Note,
    actor=texts,
    role=texts,
    staff_id=numbers,
    device_id=numbers,
    action=texts,
    object=texts,
    office_id=numbers,
    old=st.none() | texts,
    new=st.none() | texts,
)
moments = st.integers(0, 10**13).map(lambda us: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=us))
written = st.lists(st.tuples(moments, notes), min_size=1, max_size=6)


def chained(said: list[tuple[datetime, Note]], *, after: Chain | None = None) -> Chain:
    """What was said, as it is written: each entry after the one before."""
    chain = list(after or [])
    for at, note in said:
        link = Link(len(chain) + 1, at, note, chain[-1].hash if chain else GENESIS)
        chain.append(Entry(link, link.hash()))
    return chain


def head_of(chain: Chain) -> Head:
    return Head(GENESIS, len(chain), chain[-1].hash if chain else GENESIS)


def any_of(chain: Chain) -> st.SearchStrategy[int]:
    return st.integers(0, len(chain) - 1)


def edited(data: st.DataObject, entry: Entry) -> Entry:
    """An entry of which one field is another, with the hash as it stands or one that fits."""
    link = entry.link
    name = data.draw(st.sampled_from(["seq", "at", "previous", "hash", *(one.name for one in fields(Note))]))
    if name == "hash":
        return replace(entry, hash=data.draw(texts))
    if name in ("seq", "at", "previous"):
        other: st.SearchStrategy[Any] = {
            "seq": st.integers(0, 9),
            "at": moments,
            "previous": texts | st.just(entry.hash),
        }[name]
        changed: dict[str, Any] = {name: data.draw(other)}
        link = replace(link, **changed)
    else:
        link = replace(link, note=replace(link.note, **{name: getattr(data.draw(notes), name)}))
    return Entry(link, link.hash() if data.draw(st.booleans()) else entry.hash)


@quick
@given(written)
def test_a_chain_as_it_was_written_is_whole(said: list[tuple[datetime, Note]]) -> None:
    chain = chained(said)
    assert broken(chain, head_of(chain)) is None
    for length in range(len(chain) + 1):
        kept = head_of(chain[:length])
        assert lost(kept, GENESIS, kept.hash) is None


@quick
@given(written, st.data())
def test_an_entry_that_was_edited_is_found(said: list[tuple[datetime, Note]], data: st.DataObject) -> None:
    chain = chained(said)
    place = data.draw(any_of(chain))
    other = [*chain[:place], edited(data, chain[place]), *chain[place + 1 :]]
    assume(other != chain)
    assert broken(other, head_of(chain)) is not None


@quick
@given(written, st.data())
def test_an_entry_that_was_taken_out_is_found(said: list[tuple[datetime, Note]], data: st.DataObject) -> None:
    """At the end, too, and with those after it numbered anew."""
    chain = chained(said)
    first = data.draw(any_of(chain))
    after = data.draw(st.integers(first + 1, len(chain)))
    rest = chain[after:]
    if data.draw(st.booleans()):
        rest = [
            replace(entry, link=replace(entry.link, seq=seq))
            for seq, entry in enumerate(rest, start=first + 1)
        ]
    assert broken(chain[:first] + rest, head_of(chain)) is not None


@quick
@given(written, st.data())
def test_entries_in_another_order_are_found(said: list[tuple[datetime, Note]], data: st.DataObject) -> None:
    chain = chained(said)
    other = data.draw(st.permutations(chain))
    assume(other != chain)
    assert broken(other, head_of(chain)) is not None


@quick
@given(written, st.data())
def test_an_entry_that_was_put_in_is_found(said: list[tuple[datetime, Note]], data: st.DataObject) -> None:
    """One of its own, which follows what stands before it, or one that is there already."""
    chain = chained(said)
    place = data.draw(st.integers(0, len(chain)))
    forged = chained([data.draw(st.tuples(moments, notes))], after=chain[:place])[-1]
    more = data.draw(st.sampled_from([forged, *chain]))
    assert broken([*chain[:place], more, *chain[place:]], head_of(chain)) is not None


@quick
@given(written, written, st.data())
def test_a_chain_made_anew_is_found_by_a_head_that_was_kept(
    said: list[tuple[datetime, Note]], others: list[tuple[datetime, Note]], data: st.DataObject
) -> None:
    """Whoever makes all hashes anew, the head too, has a chain that is whole; only what was kept elsewhere
    shows it, and nothing but that which the two chains share."""
    chain = chained(said)
    same = data.draw(any_of(chain))
    anew = chained(others, after=chain[:same])
    assume(anew[same] != chain[same])
    assert broken(anew, head_of(anew)) is None
    for length in range(len(chain) + 1):
        stands = anew[length - 1].hash if 0 < length <= len(anew) else None
        found = lost(head_of(chain[:length]), GENESIS, stands)
        assert (found is None) is (length <= same)


@quick
@given(written)
def test_a_chain_begun_anew_is_found_by_any_head_that_was_kept(said: list[tuple[datetime, Note]]) -> None:
    for length in range(len(said) + 1):
        kept = head_of(chained(said)[:length])
        assert lost(kept, "1" * 64, kept.hash) is not None
