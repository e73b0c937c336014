"""Satisfaction: what citizens are asked after a visit, and what their answers come to.

Points are whole millionths, so that sums are exact and do not depend on the order of adding. The score of
many answers is Σ points ÷ Σ most points, never a mean of means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from server.domain.rating_errors import RatingFormInvalid, RatingInvalid

POINT = 1_000_000
"""Millionths in one point."""
LEVELS = 5
"""Of the overall question: 1 very dissatisfied to 5 very satisfied."""
SATISFIED_FROM = 4
"""`hài lòng` and `rất hài lòng` are satisfied."""
MOST_QUESTIONS = 30
MOST_STEPS = 10
MOST_CLASSES = 10
LONGEST_REMARK = 500

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One answer that can be chosen; `points` in millionths, before the weight of its question."""

    points: int
    texts: Names


@dataclass(frozen=True, slots=True)
class Question:
    """A question with steps to choose from; `weight` in thousandths."""

    code: str
    texts: Names
    steps: tuple[Step, ...]
    weight: int = 1000

    def points(self, step: int) -> int:
        """What a step (from 0) is worth, weighted, in millionths: whole, as steps have thousandths."""
        return self.steps[step].points * self.weight // 1000

    @property
    def most(self) -> int:
        """The most that an answer can get."""
        return max(self.points(step) for step in range(len(self.steps)))


@dataclass(frozen=True, slots=True)
class RatingClass:
    """A class that needs `least` of the form's most points (millionths), or the same share of others."""

    code: str
    names: Names
    least: int


@dataclass(frozen=True)
class RatingForm:
    """One version of a form. `overall_points` are those of the five levels from 1 to 5; empty: the overall
    question is told apart and is in no score. `remark` empty: none is asked for."""

    code: str
    version: int
    names: Names
    overall: Names
    overall_points: tuple[int, ...] = ()
    intro: Names = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    classes: tuple[RatingClass, ...] = ()
    remark: Names = field(default_factory=dict)

    @property
    def most(self) -> int:
        """The points of somebody who answers everything at its best."""
        return sum(question.most for question in self.questions) + max(self.overall_points, default=0)

    def class_of(self, points: int, most: int) -> RatingClass | None:
        """The class of `points` out of `most`, by its share; None without points, or below all classes."""
        if most <= 0:
            return None
        fit = (one for one in self.classes if points * self.most >= one.least * most)
        return next(fit, None)


@dataclass(frozen=True, slots=True)
class Rating:
    """What one citizen answered: the level from 1 to 5, and the chosen step (from 0) of each question
    that was answered; questions may be passed over."""

    overall: int
    steps: Mapping[str, int] = field(default_factory=dict)
    remark: str = ""

    @property
    def satisfied(self) -> bool:
        return self.overall >= SATISFIED_FROM


@dataclass(frozen=True, slots=True)
class Pool:
    """Ratings added up. `levels` is the sum of the overall levels; points are millionths."""

    n: int = 0
    levels: int = 0
    satisfied: int = 0
    points: int = 0
    most: int = 0

    def __add__(self, other: Pool) -> Pool:
        return Pool(
            self.n + other.n,
            self.levels + other.levels,
            self.satisfied + other.satisfied,
            self.points + other.points,
            self.most + other.most,
        )

    @property
    def mean_level(self) -> float | None:
        return self.levels / self.n if self.n else None

    @property
    def share_satisfied(self) -> float | None:
        return self.satisfied / self.n if self.n else None

    @property
    def score(self) -> float | None:
        """Σ points ÷ Σ most points; None when nobody answered a question that has points."""
        return self.points / self.most if self.most else None


def pooled(pools: Iterable[Pool]) -> Pool:
    """The sum of pools; of none, the empty one."""
    return sum(pools, Pool())


