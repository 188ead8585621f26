"""One question of a form: what it asks, what an answer must fulfil, when it is shown, what is known already and where it goes."""

import re
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictFloat, model_validator

from careops.core.typed import Line

MOST_FIELDS = 80
MOST_TEXT = {"text": 300, "long_text": 5000}
MOST_NUMBER = 10**12
MOST_FILES = 5
MOST_MEGABYTES = 10


class FieldKind(StrEnum):
    """What sort of answer a question takes; a section is a heading, a page begins a new page, and neither takes one."""

    text = "text"
    long_text = "long_text"
    email = "email"
    phone = "phone"
    number = "number"
    date = "date"
    time = "time"
    choice = "choice"
    multi_choice = "multi_choice"
    yes_no = "yes_no"
    rating = "rating"
    file = "file"
    signature = "signature"
    consent = "consent"
    section = "section"
    page = "page"


CHOICES = frozenset({FieldKind.choice, FieldKind.multi_choice})
SILENT = frozenset({FieldKind.section, FieldKind.page})  # they take no answer
WORDS = frozenset({FieldKind.text, FieldKind.long_text})

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


# ── what an answer must fulfil ───────────────────────────


class Pattern(StrEnum):
    """What a short text must look like. Named ones only: nobody's own expression runs here."""

    letters = "letters"
    digits = "digits"
    letters_and_digits = "letters_and_digits"
    postal_code = "postal_code"
    web_address = "web_address"


class FileSort(StrEnum):
    """What sort of file is taken; which one it is, its first bytes say."""

    picture = "picture"
    document = "document"
    sound = "sound"
    video = "video"


def _day(said: str) -> str:
    if not re.fullmatch(r"today([+-][0-9]{1,5})?", said):
        return date.fromisoformat(said).isoformat()
    return said


def _clock(said: str) -> str:
    return time.fromisoformat(said).strftime("%H:%M")


Day = Annotated[
    str, Field(max_length=12, description="2026-11-20, or counted in days from today: today, today+30, today-6570"), AfterValidator(_day)
]
Clock = Annotated[str, Field(max_length=8, description="17:30"), AfterValidator(_clock)]
Whole = Annotated[int, Field(strict=True, ge=-MOST_NUMBER, le=MOST_NUMBER)]


class Checks(BaseModel):
    """What an answer must fulfil besides being one; each kind of question has its own (`CHECKS`)."""

    model_config = ConfigDict(extra="forbid")

    min_length: int | None = Field(default=None, ge=1, le=5000)
    max_length: int | None = Field(default=None, ge=1, le=5000)
    pattern: Pattern | None = None
    minimum: Whole | None = None
    maximum: Whole | None = None
    decimals: int | None = Field(default=None, ge=0, le=3, description="How many places a number may have after the point; none at first")
    earliest: Day | Clock | None = None
    latest: Day | Clock | None = None
    min_choices: int | None = Field(default=None, ge=1, le=50)
    max_choices: int | None = Field(default=None, ge=1, le=50)
    most: int | None = Field(default=None, ge=3, le=10, description="The highest rating; 5 at first")
    sorts: list[FileSort] = Field(default=[], max_length=4, description="Which files are taken; all sorts when none is named")
    max_files: int | None = Field(default=None, ge=1, le=MOST_FILES)
    max_megabytes: int | None = Field(default=None, ge=1, le=MOST_MEGABYTES)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        for least, most in (("min_length", "max_length"), ("minimum", "maximum"), ("min_choices", "max_choices")):
            low, high = getattr(self, least), getattr(self, most)
            if low is not None and high is not None and low > high:
                raise ValueError("The least is more than the most")
        if self.earliest and self.latest and self.earliest[:1].isdigit() and self.latest[:1].isdigit() and self.earliest > self.latest:
            raise ValueError("The earliest is after the latest")
        return self

    def used(self) -> set[str]:
        """Which of them are set."""
        return {name for name, value in self.model_dump().items() if value not in (None, [])}


CHECKS: dict[FieldKind, frozenset[str]] = {
    FieldKind.text: frozenset({"min_length", "max_length", "pattern"}),
    FieldKind.long_text: frozenset({"min_length", "max_length"}),
    FieldKind.number: frozenset({"minimum", "maximum", "decimals"}),
    FieldKind.date: frozenset({"earliest", "latest"}),
    FieldKind.time: frozenset({"earliest", "latest"}),
    FieldKind.multi_choice: frozenset({"min_choices", "max_choices"}),
    FieldKind.rating: frozenset({"most"}),
    FieldKind.file: frozenset({"sorts", "max_files", "max_megabytes"}),
}


# ── when it is shown ─────────────────────────────────────


class Op(StrEnum):
    """How an earlier answer is looked at."""

    answered = "answered"
    unanswered = "unanswered"
    equals = "equals"
    differs = "differs"
    any_of = "any_of"
    none_of = "none_of"
    less = "less"  # also: earlier
    more = "more"  # also: later
    contains = "contains"


