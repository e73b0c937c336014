"""The refusals of ratings: every way in which a form or an answer is not taken."""

from __future__ import annotations

from server.domain.errors import Refusal


class RatingFormInvalid(Refusal):
    """Nobody could be asked with this form; `why` is a stable code, `where` says at which part of it."""

    code = "rating_form_invalid"

    def __init__(self, why: str, where: str = "", **facts: object) -> None:
        super().__init__(f"{where or 'form'}: {why}", why=why, where=where, **facts)
        self.why = why
        self.where = where


class RatingInvalid(Refusal):
    """These are no answers to this form; `why` is a stable code, `question` says to which question."""

    code = "rating_invalid"

    def __init__(self, why: str, question: str = "") -> None:
        super().__init__(f"{question or 'rating'}: {why}", why=why, question=question)
        self.why = why
        self.question = question


class UnknownRatingForm(Refusal):
    """There is no such form of rating, or citizens are no longer asked with it."""

    code = "unknown_rating_form"


class NoRatingForm(Refusal):
    """No form of rating is published: nobody is asked."""

    code = "no_rating_form"


class RatingFormFixed(Refusal):
    """A version that was published never changes; make a new version from it."""

    code = "rating_form_fixed"


class RatingFormExists(Refusal):
    """There is a form of that code already; make a new version from it."""

    code = "rating_form_exists"


class AlreadyRated(Refusal):
    """This visit has been rated; that is done once."""

    code = "already_rated"


class NotServedYet(Refusal):
    """Only a visit that was served can be rated."""

    code = "not_served_yet"


class NotAskedHere(Refusal):
    """This counter does not ask for that visit, or no longer does."""

    code = "not_asked_here"