def scored(form: RatingForm, rating: Rating) -> Pool:
    """One rating in points. A question that was passed over counts neither points nor most points.

    Raises `RatingInvalid` with `why`: `unknown_level`, `unknown_question`, `unknown_step`, `no_remark`,
    `remark_too_long`.
    """
    _must_answer(form, rating)
    points = sum(question.points(rating.steps[question.code]) for question in _answered(form, rating))
    most = sum(question.most for question in _answered(form, rating))
    if form.overall_points:
        points += form.overall_points[rating.overall - 1]
        most += max(form.overall_points)
    return Pool(1, rating.overall, int(rating.satisfied), points, most)


def _answered(form: RatingForm, rating: Rating) -> list[Question]:
    return [question for question in form.questions if question.code in rating.steps]


def _must_answer(form: RatingForm, rating: Rating) -> None:
    if not 1 <= rating.overall <= LEVELS:
        raise RatingInvalid("unknown_level")
    if rating.remark and not form.remark:
        raise RatingInvalid("no_remark")
    if len(rating.remark) > LONGEST_REMARK:
        raise RatingInvalid("remark_too_long")
    steps = {question.code: len(question.steps) for question in form.questions}
    for code, step in rating.steps.items():
        if code not in steps:
            raise RatingInvalid("unknown_question", code)
        if not 0 <= step < steps[code]:
            raise RatingInvalid("unknown_step", code)


def percent(part: int, whole: int) -> Decimal:
    """`part` of `whole` in percent with two decimals, halves up, as reports round: 32.39 of 40 is 80.98.

    >>> percent(32_390_000, 40_000_000)
    Decimal('80.98')
    """
    share = Decimal(part) * 100 / Decimal(whole)
    return share.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def must_be_askable(form: RatingForm) -> None:
    """Raises `RatingFormInvalid` for a form that nobody could be asked with, or scored by; `where` is the
    code of the question or class. `why`: `too_many_questions`, `repeated_question`, `too_few_steps`,
    `too_many_steps`, `same_points`, `wrong_overall_points`, `no_points`, `too_many_classes`,
    `repeated_class`, `class_out_of_reach`, `classes_out_of_order`."""
    _must_have_questions(form)
    for question in form.questions:
        _must_have_steps(question)
    levels = form.overall_points
    if levels and (len(levels) != LEVELS or sorted(levels) != list(levels) or levels[0] == levels[-1]):
        raise RatingFormInvalid("wrong_overall_points", "overall")
    if form.most <= 0:
        raise RatingFormInvalid("no_points")
    _must_have_classes(form)


def _must_have_questions(form: RatingForm) -> None:
    if len(form.questions) > MOST_QUESTIONS:
        raise RatingFormInvalid("too_many_questions", most=MOST_QUESTIONS)
    if twice := _repeated(question.code for question in form.questions):
        raise RatingFormInvalid("repeated_question", twice)


def _must_have_steps(question: Question) -> None:
    if len(question.steps) < 2:
        raise RatingFormInvalid("too_few_steps", question.code)
    if len(question.steps) > MOST_STEPS:
        raise RatingFormInvalid("too_many_steps", question.code, most=MOST_STEPS)
    if len({step.points for step in question.steps}) < 2:
        raise RatingFormInvalid("same_points", question.code)


def _must_have_classes(form: RatingForm) -> None:
    if len(form.classes) > MOST_CLASSES:
        raise RatingFormInvalid("too_many_classes", most=MOST_CLASSES)
    if twice := _repeated(one.code for one in form.classes):
        raise RatingFormInvalid("repeated_class", twice)
    above = form.most + 1
    for one in form.classes:
        if one.least > form.most:
            raise RatingFormInvalid("class_out_of_reach", one.code)
        if one.least >= above:
            raise RatingFormInvalid("classes_out_of_order", one.code)
        above = one.least


def _repeated(codes: Iterable[str]) -> str | None:
    return next((code for code, times in Counter(codes).items() if times > 1), None)
