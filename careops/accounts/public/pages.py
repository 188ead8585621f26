"""How the pages look; every word through the catalogue, in the visitor's language."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

import htpy as h

from careops.accounts.schemas import OfferRow, WorkspaceRow
from careops.core.errors import Refusal
from careops.core.i18n import text as _
from careops.ui.public import forms, frame, parts
from careops.ui.public.frame import Page

Said = Mapping[str, str]
NOTHING: Said = {}
LABELS = {"name": _("Your name"), "business": _("Name of your business"), "email": _("Email")}


def _shown(
    title: str,
    body: Sequence[h.Node],
    *,
    locale: str,
    refusal: Refusal | None = None,
    lead: h.Node = None,
    footer: h.Node = None,
    query: Said = NOTHING,
) -> Page:
    return frame.careops_page(
        title=title,
        body=[_wrong(refusal, locale), frame.heading(title, lead), *body],
        locale=locale,
        footer=footer,
        errors=refusal is not None,
        query=query,
    )


def _wrong(refusal: Refusal | None, locale: str) -> h.Node:
    if refusal is None:
        return None
    if not refusal.problems:
        said = forms.Problem("", _(refusal.message, locale))
        return forms.error_summary([said], title=_("That did not work", locale), locale=locale)
    return forms.error_summary([forms.Problem(p.field, p.told(locale), _called(p.field, locale)) for p in refusal.problems], locale=locale)


def _called(field: str, locale: str) -> str:
    return _(LABELS[field], locale) if field in LABELS else ""


def _error(refusal: Refusal | None, field: str, locale: str) -> str:
    problems = refusal.problems if refusal else []
    return next((p.told(locale) for p in problems if p.field == field), "")


def _line(text: str, label: str, href: str) -> h.Element:
    return h.p(".dim")[text, " ", parts.small_link(label, href)]


def _email(said: Said, refusal: Refusal | None, locale: str) -> h.Element:
    return forms.field(
        "email",
        _called("email", locale),
        kind="email",
        value=said.get("email", ""),
        error=_error(refusal, "email", locale),
        autocomplete="username",
        maxlength=254,
        locale=locale,
    )


def _name(said: Said, refusal: Refusal | None, locale: str) -> h.Element:
    return forms.field(
        "name",
        _called("name", locale),
        value=said.get("name", ""),
        error=_error(refusal, "name", locale),
        autocomplete="name",
        maxlength=120,
        locale=locale,
    )


def _new_password(refusal: Refusal | None, locale: str) -> h.Element:
    return forms.password(
        new=True, help=_("At least 12 characters; a few words do well.", locale), error=_error(refusal, "password", locale), locale=locale
    )


# ── coming in ────────────────────────────────────────────


def login(*, locale: str, said: Said = NOTHING, next: str = "", news: str = "", refusal: Refusal | None = None) -> Page:
    """Sign in; `news` is what happened just before."""
    texts = {
        "registered": _("Done. Sign in with your email and password; we have also sent you a mail.", locale),
        "reset": _("Your password is changed. Sign in with it.", locale),
        "verified": _("Thank you, your address is verified.", locale),
        "out": _("You are signed out.", locale),
    }
    body = [
        parts.note(texts[news], "ok") if news in texts and refusal is None else None,
        forms.form(
            "/login",
            _email(said, refusal, locale),
            forms.password(forgot="/forgot", error=_error(refusal, "password", locale), locale=locale),
            forms.hidden("next", next) if next else None,
            parts.button(_("Sign in", locale), wide=True),
            locale=locale,
        ),
        _line(_("New here?", locale), _("Create an account", locale), "/register"),
    ]
    query = {name: value for name, value in (("next", next), ("said", news)) if value}
    return _shown(_("Sign in", locale), body, locale=locale, refusal=refusal, query=query)


def register(*, locale: str, said: Said = NOTHING, refusal: Refusal | None = None) -> Page:
    """Create an account and the first business."""
    business = forms.field(
        "business",
        _called("business", locale),
        value=said.get("business", ""),
        help=_("You can change it later.", locale),
        error=_error(refusal, "business", locale),
        required=False,
        autocomplete="organization",
        maxlength=120,
        locale=locale,
    )
    form = forms.form(
        "/register",
        _name(said, refusal, locale),
        business,
        _email(said, refusal, locale),
        _new_password(refusal, locale),
        parts.button(_("Create account", locale), wide=True),
        locale=locale,
    )
    body = [form, _line(_("Have an account?", locale), _("Sign in", locale), "/login")]
    lead = _("Bookings, conversations and customers in one place.", locale)
    return _shown(_("Create an account", locale), body, locale=locale, refusal=refusal, lead=lead)


def logout(*, locale: str) -> Page:
    """Asks before signing out: opening an address changes nothing."""
    form = forms.form("/logout", parts.button(_("Sign out", locale), wide=True), locale=locale)
    return _shown(_("Sign out?", locale), [form, parts.small_link(_("Stay", locale), "/app")], locale=locale)


# ── forgotten passwords and mailed links ─────────────────


def forgot(*, locale: str, said: Said = NOTHING, refusal: Refusal | None = None) -> Page:
    """Ask for a link to choose a new password."""
    form = forms.form("/forgot", _email(said, refusal, locale), parts.button(_("Send the link", locale), wide=True), locale=locale)
    lead = _("We mail you a link to choose a new one.", locale)
    body = [form, parts.small_link(_("Back to sign in", locale), "/login")]
    return _shown(_("Forgot your password?", locale), body, locale=locale, refusal=refusal, lead=lead)


def letter_sent(*, locale: str) -> Page:
    """The same whether or not the address has an account."""
    lead = _("If this address has an account, a link is on its way to it. It works for one hour.", locale)
    back = parts.small_link(_("Back to sign in", locale), "/login")
    return _shown(_("Look into your mail", locale), [back], locale=locale, lead=lead, query={"said": "sent"})


def reset(*, token: str, email: str, locale: str, refusal: Refusal | None = None) -> Page:
    """Choose a new password."""
    carried = h.input(type="hidden", name="username", autocomplete="username", value=email)  # for the browser's password store
    form = forms.form(
        f"/reset/{quote(token)}",
        carried,
        _new_password(refusal, locale),
        parts.button(_("Save the password", locale), wide=True),
        locale=locale,
    )
    lead = _("For {email}. Every device is signed out.", locale, email=email)
    return _shown(_("Choose a new password", locale), [form], locale=locale, refusal=refusal, lead=lead)


def verify(*, token: str, email: str, locale: str) -> Page:
    """Confirm an address with one press: a mail scanner presses nothing."""
    form = forms.form(f"/verify/{quote(token)}", parts.button(_("Yes, this is my address", locale), wide=True), locale=locale)
    return _shown(_("Verify your address", locale), [form], locale=locale, lead=email)


def invitation(
    *, token: str, offer: OfferRow, here: str, mine: bool, locale: str, said: Said = NOTHING, refusal: Refusal | None = None
) -> Page:
    """Join a team: with one press when signed in as that address, else by its password, or as somebody new."""
    title = _("Join {business}", locale, business=offer.business)
    lead = (
        _("{inviter} invites {email} to the team.", locale, inviter=offer.inviter, email=offer.email)
        if offer.inviter
        else _("An invitation for {email}.", locale, email=offer.email)
    )
    if mine:
        fields: list[h.Node] = []
    elif offer.known:
        fields = [forms.password(forgot="/forgot", error=_error(refusal, "password", locale), locale=locale)]
    else:
        fields = [_name(said, refusal, locale), _new_password(refusal, locale)]
    other = _("You are signed in as {email}; this invitation is for another address.", locale, email=here)
    body = [
        parts.note(other) if here and not mine else None,
        forms.form(f"/invite/{quote(token)}", *fields, parts.button(title, wide=True), locale=locale),
    ]
    return _shown(title, body, locale=locale, refusal=refusal, lead=lead)


# ── workspaces, refusals ─────────────────────────────────


def switch(
    *, workspaces: Sequence[WorkspaceRow], current: object, locale: str, said: Said = NOTHING, refusal: Refusal | None = None
) -> Page:
    """Choose one of one's workspaces, or found another."""

    def one(workspace: WorkspaceRow) -> h.Node:
        label = parts.button(workspace.name, name="workspace_id", value=str(workspace.id), look="quiet", wide=True)
        return label if workspace.id != current else h.p[h.b[workspace.name], " ", parts.badge(_("You are here", locale), "ok")]

    name = forms.field(
        "name",
        _("Name of the business", locale),
        value=said.get("name", ""),
        error=_error(refusal, "name", locale),
        maxlength=120,
        locale=locale,
    )
    body = [
        forms.form("/switch", *[one(w) for w in workspaces], locale=locale) if workspaces else None,
        parts.section(
            _("Start another business", locale),
            forms.form("/switch", name, parts.button(_("Create", locale), look="quiet"), locale=locale),
            id="another",
        ),
    ]
    return _shown(_("Your businesses", locale), body, locale=locale, refusal=refusal)


def refused(refusal: Refusal, *, path: str, locale: str) -> Page:
    """A no with nothing to fill in again, and where one goes on from that path."""
    titles = {
        401: _("Sign in first", locale),
        403: _("This does not work from here", locale),
        404: _("This link leads nowhere", locale),
        429: _("A little slower, please", locale),
        503: _("Busy for a moment", locale),
    }
    title = titles.get(refusal.status, _("That did not work", locale))
    wait = _("Try again in {seconds} seconds.", locale, seconds=refusal.retry_after) if refusal.retry_after else None
    lead = [_(refusal.message, locale), ". " if wait else None, wait]
    return _shown(title, _way_on(path, locale), locale=locale, lead=lead)


def _way_on(path: str, locale: str) -> list[h.Node]:
    """To the business's page when the address names it, else to signing in: but customers have nothing to sign in to."""
    kind, *rest = path.strip("/").split("/")
    if kind in {"book", "contact"}:
        return [parts.link_button(_("Book a time", locale), f"/book/{rest[0]}", look="quiet")] if rest[1:] else []
    if kind in {"form", "manage", "u", "waitlist"}:
        return []
    return [parts.link_button(_("Go to sign in", locale), "/login", look="quiet")]
