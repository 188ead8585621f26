"""The page of one copy: its answers in the words of their version, what happened, and what can be done about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.forms import actions as form
from careops.forms.schemas import FieldKind, FormField, RequestIn, TemplateEdit, TemplateIn
from careops.forms.state.copy import CopyPage
from tests import cast
from tests.screens import opened, said, until

Tab = Callable[..., Any]
ASKED = FormField(key="allergic", kind=FieldKind.yes_no, label="Any allergies?")


def asked(actor: Actor) -> tuple[UUID, UUID, UUID]:
    """A form, a copy of it, and whose it is."""
    with db.transaction(actor) as session:
        template = form.create_template(session, actor, template=TemplateIn(name="Colour card", fields=[ASKED]))
        who = contacts.register(session, actor, name="Cleo", email="cleo@example.com")
        copy = form.request(session, actor, asked=RequestIn(template_id=template.id, contact_id=who.id))
        return template.id, copy.id, who.id


async def test_answers_read_as_they_were_asked_and_appear_when_they_are_sent(tab: Tab, ana: Actor) -> None:
    template, copy, who = asked(ana)
    with db.transaction(ana) as session:
        other = FormField(key="allergic", kind=FieldKind.yes_no, label="Reworded since")
        form.edit_template(session, ana, template_id=template, edit=TemplateEdit(fields=[other]))
    async with opened(tab(cast.entered(cast.ANA).token), CopyPage, f"/app/forms/submissions/{copy}") as page:
        await until(lambda: page.sheet.id != "")
        assert [(line.label, line.text) for line in page.sheet.answers] == [("Any allergies?", "")]
        guest = Actor.customer(ana.workspace, who)
        with db.transaction(guest) as session:
            form.save(session, guest, submission_id=copy, said={"allergic": True})
            form.send(session, guest, submission_id=copy)
        await until(lambda: page.sheet.status == "completed")
        assert [(line.label, line.text) for line in page.sheet.answers] == [("Any allergies?", "Yes")]
        assert (page.sheet.number, page.sheet.awaited, page.sheet.moments[0].what) == (1, False, "Filled in")


async def test_it_is_reminded_of_moved_sent_again_and_waived(tab: Tab, ana: Actor) -> None:
    _template, copy, _who = asked(ana)
    root = tab(cast.entered(cast.ANA).token)
    async with opened(root, CopyPage, f"/app/forms/submissions/{copy}") as page:
        await until(lambda: page.sheet.id != "")
        await page.remind()
        await page.remind()
        assert "They were reminded a moment ago" in await said(root)
        await page.set_due({"due_at": "2030-05-04T09:30"})
        assert page.sheet.due_at == "2030-05-04T09:30"
        await page.set_due({"due_at": "soon"})
        assert page.error == "This is not a date and time"
        await page.resend()
        await page.waive({"why": ""})
        assert (page.sheet.awaited, page.error != "") == (True, True)
        await page.waive({"why": "Told us by phone"})
        assert (page.sheet.status, page.sheet.waived) == ("waived", f"Told us by phone · {ana.name}")


@pytest.mark.parametrize("who", [cast.SAM, "kim@example.com"])
async def test_strangers_and_who_may_not_send_forms_do_nothing(tab: Tab, ana: Actor, stranger: Actor, who: str) -> None:
    _template, copy, _who = asked(ana)
    cast.joined(ana, "Kim", "kim@example.com", cast.Role.staff, [cast.Permission.forms_view])
    async with opened(tab(cast.entered(who).token), CopyPage, f"/app/forms/submissions/{copy}") as page:
        await until(lambda: page.missing or page.sheet.id != "")
        assert page.missing == (who == cast.SAM)
        for call in (page.remind(), page.resend(), page.waive({"why": "because"}), page.set_due({"due_at": ""}), page.take("allergic")):
            await call
    async with opened(tab(cast.entered(cast.ANA).token), CopyPage, f"/app/forms/submissions/{copy}") as page:
        await until(lambda: page.sheet.id != "")
        assert [moment.what for moment in page.sheet.moments] == ["Asked for"]
