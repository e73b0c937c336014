"""Sessions last as long as the settings say, and old hashes of passwords are made as strong as today's."""

from __future__ import annotations

from pathlib import Path

from argon2 import PasswordHasher

from tests.server.web.accounts.browser import Visitor
from tests.server.web.house import House
from tests.support.clocks import StoppedClock
from tests.support.offices import STAFF_PASSWORD


def test_both_ends_of_a_session_are_settings(tmp_path: Path, clock: StoppedClock) -> None:
    house = House(f"sqlite:///{tmp_path / 'office.db'}", clock, session_idle_min=10, session_hours=1)
    visitor = Visitor(house.app)
    visitor.sign_in("hoa")
    for _ in range(6):
        clock.tick(minutes=9)
        assert visitor.is_in()
    clock.tick(minutes=6)
    assert not visitor.is_in()
    visitor.sign_in("hoa")
    clock.tick(minutes=10)
    assert not visitor.is_in()
    house.hall.database.close()


def test_a_weaker_hash_is_renewed_when_its_password_is_shown(tmp_path: Path, clock: StoppedClock) -> None:
    house = House(f"sqlite:///{tmp_path / 'office.db'}", clock)
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(STAFF_PASSWORD)
    house.hall.sql("UPDATE staff SET password_hash = :weak WHERE username = 'hoa'", weak=weak)
    assert Visitor(house.app).sign_in("hoa", "wrong").status_code == 401
    assert house.hall.sql("SELECT password_hash FROM staff WHERE username = 'hoa'")[0].password_hash == weak
    assert Visitor(house.app).sign_in("hoa").status_code == 303
    kept = house.hall.sql("SELECT password_hash FROM staff WHERE username = 'hoa'")[0].password_hash
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert Visitor(house.app).sign_in("hoa").status_code == 303
    house.hall.database.close()
