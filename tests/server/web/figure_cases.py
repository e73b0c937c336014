"""How figures and open data are refused."""

from __future__ import annotations

from datetime import date

from werkzeug.test import TestResponse

from server.storage import day_figures
from tests.server.web.cases import case
from tests.server.web.house import House
from tests.server.web.province import OFFICER, make_province
from tests.support.month import tickets, write

_DAY = date(2026, 10, 1)
_MANY = """
INSERT INTO ticket_fact ({columns}) SELECT {columns} FROM (
  SELECT {values} FROM ticket_fact
  CROSS JOIN (
    WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < 50000)
    SELECT i FROM numbers
  ) AS counted
) AS many
"""


def many_tickets(house: House) -> None:
    """One ticket more than single tickets are looked at."""
    (row,) = write(house.hall.database, "ttpvhcc", list(tickets(_DAY, 1)))
    columns = [name for name in row if name != "ticket_id"]
    values = ["issued_at + i AS issued_at" if name == "issued_at" else name for name in columns]
    house.hall.sql(_MANY.format(columns=", ".join(columns), values=", ".join(values)))
    house.hall.database.write(lambda tx: day_figures.rebuild_day(tx, house.hall.office().id, _DAY))


for _ending in ("", ".csv", ".xlsx"):

    @case(f"show_waits{_ending.replace('.', '_')}", "too_many_tickets", 422)
    def _(house: House, ending: str = _ending) -> TestResponse:
        many_tickets(house)
        asked = "from=2026-10-01&to=2026-10-31&by=clerk&service=land"
        for service in ("land", "civil_status", "business", "construction"):
            answer = house.ask(
                "GET",
                f"/api/v1/figures/waits{ending}?{asked.replace('land', service)}",
                token=house.token("supervisor"),
            )
            if answer.status_code != 200:
                break
        return answer

    @case(f"show_waits{_ending.replace('.', '_')}", "one_office", 422)
    def _(house: House, ending: str = _ending) -> TestResponse:
        make_province(house).sign_in(OFFICER)
        return house.ask("GET", f"/api/v1/figures/waits{ending}?from=2026-10-01&to=2026-10-31&by=counter")


@case("show_open_data", "open_data_busy", 503)
def _(house: House) -> TestResponse:
    """Who asks again at once for something else comes too early."""
    asked = "/api/v1/open-data/waits.csv?from=2026-10-{day:02d}&to=2026-10-{day:02d}"
    for day in range(1, 31):
        answer = house.ask("GET", asked.format(day=day))
        if answer.status_code != 200:
            break
    return answer
