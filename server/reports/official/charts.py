"""Charts of an official report, drawn as vectors in shades that survive a copier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.graphics.shapes import Drawing, Line, Rect, String
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from server.reports.official.style import FONT, GREY, INK, RULE, WIDTH
from server.reports.official.words import decimal, goal

WITHIN, ABOVE_GOAL = HexColor("#6F8FB5"), HexColor("#1F2F46")
"""Bars within the goal are light, those above it dark."""
HEIGHT = 44 * mm
_LEFT, _RIGHT, _BELOW, _ABOVE = 9 * mm, 2 * mm, 7 * mm, 8 * mm
_VALUES_UP_TO = 16
_LABELS_UP_TO = 16
_SIZE = 9


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what stands below it, and its minutes; None where there is nothing to show."""

    label: str
    minutes: float | None


def bars(found: Sequence[Bar], goal_s: float) -> Drawing:
    """Mean waits in minutes beside each other, with the line of the goal."""
    goal_min = goal_s / 60
    highest = max([goal_min, *(bar.minutes for bar in found if bar.minutes is not None)])
    step = _step(highest)
    top = step * (int(highest / step) + 1)
    drawing = Drawing(WIDTH, HEIGHT)
    scale = (HEIGHT - _BELOW - _ABOVE) / top
    _grid(drawing, top=top, step=step, scale=scale)
    _goal(drawing, goal_s, scale)
    _draw(drawing, found, goal_min=goal_min, scale=scale)
    return drawing


def _step(highest: float) -> float:
    """Of the grid: a round number of minutes that gives four to eight lines."""
    return next((step for step in (1, 2, 5, 10, 15, 30, 60, 120, 240) if highest / step <= 7), 480)


def _grid(drawing: Drawing, *, top: float, step: float, scale: float) -> None:
    for line in range(int(top / step) + 1):
        y = _BELOW + line * step * scale
        ground = line == 0
        drawing.add(
            Line(
                _LEFT, y, WIDTH - _RIGHT, y,
                strokeColor=INK if ground else RULE, strokeWidth=0.8 if ground else 0.25,
            )
        )  # fmt: skip
        drawing.add(_string(_LEFT - 3, y - 3, f"{line * step:g}", anchor="end"))
    drawing.add(_string(0, HEIGHT - _SIZE + 2, "phút", anchor="start", colour=GREY))


def _draw(drawing: Drawing, found: Sequence[Bar], *, goal_min: float, scale: float) -> None:
    if not found:
        return
    room = (WIDTH - _LEFT - _RIGHT) / len(found)
    width = min(room * 0.66, 14 * mm)
    every = -(-len(found) // _LABELS_UP_TO)
    for place, bar in enumerate(found):
        middle = _LEFT + room * (place + 0.5)
        if place % every == 0:
            drawing.add(_string(middle, _BELOW - _SIZE - 2, bar.label))
        if bar.minutes is None:
            continue
        height = bar.minutes * scale
        shade = WITHIN if bar.minutes <= goal_min else ABOVE_GOAL
        drawing.add(
            Rect(middle - width / 2, _BELOW, width, height, fillColor=shade, strokeColor=None, strokeWidth=0)
        )
        if len(found) <= _VALUES_UP_TO:
            _tell(drawing, middle, _BELOW + height + 2, decimal(bar.minutes))


def _tell(drawing: Drawing, x: float, y: float, value: str) -> None:
    """A value on paper of its own, so that no line goes through it."""
    width = stringWidth(value, FONT, _SIZE) + 2
    drawing.add(Rect(x - width / 2, y - 1, width, _SIZE - 1, fillColor=white, strokeColor=None))
    drawing.add(_string(x, y, value))


def _goal(drawing: Drawing, goal_s: float, scale: float) -> None:
    """The line of the goal, told above the chart where no bar hides it."""
    y, above = _BELOW + goal_s / 60 * scale, HEIGHT - _SIZE + 5
    told, right = f"mục tiêu {goal(goal_s)} phút", WIDTH - _RIGHT
    drawing.add(_string(right, above - 3, told, anchor="end"))
    begin = right - stringWidth(told, FONT, _SIZE) - 4
    for ends in ((_LEFT, y, right, y), (begin - 9 * mm, above, begin, above)):
        drawing.add(Line(*ends, strokeColor=INK, strokeWidth=0.9, strokeDashArray=[4, 2]))


def _string(x: float, y: float, text: str, *, anchor: str = "middle", colour: Color = INK) -> String:
    return String(x, y, text, textAnchor=anchor, fontName=FONT, fontSize=_SIZE, fillColor=colour)
