"""What the first draft of a new form begins as: five steps, two questions, and nothing decided."""

from __future__ import annotations

from server.actions.rating.answering import LEVELS
from server.contract.rating_form import QuestionEntry, RatingFormDocument, StepEntry

_QUESTIONS = (
    ("wait", "Thời gian chờ đến lượt", "How long you waited"),
    ("attitude", "Thái độ của cán bộ", "How you were treated"),
)


def sample(code: str) -> RatingFormDocument:
    """A form that can be asked as it is, to be changed at will."""
    return RatingFormDocument(
        code=code,
        names={"vi": "Phiếu đánh giá", "en": "Form of rating"},
        steps=[StepEntry(points=points, texts=LEVELS[points]) for points in (4, 3, 2, 1, 0)],
        questions=[QuestionEntry(code=name, texts={"vi": vi, "en": en}) for name, vi, en in _QUESTIONS],
    )
