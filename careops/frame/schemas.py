"""What the page around every screen is drawn from."""

from pydantic import BaseModel


class SwitchRow(BaseModel):
    """A workspace the person may go to."""

    id: str = ""
    name: str = ""
    initial: str = ""
    current: bool = False


class BellRow(BaseModel):
    """Something that needs the person, as the bell tells it."""

    text: str = ""
    href: str = ""
    urgency: str = ""
    tone: str = ""


class FrameRow(BaseModel):
    """Who is here and what waits where; shown, never trusted."""

    name: str = ""
    email: str = ""
    initials: str = ""
    tint: int = 1
    workspace_name: str = ""
    workspace_initial: str = ""
    workspaces: list[SwitchRow] = []
    allowed: list[str] = []
    counts: dict[str, int] = {}
    bell: list[BellRow] = []


class NoticeRow(BaseModel):
    """Something a person is told once."""

    id: str = ""
    text: str = ""
    tone: str = "done"
    undo: bool = False


class Found(BaseModel):
    """One thing that was looked for: a person has initials, anything else an icon."""

    title: str = ""
    detail: str = ""
    href: str = ""
    icon: str = ""
    initials: str = ""
    tint: int = 1


class FoundGroup(BaseModel):
    """What was found of one kind."""

    key: str = ""
    title: str = ""
    found: list[Found] = []
