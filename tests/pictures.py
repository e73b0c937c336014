"""Makes the small pictures of the README and the guides from those that the tests took of a real office."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

from tests.support.browser import SCREENSHOTS

TO = Path(__file__).resolve().parents[1] / "docs" / "pictures"
WIDTHS = {
    "kiosk": 540,
    "kiosk-number": 540,
    "ticket": 384,
    "phone": 360,
    "display": 1200,
    "counter": 1100,
    "booking-slot": 360,
    "booking-confirmed": 360,
    "kiosk-booked": 540,
    "reception": 1100,
    "hall": 1100,
    "report": 1000,
}
"""In pixels; the tests call them `picture-kiosk` and so on."""
COLOURS = 96


def main() -> int:
    """Exit status 1 when a picture has not been taken."""
    TO.mkdir(parents=True, exist_ok=True)
    for name, width in WIDTHS.items():
        taken = SCREENSHOTS / f"picture-{name}.png"
        if not taken.exists():
            sys.stderr.write(f"{taken} is missing: run the tests in tests/journeys/test_pictures.py\n")
            return 1
        shrink(taken, TO / f"{name}.png", width)
    return 0


def shrink(taken: Path, kept: Path, width: int) -> None:
    """A picture of that width and of few colours, which keeps the repository small."""
    with Image.open(taken) as picture:
        height = round(picture.height * width / picture.width)
        small = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(kept, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
