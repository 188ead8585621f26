"""The booking page in the outline of a phone."""

from pydantic import BaseModel


class PreviewService(BaseModel):
    """A line of the booking page."""

    name: str = ""
    detail: str = ""
    price: str = ""
    chosen: bool = False


class PreviewDay(BaseModel):
    """A day of the booking page's strip."""

    name: str = ""
    number: str = ""
    state: str = ""  # on, off or empty


class PreviewTime(BaseModel):
    """A time of the booking page."""

    label: str = ""
    chosen: bool = False


class PreviewRow(BaseModel):
    """The booking page as a customer would meet it now."""

    name: str = ""
    initial: str = ""
    about: str = ""
    look: dict[str, str] = {}  # the business's own accent as CSS values, empty for the house's
    heading: str = ""
    services: list[PreviewService] = []
    next_free: str = ""
    days: list[PreviewDay] = []
    times: list[PreviewTime] = []
    call: str = ""
