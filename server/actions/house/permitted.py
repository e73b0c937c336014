"""What somebody must be allowed to change an office's set-up in a certain way: it depends on the difference
alone, and not on the page or the file that it came by."""

from __future__ import annotations

from collections.abc import Iterable

from server.domain.people import Caller, Permission
from server.setup_file.comparing import Change

_BY_SECTION = {
    "exceptions": Permission.CHANGE_EXCEPTIONS,
    "counters": Permission.CHANGE_COUNTERS,
    "texts": Permission.CHANGE_TEXTS,
}
_BY_FIELD = {
    "services": {
        "paused_reason": Permission.PAUSE_SERVICES,
        "paused_until": Permission.PAUSE_SERVICES,
    },
    "staff": {"services": Permission.CHANGE_SKILLS},
    "office": {
        **dict.fromkeys(("house_text", "hotline", "address"), Permission.CHANGE_TEXTS),
        **dict.fromkeys(
            ("parent", "successor", "valid_from", "valid_to", "level"), Permission.CHANGE_OFFICES
        ),
    },
}


def needed(change: Change) -> frozenset[Permission]:
    """The permissions that one change needs."""
    if change.section in _BY_SECTION:
        return frozenset({_BY_SECTION[change.section]})
    by_field = _BY_FIELD.get(change.section, {})
    if change.kind != "changed" or not by_field:
        return frozenset({Permission.CHANGE_SETUP})
    return frozenset(by_field.get(field.name, Permission.CHANGE_SETUP) for field in change.fields)


def must_be_permitted(caller: Caller, changes: Iterable[Change], *, new: bool) -> None:
    """Raises `NotAllowed` unless the caller may make all of these changes; `new`: of an office to be made."""
    wanted = {permission for change in changes for permission in needed(change)}
    if new:
        wanted.add(Permission.CHANGE_OFFICES)
    for permission in sorted(wanted):
        caller.must_be_allowed(permission)
