"""Roles as permissions: who may do what, and whose accounts somebody may keep."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.errors import NotAllowed
from server.domain.people import (
    MANAGED,
    OF_EVERY_OFFICE,
    PERMISSIONS,
    STAFF_ROLES,
    Caller,
    Permission,
    Role,
    holders,
)

OF_ADMIN_ALONE = {
    *(Permission.CHANGE_SETUP, Permission.CHANGE_OFFICES, Permission.ANSWER_PERSONS),
    Permission.MAKE_ACCESS_KEYS,
}
ADMINISTERING = OF_ADMIN_ALONE | {
    *(Permission.CHANGE_EXCEPTIONS, Permission.PAUSE_SERVICES, Permission.CHANGE_COUNTERS),
    *(Permission.CHANGE_SKILLS, Permission.CHANGE_TEXTS, Permission.CHANGE_NOTICES),
    *(Permission.MANAGE_ACCOUNTS, Permission.MANAGE_DEVICES, Permission.READ_AUDIT),
}


def caller(role: Role) -> Caller:
    return Caller(role=role, office_id=1, credential="test")


def test_every_role_has_permissions_and_every_permission_somebody() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert all(holders(permission) for permission in Permission)


def test_the_set_up_as_a_whole_the_tree_and_persons_data_are_the_administrators_alone() -> None:
    for permission in OF_ADMIN_ALONE:
        assert holders(permission) == {Role.ADMIN}


def test_whoever_belongs_to_one_office_does_nothing_that_concerns_all_of_them() -> None:
    bound, free = caller(Role.ADMIN), replace(caller(Role.ADMIN), office_id=None)
    for permission in OF_EVERY_OFFICE:
        assert free.may(permission)
        assert not bound.may(permission)
    assert bound.may(Permission.CHANGE_SETUP)


def test_the_province_sees_the_administration_and_changes_nothing_there() -> None:
    assert caller(Role.PROVINCE).may(Permission.SEE_ADMINISTRATION)
    assert not PERMISSIONS[Role.PROVINCE] & ADMINISTERING


def test_a_supervisor_runs_the_office_in_all_but_what_is_the_administrators() -> None:
    assert PERMISSIONS[Role.SUPERVISOR] & ADMINISTERING == ADMINISTERING - OF_ADMIN_ALONE


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMIN, Role.SUPERVISOR, Role.PROVINCE}))
def test_nobody_else_sees_or_changes_what_an_office_is_set_up_to_be(role: Role) -> None:
    assert not PERMISSIONS[role] & (ADMINISTERING | {Permission.SEE_ADMINISTRATION})
    with pytest.raises(NotAllowed):
        caller(role).must_be_allowed(Permission.SEE_ADMINISTRATION)


def test_accounts_are_kept_by_those_above_them_and_nobody_is_raised_to_an_equal() -> None:
    assert set(MANAGED) == holders(Permission.MANAGE_ACCOUNTS)
    assert {role for role in Role if caller(Role.SUPERVISOR).may_manage(role)} == {
        Role.CLERK,
        Role.RECEPTIONIST,
    }
    assert {role for role in Role if caller(Role.ADMIN).may_manage(role)} == STAFF_ROLES
    assert not any(caller(Role.PROVINCE).may_manage(role) for role in Role)