COMPARED = frozenset({FieldKind.number, FieldKind.rating, FieldKind.date, FieldKind.time})
_THERE = (Op.answered, Op.unanswered)
_SAME = (Op.equals, Op.differs)
_ORDER = (*_SAME, Op.less, Op.more)
OPS: dict[FieldKind, tuple[Op, ...]] = {
    FieldKind.text: (*_THERE, *_SAME, Op.contains),
    FieldKind.long_text: (*_THERE, Op.contains),
    FieldKind.email: _THERE,
    FieldKind.phone: _THERE,
    FieldKind.number: (*_THERE, *_ORDER),
    FieldKind.date: (*_THERE, *_ORDER),
    FieldKind.time: (*_THERE, *_ORDER),
    FieldKind.choice: (*_THERE, *_SAME, Op.any_of, Op.none_of),
    FieldKind.multi_choice: (*_THERE, Op.any_of, Op.none_of, Op.contains),
    FieldKind.yes_no: (*_THERE, Op.equals),
    FieldKind.rating: (*_THERE, *_ORDER),
    FieldKind.file: _THERE,
    FieldKind.signature: _THERE,
    FieldKind.consent: _THERE,
}

Said = StrictBool | Whole | Annotated[StrictFloat, Field(allow_inf_nan=False)] | Annotated[Line, Field(max_length=300)]


class Condition(BaseModel):
    """One look at an earlier answer: `value` for most, `values` for any_of and none_of, neither for answered and unanswered."""

    model_config = ConfigDict(extra="forbid")

    key: Key
    op: Op = Op.equals
    value: Said | None = None
    values: list[Annotated[Line, Field(max_length=120)]] = Field(default=[], max_length=50)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        many, none = self.op in (Op.any_of, Op.none_of), self.op in _THERE
        if many != bool(self.values) or (many or none) != (self.value is None):
            raise ValueError("Say what the answer is compared with, once")
        return self


class Group(BaseModel):
    """Conditions of which all must hold, or any."""

    model_config = ConfigDict(extra="forbid")

    match: Literal["all", "any"] = "all"
    conditions: list[Condition] = Field(min_length=1, max_length=10)


class Visible(BaseModel):
    """Groups of which all must hold, or any: (a and b) or (c and d), (a or b) and (c or d)."""

    model_config = ConfigDict(extra="forbid")

    match: Literal["all", "any"] = "all"
    groups: list[Group] = Field(min_length=1, max_length=5)

    def conditions(self) -> list[Condition]:
        """Every single one."""
        return [condition for group in self.groups for condition in group.conditions]


# ── what is known already, and where the answer goes ─────

CUSTOM = r"custom\.[a-z][a-z0-9_]{0,39}"
PREFILLS = (
    "contact.name",
    "contact.email",
    "contact.phone",
    "booking.service",
    "booking.provider",
    "booking.date",
    "booking.time",
    "booking.place",
)
MAPS = ("contact.name", "contact.email", "contact.phone")
Prefill = Annotated[str, Field(pattern=rf"^({'|'.join(map(re.escape, PREFILLS))}|{CUSTOM})$")]
MapsTo = Annotated[str, Field(pattern=rf"^({'|'.join(map(re.escape, MAPS))}|{CUSTOM})$")]
# What a kind of answer can become of a contact; a custom field takes any of `CUSTOM_KINDS`.
MAPPED = {"contact.name": FieldKind.text, "contact.email": FieldKind.email, "contact.phone": FieldKind.phone}
CUSTOM_KINDS = frozenset(FieldKind) - SILENT - {FieldKind.file, FieldKind.signature, FieldKind.consent}


# ── the question ─────────────────────────────────────────


class FormField(BaseModel):
    """One question. Its key is what answers are kept under and stays the same when the words change.

    `visible` of a section holds for all that stands under it up to the next section or page; of a page, for the whole page.
    """

    model_config = ConfigDict(extra="forbid")

    key: Key
    kind: FieldKind
    label: Line = Field(min_length=1, max_length=200)
    required: bool = False
    help: Line = Field(default="", max_length=300)
    options: list[Annotated[Line, Field(min_length=1, max_length=120)]] = Field(default=[], max_length=50)
    checks: Checks = Checks()
    visible: Visible | None = None
    prefill: Prefill | None = None
    maps_to: MapsTo | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if (self.kind in CHOICES) != bool(self.options):
            raise ValueError("Give a choice its options, and only a choice")
        if len(set(self.options)) != len(self.options):
            raise ValueError("Two options are the same")
        if self.kind in SILENT and (self.required or self.prefill or self.maps_to):
            raise ValueError("A section or a page takes no answer")
        if self.checks.used() - CHECKS.get(self.kind, frozenset()):
            raise ValueError("This kind of question is not checked like that")
        if (self.checks.max_choices or self.checks.min_choices or 0) > len(self.options):
            raise ValueError("There are fewer options than that")
        if (self.checks.max_length or self.checks.min_length or 0) > MOST_TEXT.get(self.kind, 5000):
            raise ValueError("No answer of this kind is that long")
        return self

    @model_validator(mode="after")
    def _limits_fit(self) -> Self:
        for limit in (self.checks.earliest, self.checks.latest):
            if limit and (":" in limit) != (self.kind is FieldKind.time):
                raise ValueError("Limit a date by days and a time by the clock")
        return self

    @model_validator(mode="after")
    def _maps_to_its_like(self) -> Self:
        if self.maps_to and self.kind not in ({MAPPED[self.maps_to]} if self.maps_to in MAPPED else CUSTOM_KINDS):
            raise ValueError("An answer of this kind cannot be kept there")
        if self.prefill and self.kind in (FieldKind.file, FieldKind.signature, FieldKind.consent):
            raise ValueError("Nobody is signed or consented for")
        return self
