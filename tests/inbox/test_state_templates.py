"""The screens of messages: hours saved field by field, words looked at while they are typed, kept, restored and sent to oneself."""

from collections.abc import Callable
from typing import Any

import pytest
from reflex.istate.data import ReflexURL, URLData

from careops.business import queries as business
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.inbox.state.templates import Editor, Wording
from tests import cast
from tests.screens import said

Tab = Callable[..., Any]
WORDS = "# Hello {{ contact.first_name }}\n\n{{ details }}\n\n{{ button }}"


async def at(root: Any, state: type, address: str) -> Any:
    root.rx_router_url = URLData(href=ReflexURL(f"http://localhost{address}"))
    page = await root.get_state(state)
    await page.load()
    return page


async def test_hours_are_saved_field_by_field_and_wrong_ones_say_so(tab: Tab, ana: Actor) -> None:
    page = await at(tab(cast.entered(cast.ANA).token), Wording, "/app/settings/messages")
    assert (page.hours.rests, page.hours.quiet_from, page.hours.quiet_until, page.hours.digest) == (True, "21:00", "09:00", "07:00")
    await page.save("quiet_from", "22:30")
    await page.save("answer_minutes", "60")
    await page.save("digest_minute", "")
    await page.save("name", "10:00")
    await page.save("quiet_until", "soon")
    assert page.errors == {"quiet_until": "Give a time like 21:00"}
    await page.save("quiet_until", "99:99")
    assert "quiet_until" in page.errors
    await page.save("quiet_until", "08:00")
    assert page.errors == {}
    with db.reading(ana) as session:
        row = business.profile(session, ana)
    assert (row.quiet_from, row.quiet_until, row.answer_minutes, row.digest_minute, row.name) == (1350, 480, 60, None, "Salon Ana")
    await page.rest(False)
    assert page.hours.rests is False
    await page.rest(True)
    assert (page.hours.rests, page.hours.quiet_from) == (True, "21:00")


async def test_the_list_says_whose_words_each_message_has(tab: Tab, ana: Actor) -> None:
    root = tab(cast.entered(cast.ANA).token)
    editor = await at(root, Editor, "/app/settings/messages/booking_reminder?channel=email&language=en")
    await editor.write_body(WORDS)
    await editor.save()
    page = await at(root, Wording, "/app/settings/messages")
    (own,) = [line for line in page.lines if line.mail_own or line.text_own]
    assert (own.title, own.mail_own, own.text_own) == ("Reminder", True, False)
    assert own.mail_href == "/app/settings/messages/booking_reminder?channel=email&language=en"
    await page.speak("de")
    assert not any(line.mail_own for line in page.lines)
    await page.speak("xx")
    assert page.language == "de"


async def test_words_are_looked_at_while_they_are_typed_then_kept_and_restored(tab: Tab, ana: Actor) -> None:
    with db.transaction(ana) as session:
        nora = contacts.register(session, ana, name="Nora Lind", email="nora@example.org").id
    root = tab(cast.entered(cast.ANA).token)
    page = await at(root, Editor, "/app/settings/messages/booking_reminder?channel=email&language=en")
    assert (page.open.title, page.open.own, page.changed) == ("Reminder", False, False)
    assert page.words.body.startswith("# See you soon, {{ contact.first_name }}")
    assert "See you soon, Cleo" in page.shown.html
    assert [choice.label for choice in page.open.contacts] == ["Whoever it happened to last", "Nora Lind"]
    await page.look_as(str(nora))
    assert "See you soon, Nora" in page.shown.html
    await page.write_body("Hi {{ contact.frist_name }}")
    assert page.errors["body"].startswith("Line 1: “contact.frist_name” is not known here.")
    assert "See you soon, Nora" in page.shown.html  # the last good look stays
    await page.save()
    assert (page.open.version, "body" in page.errors) == (0, True)
    await page.write_body(WORDS)
    await page.write_subject("Soon: {{ booking.when }}")
    assert ("Hello Nora" in page.shown.html, page.errors, page.changed) == (True, {}, True)
    await page.save()
    assert (page.open.own, page.open.version, page.changed, page.words.body) == (True, 1, False, WORDS)
    await page.back_to_ours()
    assert (page.open.own, page.open.version) == (False, 2)
    for odd in ("²", "٣", "-1", "9" * 5000, "99"):
        await page.restore(odd)
        assert page.open.version == 2
    await page.restore("1")
    assert (page.open.own, [then.current for then in page.open.versions]) == (True, [True, False, False])
    assert (await said(root))[0] == "Saved. The next message says this."


async def test_a_text_tells_its_length_and_a_test_goes_to_a_number(tab: Tab, ana: Actor) -> None:
    root = tab(cast.entered(cast.ANA).token)
    page = await at(root, Editor, "/app/settings/messages/booking_reminder?channel=sms&language=en")
    assert (page.shown.cost, "alphabet" in page.shown.room, page.shown.long) == ("1 segment", False, False)
    await page.write_body("{{ business.name }}: " + "नमस्ते " * 20)
    assert (page.shown.cost, "alphabet" in page.shown.room, page.shown.long) == ("3 segments", True, True)
    await page.send_trial({"to": ""})
    assert page.errors == {"to": "Give a number to send the test to"}
    await page.send_trial({"to": "+351911111111"})
    assert (await said(root))[-1] == "On its way to +351911111111"


async def test_what_is_not_there_says_so_and_nonsense_falls_back(tab: Tab, ana: Actor) -> None:
    root = tab(cast.entered(cast.ANA).token)
    page = await at(root, Editor, "/app/settings/messages/nothing")
    assert page.missing
    page = await at(root, Editor, "/app/settings/messages/welcome?channel=fax&language=xx")
    assert (page.missing, page.open.channel, page.open.language) == (False, "email", "en")
    await page.write_body("x\0")
    assert page.errors
    assert (await page.speak("fr")).args[0][1]._var_value == "/app/settings/messages/welcome?channel=email&language=fr"


@pytest.mark.parametrize("handler", ["load"])
async def test_staff_without_the_settings_see_nothing(tab: Tab, ana: Actor, ben: Actor, handler: str) -> None:
    root = tab(cast.entered(cast.BEN).token)
    page = await at(root, Editor, "/app/settings/messages/welcome")
    assert page.open.name == ""
