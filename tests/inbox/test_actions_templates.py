"""An owner's words are kept version by version, judged before they are kept, and count for exactly one message, channel and language."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import col, select

from careops.business import queries as business
from careops.contacts import actions as contacts
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Forbidden, Invalid, NotFound, Stale
from careops.inbox import jobs
from careops.inbox.actions import templates as actions
from careops.inbox.models import Delivery, MessageTemplate
from careops.inbox.queries import templates as queries
from careops.inbox.queries.templates import Worded
from careops.inbox.rules.templates import BY_NAME, example
from careops.inbox.schemas.templates import TemplateRow
from careops.ui.public.mail import mail_text
from tests import cast

pytestmark = pytest.mark.usefixtures("both_engines")
REMINDER: dict[str, Any] = {"name": "booking_reminder", "channel": "email", "locale": "en"}
BY_TEXT: dict[str, Any] = {**REMINDER, "channel": "sms"}
OWN: dict[str, Any] = {"subject": "See you {{ booking.when }}", "body": "Hi {{ contact.first_name }}!\n\n{{ details }}\n\n{{ button }}"}
PATH = "/api/v1/message-templates/booking_reminder/email/en"


def reworded(actor: Actor, **said: Any) -> TemplateRow:
    with db.transaction(actor) as session:
        return actions.reword(session, actor, **(REMINDER | OWN | said))


def written(actor: Actor, locale: str = "en", name: str = "booking_reminder") -> Worded:
    system = Actor.system(actor.workspace)
    with db.reading(system) as session:
        values, mail = example(business.profile(session, system), None, locale)
        return queries.written(session, system, name=name, locale=locale, values=values, mail=mail, sms="ours")


def test_ours_go_out_until_the_owner_writes_and_only_where_they_wrote(ana: Actor) -> None:
    before = written(ana)
    assert before.mail.subject == "Salon Ana"
    assert before.sms.startswith("Salon Ana: Consultation with Ben, Tue 24 Nov 14:30.")
    reworded(ana)
    after = written(ana)
    assert after.mail.subject == "See you Tuesday 24 November 14:30"
    assert mail_text(after.mail).startswith("See you Tuesday 24 November 14:30\n\nHi Cleo!\n\nWhen: Tuesday")
    assert after.sms == before.sms
    assert written(ana, "de").mail.subject == "Salon Ana"
    assert written(ana, "en-GB").mail.subject == after.mail.subject
    assert written(ana, name="unheard_of").sms == "ours"


def test_each_change_is_a_version_and_any_of_them_comes_back(ana: Actor) -> None:
    assert reworded(ana).version == 1
    assert reworded(ana).version == 1  # the same words again are no change
    assert reworded(ana, subject="Soon").version == 2
    with db.transaction(ana) as session:
        row = actions.back_to_ours(session, ana, **REMINDER)
    assert (row.version, row.own, row.subject) == (3, False, "Reminder: {{ booking.when }} with {{ booking.provider }}")
    with db.transaction(ana) as session:
        row = actions.restore(session, ana, **REMINDER, version=1)
    assert (row.version, row.own, row.subject) == (4, True, OWN["subject"])
    assert [(v.version, v.own) for v in row.versions] == [(4, True), (3, False), (2, True), (1, True)]
    with db.transaction(ana) as session:
        assert actions.restore(session, ana, **REMINDER, version=3).own is False
    with pytest.raises(NotFound), db.transaction(ana) as session:
        actions.restore(session, ana, **REMINDER, version=9)


def test_words_that_cannot_be_filled_in_are_refused_with_their_line(ana: Actor) -> None:
    for said, field, told in (
        ({"body": "Hi\n{{ contact.frist_name }}"}, "body", "Line 2: “contact.frist_name” is not known here. Did you mean"),
        ({"subject": "{{ details }}"}, "subject", "Line 1: “details” is not known here"),
        ({"subject": " "}, "subject", "Give the mail a subject"),
        ({"channel": "sms", "subject": "x"}, "subject", "A text message has no subject"),
        ({"channel": "sms", "subject": "", "body": "{{ button }}"}, "body", "Line 1: “button” is not known here"),
    ):
        with pytest.raises(Invalid) as refused:
            reworded(ana, **said)
        assert refused.value.problems[0].field == field
        assert refused.value.problems[0].message.startswith(told)
    assert written(ana).mail.subject == "Salon Ana"


def test_two_editors_do_not_overwrite_each_other(ana: Actor) -> None:
    reworded(ana)
    assert reworded(ana, subject="Soon", expected=1).version == 2
    with pytest.raises(Stale):
        reworded(ana, subject="Later", expected=1)


def test_only_who_keeps_the_settings_words_messages_and_of_their_own_business(ana: Actor, ben: Actor, stranger: Actor) -> None:
    reworded(ana)
    with pytest.raises(Forbidden):
        reworded(ben, subject="Mine")
    for wrong in ({"name": "nothing"}, {"channel": "fax"}, {"locale": "xx"}):
        with pytest.raises(NotFound):
            reworded(ana, **wrong)
    assert written(stranger).mail.subject == "Stone Bikes"
    with db.reading(stranger) as session:
        assert not any(line.own for line in queries.templates(session, stranger))


def test_words_that_went_bad_hold_no_message_back(ana: Actor) -> None:
    """Somebody wrote into the table past our door, or a name went away with an update: ours go out."""
    with db.transaction(ana) as session:
        for what in (REMINDER, BY_TEXT):
            bad = MessageTemplate(**what, version=1, subject="{{ gone }}", body="{{ gone.away }}")
            session.add(bad)
    worded = written(ana)
    assert (worded.mail.subject, worded.sms) == ("Salon Ana", "ours")


def test_looking_fills_in_and_tells_what_is_wrong(ana: Actor) -> None:
    with db.transaction(ana) as session:
        nora = contacts.register(session, ana, name="Nora Lind", email="nora@example.org")
    with db.reading(ana) as session:
        shown = queries.trial(session, ana, **REMINDER, **OWN, contact_id=nora.id)
        wrong = queries.trial(session, ana, **REMINDER, subject="{{ x }}", body="{{ y }}\n{% for %}")
        text = queries.trial(session, ana, **BY_TEXT, subject="", body="{{ business.name }}: नमस्ते")
    assert "Hi Nora!" in shown.text
    assert "Nora" in shown.html
    assert (shown.problems, shown.real) == ([], False)
    assert (wrong.html, len(wrong.problems)) == ("", 2)
    assert (text.text, text.segments, text.unicode) == ("Salon Ana: नमस्ते", 1, True)


def test_a_trial_is_sent_to_whoever_asks_and_to_no_contact(ana: Actor) -> None:
    with db.transaction(ana) as session:
        nora = contacts.register(session, ana, name="Nora Lind", email="nora@example.org", phone="+351912345678")
        sent = actions.send_trial(session, ana, **REMINDER, **OWN, contact_id=nora.id)
        text = actions.send_trial(session, ana, **BY_TEXT, subject="", body="Hi", to="+351911111111")
    assert (sent.recipient, sent.purpose, text.recipient, text.channel) == (cast.ANA, "test", "+351911111111", "sms")
    mistakes: tuple[dict[str, Any], ...] = (
        {"to": "+351911111111"},
        {"channel": "sms", "subject": "", "to": "ana@example.org"},
        {"body": "{{ x }}"},
    )
    for wrong in mistakes:
        with pytest.raises(Invalid), db.transaction(ana) as session:
            actions.send_trial(session, ana, **(REMINDER | OWN | wrong))


def test_a_list_costs_the_same_whatever_was_written(ana: Actor, statements: Callable) -> None:
    counts: list[int] = []
    for subject in ("A", "B"):
        reworded(ana, subject=subject)
        with db.reading(ana) as session, statements() as sent:
            lines = queries.templates(session, ana)
        counts.append(len(sent))
    assert counts == [1, 1]
    assert [line.name for line in lines if line.own] == ["booking_reminder"]
    assert len(lines) == 2 * len(BY_NAME)


@pytest.fixture
def ana_says(ana: Actor) -> dict[str, str]:
    return cast.bearer(cast.ANA)


def test_the_api_keeps_looks_sends_and_goes_back(api: TestClient, ana_says: dict[str, str]) -> None:
    made = api.put(PATH, json=OWN, headers=ana_says)
    assert (made.status_code, made.json()["version"], made.headers["etag"]) == (200, 1, '"1"')
    stale = api.put(PATH, json=OWN | {"subject": "x"}, headers=ana_says | {"If-Match": '"0"'})
    assert stale.status_code == 412
    bad = api.put(PATH, json=OWN | {"body": "{{ x }}"}, headers=ana_says)
    assert (bad.status_code, bad.json()["errors"][0]["field"]) == (422, "body")
    assert "Hi Cleo!" in api.post(f"{PATH}/preview", json=OWN, headers=ana_says).json()["text"]
    sent = api.post(f"{PATH}/test", json=OWN, headers=ana_says)
    assert (sent.status_code, sent.json()["recipient"]) == (202, cast.ANA)
    assert api.get(PATH, headers=ana_says).json()["subject"] == OWN["subject"]
    gone = api.delete(PATH, headers=ana_says)
    assert (gone.status_code, gone.json()["own"], gone.json()["version"]) == (200, False, 2)
    assert api.post(f"{PATH}/versions/1/restore", headers=ana_says).json()["own"]
    listed = api.get("/api/v1/message-templates?locale=en", headers=ana_says).json()
    assert [line["version"] for line in listed if line["own"]] == [3]
    assert api.get("/api/v1/message-templates/nothing/email/en", headers=ana_says).status_code == 404
    assert api.get("/api/v1/message-templates/welcome/fax/en", headers=ana_says).status_code == 422


def test_a_trial_leaves_like_any_other_mail(api: TestClient, ana: Actor, ana_says: dict[str, str]) -> None:
    api.post(f"{PATH}/test", json=OWN, headers=ana_says)
    jobs.dispatch()
    with db.reading(ana) as session:
        (delivery,) = session.exec(select(Delivery).order_by(col(Delivery.id))).all()
    assert (delivery.state, delivery.contact_id, delivery.message_id) == ("sent", None, None)
