"""The bytes that put a picture on paper: start, raster rows, cut, and nothing else."""

from __future__ import annotations

import re

from escpos.constants import GS, HW_INIT
from escpos.image import EscposImage
from escpos.printer import Dummy
from PIL import Image

BAND = 256
"""Rows in one raster command; small enough for the buffers of cheap printers."""


OBEYED_INSIDE = re.compile(rb"\x10(?=[\x04\x05\x14])")
"""DLE EOT, DLE ENQ and DLE DC4 are obeyed at once, even in the middle of a picture (ESC/POS reference)."""
ONE_DOT_MORE = b"\x30"


def ticket_bytes(picture: Image.Image) -> bytes:
    """Everything a printer is sent for one ticket. Texts are dots by now, so none can be a command."""
    return bytes(HW_INIT) + b"".join(map(_band, _bands(picture))) + _cut()


def _bands(picture: Image.Image) -> list[Image.Image]:
    tops = range(0, picture.height, BAND)
    return [picture.crop((0, top, picture.width, min(top + BAND, picture.height))) for top in tops]


def _band(picture: Image.Image) -> bytes:
    """`GS v 0`: mode 0, width in bytes and height in rows as low and high byte, then the dots."""
    raster = EscposImage(picture)
    width_bytes: int = raster.width_bytes
    size = width_bytes.to_bytes(2, "little") + picture.height.to_bytes(2, "little")
    dots = OBEYED_INSIDE.sub(ONE_DOT_MORE, bytes(raster.to_raster_format()))
    return bytes(GS) + b"v0\x00" + size + dots


def _cut() -> bytes:
    printer = Dummy()
    printer.cut()
    return bytes(printer.output)
