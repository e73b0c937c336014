"""What can be reached from an administration page: append a `Way` for every page that stands in the menu."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.people import Caller, Permission


@dataclass(frozen=True, slots=True)
class Way:
    """A page of the menu; `path` holds `{office}` where it is about one office."""

    key: str
    path: str
    needs: Permission
    vi: str
    en: str

    @property
    def of_office(self) -> bool:
        return "{office}" in self.path


WAYS: tuple[Way, ...] = (
    Way("offices", "/admin", Permission.SEE_ADMINISTRATION, "Các bộ phận", "Offices"),
    Way(
        "province_staff", "/admin/staff", Permission.CHANGE_OFFICES, "Tài khoản cấp tỉnh", "Province accounts"
    ),
    Way("audit", "/admin/audit", Permission.CHANGE_OFFICES, "Nhật ký kiểm toán", "Audit"),
    Way("persons", "/admin/persons", Permission.ANSWER_PERSONS, "Yêu cầu của công dân", "Persons' requests"),
    Way("account", "/account", Permission.SEE_ADMINISTRATION, "Tài khoản của tôi", "My account"),
    Way("tree", "/admin/tree", Permission.READ_PROVINCE, "Cây tổ chức", "Tree of offices"),
    Way("rating_forms", "/rating-forms", Permission.DESIGN_RATING_FORMS, "Phiếu đánh giá", "Rating forms"),
    Way("setup", "/admin/{office}", Permission.SEE_ADMINISTRATION, "Thiết lập", "Set-up"),
    Way("history", "/admin/{office}/history", Permission.SEE_ADMINISTRATION, "Lịch sử thay đổi", "History"),
    Way("files", "/admin/{office}/files", Permission.CHANGE_SETUP, "Tệp thiết lập", "Set-up files"),
    Way("check", "/admin/{office}/check", Permission.SEE_ADMINISTRATION, "Còn thiếu gì", "What is missing"),
    Way("skills", "/admin/{office}/skills", Permission.CHANGE_SKILLS, "Phân công", "Who may serve what"),
    Way("office_audit", "/admin/{office}/audit", Permission.READ_AUDIT, "Ai đã làm gì", "Who did what"),
    Way("notices", "/admin/{office}/notices", Permission.CHANGE_NOTICES, "Thông báo", "Notices"),
    Way("staff", "/admin/{office}/staff", Permission.MANAGE_ACCOUNTS, "Tài khoản", "Accounts"),
    Way("devices", "/admin/{office}/devices", Permission.MANAGE_DEVICES, "Thiết bị", "Devices"),
    Way(
        "pauses", "/admin/{office}/pauses", Permission.PAUSE_SERVICES, "Tạm ngừng lĩnh vực", "Close a service"
    ),
    Way(
        "integrations",
        "/integrations/{office}",
        Permission.MANAGE_WEBHOOKS,
        "Kết nối phần mềm",
        "Integrations",
    ),
    Way("hall", "/hall/{office}", Permission.WATCH_HALL, "Theo dõi sảnh", "Watch the hall"),
)


def ways_of(caller: Caller, office: str | None) -> list[tuple[Way, str]]:
    """The pages that this visitor may reach, each with its path."""
    return [
        (way, way.path.format(office=office))
        for way in WAYS
        if caller.may(way.needs) and (office is not None or not way.of_office)
    ]
