"""Steps 2, 3 and 5: how messages leave, what the contact page asks, which forms are sent."""

from typing import Any

import reflex as rx
from sqlmodel import Session

from careops.channels import actions as channels
from careops.channels import queries as accounts
from careops.channels.schemas import SmtpIn
from careops.core.actor import Actor, Permission
from careops.core.db import perform
from careops.core.i18n import text as _
from careops.core.ids import read_id
from careops.forms import actions as form
from careops.forms import queries as forms
from careops.forms.schemas import FieldKind, FormField, TemplateEdit
from careops.frame.state import requires, say
from careops.inbox import actions as inbox
from careops.onboarding import actions as onboarding
from careops.onboarding.rules import FIXED
from careops.onboarding.state.saving import saved

PORTS = {"starttls": 587, "ssl": 465, "none": 25}


def send_test(db: Session, actor: Actor, *, to: str) -> None:
    """A real message through the account that is in use now."""
    inbox.send_test(db, actor, integration_id=accounts.working(db, actor, channel="email")[0].id, to=to)


def change_question(db: Session, actor: Actor, *, key: str, label: str | None = None, remove: bool = False, turn: bool = False) -> None:
    """Rewords a question of the contact form, makes it required or not, or takes it out."""
    present = forms.contact_form(db, actor)
    fields = present.fields if present else []
    kept = [field for field in fields if not (remove and field.key == key and key not in FIXED)]
    changed = [
        FormField.model_validate(
            field.model_dump()
            | ({"label": label} if label is not None else {})
            | ({"required": not field.required} if turn and key not in FIXED else {})
        )
        if field.key == key
        else field
        for field in kept
    ]
    onboarding.change_contact_form(db, actor, intro=present.intro if present else "", fields=changed)


def add_question(db: Session, actor: Actor) -> None:
    """One more line to ask on the contact page."""
    present = forms.contact_form(db, actor)
    fields = present.fields if present else [*_basic()]
    key = next(f"question_{n}" for n in range(1, 100) if f"question_{n}" not in {field.key for field in fields})
    added = FormField(key=key, kind=FieldKind.text, label=_("New question"))
    onboarding.change_contact_form(db, actor, intro=present.intro if present else "", fields=[*fields, added])


def set_intro(db: Session, actor: Actor, *, intro: str) -> None:
    """What the contact page says before it asks."""
    present = forms.contact_form(db, actor)
    onboarding.change_contact_form(db, actor, intro=intro, fields=present.fields if present else _basic())


def _basic() -> list[FormField]:
    return [
        FormField(key="name", kind=FieldKind.text, label=_("Your name"), required=True),
        FormField(key="email", kind=FieldKind.email, label=_("Email")),
        FormField(key="message", kind=FieldKind.long_text, label=_("How can we help?"), required=True),
    ]


class ChannelsStep(rx.State):
    """A mail account being entered, and what is wrong with it."""

    errors: dict[str, str] = {}
    adding: bool = False

    @rx.event
    @requires(Permission.settings)
    async def test(self, actor: Actor, form_data: dict[str, Any]) -> None:
        """Sends a real message; the page says when the gateway took it."""
        self.errors = await saved(self.errors, actor, "to", send_test, lambda: {"to": str(form_data.get("to", ""))[:254]})
        if "to" not in self.errors:
            await say(self, _("The test message is on its way"))

    @rx.event
    @requires(Permission.settings)
    async def open_form(self, actor: Actor) -> None:
        """Shows, or puts away, the fields of a mail account."""
        self.adding, self.errors = not self.adding, {}

    @rx.event
    @requires(Permission.settings)
    async def add(self, actor: Actor, form_data: dict[str, Any]) -> None:
        """Keeps a mail account; messages leave through it from now on."""
        said = {key: form_data.get(key, "") for key in ("host", "port", "security", "username", "password", "mail_from")}
        said["port"] = said["port"] or PORTS.get(str(said["security"]), 587)
        errors = await saved({}, actor, "smtp", channels.add, lambda: {"integration": SmtpIn.model_validate(said)})
        self.errors, self.adding = errors, bool(errors)


class FormsStep(rx.State):
    """What is wrong with a field, by its name; which form is open."""

    errors: dict[str, str] = {}
    opened: str = ""

    @rx.event
    @requires(Permission.forms_manage)
    async def say_intro(self, actor: Actor, value: str) -> None:
        """Keeps the contact page's first words."""
        self.errors = await saved(self.errors, actor, "intro", set_intro, lambda: {"intro": value})

    @rx.event
    @requires(Permission.forms_manage)
    async def reword(self, actor: Actor, key: str, value: str) -> None:
        """Keeps another wording of a question."""
        self.errors = await saved(self.errors, actor, key, change_question, lambda: {"key": key, "label": value})

    @rx.event
    @requires(Permission.forms_manage)
    async def turn_required(self, actor: Actor, key: str) -> None:
        """Makes a question required, or optional again."""
        await perform(actor, change_question, key=key, turn=True)

    @rx.event
    @requires(Permission.forms_manage)
    async def drop(self, actor: Actor, key: str) -> None:
        """Takes a question out."""
        await perform(actor, change_question, key=key, remove=True)

    @rx.event
    @requires(Permission.forms_manage)
    async def ask_more(self, actor: Actor) -> None:
        """One more question."""
        await perform(actor, add_question)

    @rx.event
    @requires(Permission.forms_manage)
    async def turn_form(self, actor: Actor, form_id: str, on: bool) -> None:
        """Sends a form from now on, or no more."""
        await perform(actor, form.edit_template, template_id=read_id(form_id), edit=TemplateEdit(active=bool(on)))
