"""What may be said about accounts, and what their readers get."""

import unicodedata
from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from careops.core.actor import Permission, Role
from careops.core.i18n import LOCALES
from careops.core.typed import Line

SHORTEST, LONGEST = 12, 200


# ── one field each ───────────────────────────────────────


def _address(typed: str) -> str:
    try:
        return validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValueError("This is not an email address") from None


def email_key(email: str) -> str:
    """What two spellings of the same address have in common; nothing is ever sent to it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", email).casefold())


def _storable(typed: object) -> object:
    if isinstance(typed, str) and any(c == "\0" or 0xD800 <= ord(c) <= 0xDFFF for c in typed):
        raise ValueError("This contains characters that cannot be kept")
    return typed


def _locale(name: str) -> str:
    if name not in LOCALES:
        raise ValueError("Choose a language from the list")
    return name


Email = Annotated[Line, Field(max_length=254), AfterValidator(_address)]
Name = Annotated[Line, Field(min_length=1, max_length=120)]
Secret = Annotated[str, BeforeValidator(_storable), Field(min_length=1, max_length=LONGEST)]
NewSecret = Annotated[str, BeforeValidator(_storable), Field(max_length=LONGEST)]
Locale = Annotated[str, Field(max_length=16), AfterValidator(_locale)]
LinkToken = Annotated[str, Field(min_length=1, max_length=100)]
Slug = Annotated[Line, Field(max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class In(BaseModel):
    """Anything that comes from outside: a field it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# ── what comes in ────────────────────────────────────────


class RegisterIn(In):
    """A person who wants an account, and the business they bring; without its name it is named after them."""

    name: Name
    email: Email
    password: NewSecret
    business: Annotated[Line, Field(max_length=120)] = ""
    locale: Locale = "en"


class LoginIn(In):
    """Who says to be who."""

    email: Annotated[Line, Field(min_length=1, max_length=254)]
    password: Secret


class RefreshIn(In):
    refresh_token: Annotated[str, Field(min_length=1, max_length=200)]


class ForgotIn(In):
    email: Email


class ResetIn(In):
    """The mailed link's private part, and the password it lets one choose."""

    token: LinkToken
    password: NewSecret


class VerifyIn(In):
    token: LinkToken


class PasswordIn(In):
    """A signed-in person's new password; the present one proves that it is them."""

    current: Secret
    password: NewSecret


class MeIn(In):
    """What people say about themselves; what is left out stays."""

    name: Name | None = None
    locale: Locale | None = None


class WorkspaceIn(In):
    """A further business; without an address word one is made from its name."""

    name: Name
    slug: Slug | None = None


class SwitchIn(In):
    """Which of one's workspaces to work in."""

    workspace_id: UUID


class InvitationIn(In):
    """Whom to ask to join, and as what; without permissions the role's usual ones apply."""

    email: Email
    role: Role = Role.staff
    permissions: list[Permission] | None = Field(default=None, max_length=len(Permission))


class AcceptIn(In):
    """The mailed link's private part; somebody who has no account yet also says who they are."""

    token: LinkToken
    name: Name | None = None
    password: NewSecret | None = None

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if (self.name is None) != (self.password is None):
            raise ValueError("Give a name and a password, or neither when you have an account")
        return self


class MemberIn(In):
    """What changes about a member; what is left out stays. `permissions: null` goes back to the role's usual ones."""

    role: Role | None = None
    permissions: list[Permission] | None = Field(default=None, max_length=len(Permission))
    active: bool | None = None


# ── what goes out ────────────────────────────────────────


class WorkspaceRow(BaseModel):
    """A workspace; `role` is what the asking person is in it, where a person asks."""

    id: UUID
    slug: str
    name: str
    status: str
    created_at: datetime
    role: Role | None = None


class MemberRow(BaseModel):
    """A member as the team sees them; `permissions` are those that hold, `own_permissions` whether they differ from the role's."""

    id: UUID
    user_id: UUID
    name: str
    email: str
    role: Role
    permissions: list[Permission]
    own_permissions: bool
    active: bool
    initials: str
    tint: int
    created_at: datetime


class InvitationRow(BaseModel):
    """An invitation nobody has answered yet."""

    id: UUID
    email: str
    role: Role
    permissions: list[Permission]
    invited_by: str
    created_at: datetime
    expires_at: datetime
    expired: bool


class OfferRow(BaseModel):
    """An invitation as the invited person sees it. `known`: the address has an account already."""

    id: UUID
    workspace_id: UUID
    business: str
    email: str
    role: Role
    inviter: str
    known: bool


class UserRow(BaseModel):
    """A person as they see themselves."""

    id: UUID
    email: str
    name: str
    locale: str
    verified: bool
    created_at: datetime


class MeRow(BaseModel):
    """Who is signed in, where, and what they may do there."""

    user: UserRow
    workspace_id: UUID | None
    role: Role | None
    permissions: list[Permission]
    workspaces: list[WorkspaceRow]


class SignInRow(BaseModel):
    """One of one's own devices that are signed in."""

    id: UUID
    door: str
    agent: str
    address: str
    created_at: datetime
    used_at: datetime
    current: bool


class Proof(BaseModel):
    """That somebody gave the right password: for whom, and for which one. `usual`: from where they have been before."""

    user_id: UUID
    email_key: str
    password_hash: str = Field(repr=False)
    usual: bool


class Entered(BaseModel):
    """A sign-in that was just made; `token` exists here and on the person's device only."""

    id: UUID
    user_id: UUID
    workspace_id: UUID | None
    token: str = Field(repr=False)


class Tokens(BaseModel):
    """What an API client gets: a short access token, and a refresh token that works once."""

    access_token: str = Field(repr=False)
    token_type: Literal["bearer"] = "bearer"  # noqa: S105  the scheme, no secret
    expires_in: int
    refresh_token: str = Field(repr=False)
    refresh_expires_in: int


class Said(BaseModel):
    """A sentence for whoever asked; it is the same whether or not the account exists."""

    message: str


class Stored(BaseModel):
    """An answer that was given before, ready to be given again."""

    asked: str
    status: int
    body: str
