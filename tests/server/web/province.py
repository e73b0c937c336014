"""A province in the house: the demo office, a commune beside it, and somebody who compares them."""

from __future__ import annotations

from server.actions.house import setting_up
from server.contract.setup_file import AccountSetUp
from server.demo import public_password
from server.demo.office import demo_office
from server.storage.database import Database
from tests.server.web.house import House
from tests.support.servers import STAFF_PASSWORD

COMMUNE = "xa-an-nhon"
OFFICER = "tinh"


def make_province(house: House) -> House:
    """The house with a second office, and the account `tinh` of the province."""
    whole = demo_office()
    about = {"code": COMMUNE, "level": "commune", "names": {"vi": "Xã An Nhơn", "en": "An Nhon"}}
    commune = whole.model_copy(update={"office": whole.office.model_copy(update=about), "staff": None})
    house.app.database.write(lambda tx: setting_up.apply(tx, commune))
    employ_officer(house.app.database)
    return house


def employ_officer(database: Database, name: str = "Tỉnh") -> None:
    """The account of somebody of the province."""
    wish = AccountSetUp(username=OFFICER, name=name, role="province", password=STAFF_PASSWORD)
    database.write(lambda tx: public_password.admit(tx, None, wish))
