"""What the team's and the person's own screens show; ready to be drawn."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class MemberLine:
    """Somebody in the team. `fixed`: the person looking cannot change them."""

    id: str
    name: str
    email: str
    initials: str
    tint: int
    role: str
    role_label: str
    active: bool
    fixed: bool


@dataclass(frozen=True)
class Cell:
    """Whether one member may do one thing."""

    member_id: str
    permission: str
    label: str
    on: bool
    fixed: bool


@dataclass(frozen=True)
class MatrixLine:
    """One thing that may be done, and who may."""

    label: str
    cells: list[Cell] = field(default_factory=list[Cell])


@dataclass(frozen=True)
class InvitationLine:
    """Somebody who was asked and has not answered."""

    id: str
    email: str
    role_label: str
    until: str
    expired: bool


@dataclass(frozen=True)
class TeamRow:
    """The whole screen of the team."""

    members: list[MemberLine] = field(default_factory=list[MemberLine])
    columns: list[str] = field(default_factory=list[str])
    matrix: list[MatrixLine] = field(default_factory=list[MatrixLine])
    invitations: list[InvitationLine] = field(default_factory=list[InvitationLine])


@dataclass(frozen=True)
class DeviceLine:
    """One of one's own devices that are signed in."""

    id: str
    what: str
    where: str
    since: str
    current: bool
