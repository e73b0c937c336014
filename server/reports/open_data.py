"""Open data as files: a CSV table and its description as a Frictionless Data Package.

https://specs.frictionlessdata.io/tabular-data-package/
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from typing import Any

from server.contract.messages.open_data import DataPackage, OpenData, OpenWaits
from server.reports import csv_file
from server.reports.files import File
from server.reports.table import Column, Kind, columns_of, definition_of, table_of

TABLE, PACKAGE = "waits.csv", "datapackage.json"
MEDIA_TYPE = csv_file.MEDIA_TYPE
_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_TYPES = {
    Kind.TEXT: "string",
    Kind.COUNT: "integer",
    Kind.NUMBER: "number",
    Kind.SECONDS: "number",
    Kind.SHARE: "number",
    Kind.YES_NO: "boolean",
    Kind.DATE: "date",
    Kind.MOMENT: "datetime",
}
_ALWAYS = ("office", "day", "service", "goal_s", "n_hidden", "not_served_hidden")
_COUNTS = ("n", "not_served", "mean_s", "median_s", "p90_s", "goal_s")


def open_table(found: OpenData) -> File:
    """The table, without the mark that only spreadsheets want."""
    content = csv_file.csv_file(table_of(OpenWaits, found.rows), mark=False)
    return File(TABLE, MEDIA_TYPE, content)


def data_package(table: File | None = None) -> DataPackage:
    """What the table is and what its columns mean; with its size and hash where it lies beside."""
    resource: dict[str, Any] = {
        "profile": "tabular-data-resource",
        "name": "waits",
        "path": TABLE,
        "title": "Thời gian chờ theo ngày, đơn vị và lĩnh vực",
        "title_en": "Waits by day, office and service",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "doubleQuote": True, "header": True},
        "schema": {
            "fields": [_field(column) for column in columns_of(OpenWaits)],
            "primaryKey": ["office", "day", "service"],
            "missingValues": [""],
        },
    }
    if table is not None:
        resource |= {
            "bytes": len(table.content),
            "hash": f"sha256:{hashlib.sha256(table.content).hexdigest()}",
        }
    return DataPackage(
        profile="tabular-data-package",
        name="dunghen-waits",
        title="Thời gian chờ của công dân tại Bộ phận Một cửa",
        title_en="Waiting times of citizens at one-stop offices",
        description=_ABOUT_VI,
        description_en=_ABOUT_EN,
        version=version("dunghen"),
        licenses=[_LICENCE],
        resources=[resource],
    )


_ABOUT_VI = (
    "Số liệu tổng hợp theo ngày, không chứa thông tin cá nhân. Thời gian chờ tính bằng giây, từ lúc lấy số "
    "hoặc báo có mặt đến lần gọi được đáp; người không được phục vụ không tính vào trung bình. Ô có quá ít "
    "người để trống, cùng với những ô mà nhờ chúng có thể tính ngược lại. Trung vị và mức 90 % lấy từ biểu "
    "đồ tần suất (sai số không quá 2,5 giây dưới một giờ)."
)
_ABOUT_EN = (
    "Daily aggregates without personal data. Waits are seconds, from issue or check-in to the call that was "
    "answered; whoever was not served is in no mean. Cells of too few people are empty, and so are those "
    "from which they could be computed. Median and 90th percentile come from histograms (to within 2.5 s "
    "below an hour)."
)


def _field(column: Column) -> dict[str, Any]:
    said = definition_of(column.name)
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "title": said.title["vi"],
        "title_en": said.title["en"],
        "description": said.about["vi"],
        "description_en": said.about["en"],
    }
    if column.kind is Kind.SECONDS:
        field["unit"] = "s"
    if column.kind is Kind.SHARE:
        field["unit"] = "1"
    if limits := _limits(column):
        field["constraints"] = limits
    return field


def _limits(column: Column) -> dict[str, Any]:
    limits: dict[str, Any] = {"required": True} if column.name in _ALWAYS else {}
    if column.name in _COUNTS:
        limits["minimum"] = 0
    if column.kind is Kind.SHARE:
        limits |= {"minimum": 0, "maximum": 1}
    return limits
