"""The password of everybody in the demo. It is printed in the README, and the rules of passwords refuse it:
the demo, and nothing else, sets it past them."""

from __future__ import annotations

from server.actions.house import accounts, setting_up, signing_in
from server.contract.setup_file import AccountSetUp, SetUp
from server.storage.happenings import Transaction

PASSWORD = "dunghen-demo"  # noqa: S105 - known to everybody  # nosec B105


def furnish(tx: Transaction, setup: SetUp) -> None:
    """Make the office what the set-up says; whoever has a password in it gets the public one."""
    bare = [one.model_copy(update={"password": None}) for one in setup.staff or ()]
    setting_up.apply(tx, setup.model_copy(update={"staff": bare}))
    for one in setup.staff or ():
        if one.password is not None:
            signing_in.set_password(tx, one.username, PASSWORD)


def admit(tx: Transaction, office_code: str | None, wish: AccountSetUp) -> None:
    """An account with the public password. Raises `UnknownOffice`, `AccountExists`."""
    accounts.create(tx, office_code, wish.model_copy(update={"password": None}))
    signing_in.set_password(tx, wish.username, PASSWORD)
