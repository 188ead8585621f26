"""What staff keep beside conversations: put aside, sorted, noted, said later, watched."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from careops.accounts import actions as accounts
from careops.contacts import actions as contacts
from careops.core import clock, db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Forbidden, Invalid, NotFound
from careops.inbox import actions as inbox
from careops.inbox import queries
from careops.inbox.actions.keeping import LabelExists, ShortcutTaken
from careops.inbox.actions.scheduling import AlreadyGone
from careops.inbox.jobs.scheduled import send_scheduled, wake_snoozed
from careops.inbox.rules.conversations import NoAddress
from careops.inbox.schemas import CannedIn, ConversationRow, LabelIn, MessageRow, ScheduleChange, ScheduledRow, ScheduleIn
from tests.inbox.conftest import wrote

pytestmark = pytest.mark.usefixtures("both_engines")

DAY = timedelta(days=1)


def of(actor: Actor, conversation: UUID) -> ConversationRow:
    with db.reading(actor) as session:
        return queries.get(session, actor, conversation_id=conversation)


def said(actor: Actor, conversation: UUID) -> list[MessageRow]:
    with db.reading(actor) as session:
        return queries.thread(session, actor, conversation_id=conversation).items


def shown(actor: Actor, show: str) -> list[UUID]:
    with db.reading(actor) as session:
        return [row.id for row in queries.listing(session, actor, show=show).items]  # type: ignore[arg-type]


# ── putting aside ────────────────────────────────────────


def snoozed(actor: Actor, until: datetime | None = None) -> UUID:
    conversation = wrote(actor)
    with db.transaction(actor) as session:
        inbox.snooze(session, actor, conversation_id=conversation, until=until or now() + DAY)
    return conversation


def test_what_is_put_aside_leaves_the_open_ones_until_its_time(ana: Actor) -> None:
    conversation = snoozed(ana)
    other = wrote(ana, email="dora@example.org", name="Dora")
    assert shown(ana, "open") == shown(ana, "waiting") == shown(ana, "unread") == [other]
    assert shown(ana, "snoozed") == [conversation]
    assert wake_snoozed() == 0
    with clock.telling(now() + 2 * DAY):
        assert wake_snoozed() == 1
        assert wake_snoozed() == 0
        assert shown(ana, "open") == [conversation, other]
    assert said(ana, conversation)[0].kind == "system"


def test_a_word_of_the_contact_brings_it_back_at_once(ana: Actor) -> None:
    conversation = snoozed(ana)
    wrote(ana, "One more thing")
    assert shown(ana, "open") == [conversation]
    assert of(ana, conversation).snoozed_until is None


def test_it_comes_back_when_somebody_says_so(ana: Actor, ben: Actor) -> None:
    conversation = snoozed(ana)
    for _time in range(2):
        with db.transaction(ben) as session:
            inbox.wake_up(session, ben, conversation_id=conversation)
    assert shown(ana, "open") == [conversation]


def test_a_closed_one_may_be_put_aside_and_closing_ends_it(ana: Actor) -> None:
    conversation = wrote(ana)
    with db.transaction(ana) as session:
        inbox.close(session, ana, conversation_id=conversation)
        inbox.snooze(session, ana, conversation_id=conversation, until=now() + DAY)
    assert shown(ana, "snoozed") == [conversation]
    with db.transaction(ana) as session:
        inbox.close(session, ana, conversation_id=conversation)
    assert (shown(ana, "snoozed"), shown(ana, "closed")) == ([], [conversation])


@pytest.mark.parametrize("away", [timedelta(0), -DAY, 400 * DAY])
def test_the_time_must_be_ahead_and_within_a_year(ana: Actor, away: timedelta) -> None:
    conversation = wrote(ana)
    with db.transaction(ana) as session, pytest.raises(Invalid):
        inbox.snooze(session, ana, conversation_id=conversation, until=now() + away)


# ── labels ───────────────────────────────────────────────


def labelled(actor: Actor, *names: str) -> list[UUID]:
    with db.transaction(actor) as session:
        return [inbox.create_label(session, actor, label=LabelIn(name=name)).id for name in names]


def test_a_conversation_bears_exactly_the_labels_it_is_given(ana: Actor) -> None:
    conversation = wrote(ana)
    bridal, vip, late = labelled(ana, "Bridal", "VIP", "Late")
    for wanted in ([bridal, vip], [vip, late], []):
        with db.transaction(ana) as session:
            inbox.label(session, ana, conversation_id=conversation, label_ids=wanted)
        assert {label.id for label in of(ana, conversation).labels} == set(wanted)


def test_the_list_is_filtered_by_label(ana: Actor) -> None:
    conversation = wrote(ana)
    wrote(ana, email="dora@example.org", name="Dora")
    (bridal,) = labelled(ana, "Bridal")
    with db.transaction(ana) as session:
        inbox.label(session, ana, conversation_id=conversation, label_ids=[bridal])
    with db.reading(ana) as session:
        assert [row.id for row in queries.listing(session, ana, label_id=bridal).items] == [conversation]


def test_names_of_labels_are_told_apart_without_case(ana: Actor) -> None:
    (bridal, _vip) = labelled(ana, "Bridal", "VIP")
    with db.transaction(ana) as session, pytest.raises(LabelExists):
        inbox.create_label(session, ana, label=LabelIn(name="BRIDAL"))
    with db.transaction(ana) as session, pytest.raises(LabelExists):
        inbox.change_label(session, ana, label_id=bridal, label=LabelIn(name="vip"))
    with db.transaction(ana) as session:
        inbox.change_label(session, ana, label_id=bridal, label=LabelIn(name="Brides", tint=4))
    with db.reading(ana) as session:
        assert [(label.name, label.tint) for label in queries.labels(session, ana)] == [("Brides", 4), ("VIP", 1)]


def test_a_removed_label_is_gone_everywhere(ana: Actor) -> None:
    conversation = wrote(ana)
    (bridal,) = labelled(ana, "Bridal")
    with db.transaction(ana) as session:
        inbox.label(session, ana, conversation_id=conversation, label_ids=[bridal])
    with db.transaction(ana) as session:
        inbox.remove_label(session, ana, label_id=bridal)
    assert of(ana, conversation).labels == []
    with db.transaction(ana) as session, pytest.raises(NotFound):
        inbox.remove_label(session, ana, label_id=bridal)


def test_a_foreign_label_is_no_label(ana: Actor, stranger: Actor) -> None:
    conversation = wrote(ana)
    (foreign,) = labelled(stranger, "Bikes")
    with db.transaction(ana) as session, pytest.raises(Invalid):
        inbox.label(session, ana, conversation_id=conversation, label_ids=[foreign])


# ── notes that call ──────────────────────────────────────


def test_a_note_calls_whom_it_names(ana: Actor, ben: Actor) -> None:
    conversation = wrote(ana)
    with db.transaction(ana) as session:
        inbox.add_note(session, ana, conversation_id=conversation, text=f"@{ben.name} would know, and @nobody; mail x@{ben.name}")
    with db.reading(ben) as session:
        (called,) = queries.mentions(session, ben).items
        assert (called.conversation_id, called.read, called.author) == (conversation, False, ana.name)
        assert queries.counts(session, ben).mentions == 1
    assert shown(ben, "mentions") == [conversation]
    assert shown(ana, "mentions") == []
    with db.transaction(ben) as session:
        inbox.mark_read(session, ben, conversation_id=conversation)
    with db.reading(ben) as session:
        assert queries.counts(session, ben).mentions == 0
        assert queries.mentions(session, ben).items[0].read


def test_nobody_is_called_twice_nor_calls_themselves(ana: Actor, ben: Actor) -> None:
    conversation = wrote(ana)
    text = f"@{ben.name} @{ben.name} @{ana.name}"
    assert ben.member_id
    with db.transaction(ana) as session:
        inbox.add_note(session, ana, conversation_id=conversation, text=text, mentions=[ben.member_id])
    with db.reading(ben) as session:
        assert len(queries.mentions(session, ben).items) == 1
    with db.reading(ana) as session:
        assert queries.mentions(session, ana).items == []


def test_only_members_can_be_called(ana: Actor) -> None:
    conversation = wrote(ana)
    with db.transaction(ana) as session, pytest.raises(Invalid):
        inbox.add_note(session, ana, conversation_id=conversation, text="Look", mentions=[uuid4()])


# ── kept words ───────────────────────────────────────────


def canned(actor: Actor, shortcut: str = "parking", text: str = "Hi {first_name}, behind {business}. {my_name}{next_booking}") -> UUID:
    with db.transaction(actor) as session:
        return inbox.keep_reply(session, actor, reply=CannedIn(shortcut=shortcut, title="Parking", text=text)).id


def test_kept_words_are_filled_for_the_contact(ana: Actor) -> None:
    conversation = wrote(ana)
    canned(ana)
    with db.reading(ana) as session:
        (filled,) = queries.filled_replies(session, ana, conversation_id=conversation)
    assert filled.text == f"Hi Cleo, behind Salon Ana. {ana.name}"


def test_a_variable_nobody_fills_is_refused(ana: Actor) -> None:
    with pytest.raises(Invalid, match="Nothing fills"):
        canned(ana, text="Hello {surname}")


def test_short_names_are_unique_and_words_change(ana: Actor, ben: Actor) -> None:
    first = canned(ana)
    with pytest.raises(ShortcutTaken):
        canned(ben)
    second = canned(ben, "hours")
    changed = CannedIn(shortcut="parking", title="Where to park", text="Behind the house")
    with db.transaction(ben) as session, pytest.raises(ShortcutTaken):
        inbox.change_reply(session, ben, reply_id=second, reply=changed)
    with db.transaction(ben) as session:
        assert inbox.change_reply(session, ben, reply_id=first, reply=changed).version == 2
        inbox.drop_reply(session, ben, reply_id=second)
    with db.reading(ana) as session:
        assert [(kept.shortcut, kept.text) for kept in queries.canned_replies(session, ana)] == [("parking", "Behind the house")]


# ── answers for later ────────────────────────────────────


def later(actor: Actor, conversation: UUID, *, hold: bool = True, text: str = "How was it?") -> ScheduledRow:
    wanted = ScheduleIn(text=text, send_at=now() + DAY, hold_if_written=hold)
    with db.transaction(actor) as session:
        return inbox.schedule(session, actor, conversation_id=conversation, reply=wanted)


def kept(actor: Actor, conversation: UUID) -> list[tuple[str, str]]:
    with db.reading(actor) as session:
        return [(row.state, row.reason) for row in queries.scheduled(session, actor, conversation_id=conversation)]


def test_an_answer_leaves_at_its_time_and_once(ana: Actor, ben: Actor) -> None:
    conversation = wrote(ana)
    later(ben, conversation)
    assert send_scheduled() == 0
    with clock.telling(now() + 2 * DAY):
        assert (send_scheduled(), send_scheduled()) == (1, 0)
    last = said(ana, conversation)[0]
    assert (last.text, last.author, last.state, last.member_id) == ("How was it?", ben.name, "queued", ben.member_id)
    assert kept(ana, conversation) == []


def test_it_holds_once_the_contact_has_written(ana: Actor) -> None:
    conversation = wrote(ana)
    later(ana, conversation)
    later(ana, conversation, hold=False, text="We are closed on Monday")
    wrote(ana, "It was fine!")
    assert kept(ana, conversation) == [("held", "The contact wrote first"), ("waiting", "")]
    with clock.telling(now() + 2 * DAY):
        assert send_scheduled() == 1
    assert said(ana, conversation)[0].text == "We are closed on Monday"
    assert kept(ana, conversation) == [("held", "The contact wrote first")]


def test_what_was_held_waits_again_when_it_is_changed(ana: Actor) -> None:
    conversation = wrote(ana)
    row = later(ana, conversation)
    wrote(ana, "It was fine!")
    with db.transaction(ana) as session:
        inbox.change_scheduled(session, ana, scheduled_id=row.id, change=ScheduleChange(text="Glad to hear it"))
    with clock.telling(now() + 2 * DAY):
        assert send_scheduled() == 1
    assert said(ana, conversation)[0].text == "Glad to hear it"


def test_nobody_puts_words_into_the_mouth_of_another(ana: Actor, ben: Actor) -> None:
    conversation = wrote(ana)
    row = later(ana, conversation)
    with db.transaction(ben) as session:
        moved = inbox.change_scheduled(session, ben, scheduled_id=row.id, change=ScheduleChange(send_at=now() + DAY))
        assert moved.author == ana.name
        inbox.change_scheduled(session, ben, scheduled_id=row.id, change=ScheduleChange(text="Everything is free"))
    with clock.telling(now() + 2 * DAY):
        assert send_scheduled() == 1
    told = said(ana, conversation)[0]
    assert (told.text, told.author) == ("Everything is free", ben.name)


def test_what_was_cancelled_or_sent_is_settled(ana: Actor, ben: Actor) -> None:
    conversation = wrote(ana)
    first, second = later(ana, conversation), later(ana, conversation)
    with db.transaction(ben) as session:
        inbox.cancel_scheduled(session, ben, scheduled_id=first.id)
        now_said = inbox.send_scheduled_now(session, ben, scheduled_id=second.id)
    assert now_said.author == ben.name
    for row in (first, second):
        with db.transaction(ana) as session, pytest.raises(AlreadyGone):
            inbox.cancel_scheduled(session, ana, scheduled_id=row.id)
    with clock.telling(now() + 2 * DAY):
        assert send_scheduled() == 0


def test_it_does_not_leave_when_it_cannot_and_says_why(ana: Actor, ben: Actor) -> None:
    conversation = wrote(ana)
    later(ben, conversation)
    assert ben.member_id
    with db.transaction(ana) as session:
        accounts.deactivate(session, ana, member_id=ben.member_id)
    with clock.telling(now() + 2 * DAY):
        assert send_scheduled() == 0
    assert kept(ana, conversation) == [("failed", "Whoever wrote it may not answer here any more")]


def test_it_leaves_alone_what_its_author_writes_by_then(ana: Actor) -> None:
    conversation = wrote(ana)
    later(ana, conversation)
    with db.transaction(ana) as session:
        inbox.save_draft(session, ana, conversation_id=conversation, kind="reply", text="By the way")
    with clock.telling(now() + 2 * DAY):
        assert send_scheduled() == 1
    with db.reading(ana) as session:
        assert queries.drafts(session, ana, conversation_id=conversation) == {"reply": "By the way"}


def test_nothing_is_kept_for_whom_no_address_is_known(ana: Actor) -> None:
    with db.transaction(ana) as session:
        contact = contacts.register(session, ana, name="Nora", phone="+351912345678")
        conversation = inbox.open_for(session, ana, contact_id=contact.id)
        with pytest.raises(NoAddress):
            inbox.schedule(session, ana, conversation_id=conversation, reply=ScheduleIn(text="Hello", send_at=now() + DAY))


def test_an_answer_may_end_the_matter(ana: Actor) -> None:
    conversation = wrote(ana)
    with db.transaction(ana) as session:
        inbox.answer(session, ana, conversation_id=conversation, text="Yes", then_close=True)
    assert shown(ana, "closed") == [conversation]


# ── who is at it ─────────────────────────────────────────


def test_whoever_has_it_open_is_seen_by_the_others_for_a_while(ana: Actor, ben: Actor) -> None:
    conversation = wrote(ana)
    with db.transaction(ben) as session:
        inbox.watch(session, ben, conversation_id=conversation, writing=True)

    def seen(by: Actor) -> list[tuple[str, bool]]:
        with db.reading(by) as session:
            return [(row.name, row.writing) for row in queries.viewers(session, by, conversation_id=conversation)]

    assert seen(ana) == [(ben.name, True)]
    assert seen(ben) == []
    with clock.telling(now() + timedelta(minutes=1)):
        assert seen(ana) == []
    with db.transaction(ben) as session:
        inbox.leave(session, ben, conversation_id=conversation)
    assert seen(ana) == []


# ── strangers ────────────────────────────────────────────


def test_a_stranger_finds_nothing_of_it(ana: Actor, stranger: Actor) -> None:
    conversation = wrote(ana)
    row, reply, (bridal,) = later(ana, conversation), canned(ana), labelled(ana, "Bridal")
    foreign = {
        "snooze": {"conversation_id": conversation, "until": now() + DAY},
        "wake_up": {"conversation_id": conversation},
        "label": {"conversation_id": conversation, "label_ids": []},
        "watch": {"conversation_id": conversation},
        "add_note": {"conversation_id": conversation, "text": "Hello"},
        "answer": {"conversation_id": conversation, "text": "Hello"},
        "schedule": {"conversation_id": conversation, "reply": ScheduleIn(text="Hi", send_at=now() + DAY)},
        "cancel_scheduled": {"scheduled_id": row.id},
        "send_scheduled_now": {"scheduled_id": row.id},
        "change_scheduled": {"scheduled_id": row.id, "change": ScheduleChange(text="Hi")},
        "change_label": {"label_id": bridal, "label": LabelIn(name="Mine")},
        "remove_label": {"label_id": bridal},
        "change_reply": {"reply_id": reply, "reply": CannedIn(shortcut="x", title="X", text="X")},
        "drop_reply": {"reply_id": reply},
    }
    visitor = Actor.customer(ana.workspace)
    for name, given in foreign.items():
        with db.transaction(stranger) as session, pytest.raises(NotFound):
            getattr(inbox, name)(session, stranger, **given)
        with db.transaction(visitor) as session, pytest.raises(Forbidden):
            getattr(inbox, name)(session, visitor, **given)
