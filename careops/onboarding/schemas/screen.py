"""What the wizard's steps are drawn from: ready words beside the values their fields begin with."""

from pydantic import BaseModel

from careops.onboarding.schemas.steps import MissingRow


class PickLine(BaseModel):
    """Somebody or something that may be chosen."""

    id: str = ""
    name: str = ""
    initials: str = ""
    tint: int = 1
    checked: bool = False


class AccountLine(BaseModel):
    """A way messages leave, and how it is doing."""

    id: str = ""
    label: str = ""
    about: str = ""
    tone: str = ""
    icon: str = ""
    state: str = ""
    used: bool = False


class QuestionLine(BaseModel):
    """A question of the contact form; the fixed ones are how anybody can be answered."""

    key: str = ""
    label: str = ""
    kind: str = ""
    required: bool = False
    fixed: bool = False


class ServiceLine(BaseModel):
    """A service with what its fields begin with; one that is sold in several `lengths` is priced on its own page."""

    id: str = ""
    name: str = ""
    duration: str = ""
    lasts: str = ""
    buffer: str = ""
    price: str = ""
    price_text: str = ""
    lengths: str = ""
    active: bool = True
    offer: str = ""
    form: str = ""
    who: list[PickLine] = []


class HoursLine(BaseModel):
    """A weekday's opening hours; `rest` is the other half of a day with a break."""

    weekday: int = 0
    key: str = ""
    name: str = ""
    open: bool = False
    start: str = ""
    end: str = ""
    opens: str = ""
    begins: str = ""
    ends: str = ""
    rest: str = ""


class FormLine(BaseModel):
    """A form and after what it is sent."""

    id: str = ""
    name: str = ""
    about: str = ""
    active: bool = True
    services: list[PickLine] = []


class ItemLine(BaseModel):
    """A stocked thing with what its fields begin with."""

    id: str = ""
    name: str = ""
    unit: str = ""
    quantity: str = ""
    threshold: str = ""
    about: str = ""


class PersonLine(BaseModel):
    """Somebody on the team, or asked to join it."""

    id: str = ""
    name: str = ""
    about: str = ""
    initials: str = ""
    tint: int = 1
    invited: bool = False


class Choice(BaseModel):
    """A line of a select."""

    value: str = ""
    label: str = ""


class WizardPage(BaseModel):
    """Everything the eight steps show."""

    name: str = ""
    initial: str = ""
    status: str = ""
    trade: str = ""
    trade_title: str = ""
    booking_url: str = ""
    contact_url: str = ""
    booking_path: str = ""
    business: dict[str, str] = {}
    accounts: list[AccountLine] = []
    test_to: str = ""
    tested: str = ""
    intro: str = ""
    questions: list[QuestionLine] = []
    services: list[ServiceLine] = []
    form_choices: list[Choice] = []
    hours: list[HoursLine] = []
    zone: str = ""
    price_label: str = ""
    forms: list[FormLine] = []
    stock: list[ItemLine] = []
    people: list[PersonLine] = []
    missing: list[MissingRow] = []
