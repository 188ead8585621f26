"""How fast people were answered."""

from pydantic import BaseModel


class AnswerTimes(BaseModel):
    """So many answers of people in one step of the days, or in all (None), and the seconds their customers had waited.

    Half waited no longer than the median, nine of ten no longer than `slowest_tenth`.
    """

    step: int | None
    answers: int
    median: int
    slowest_tenth: int
