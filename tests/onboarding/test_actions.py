"""Setting up: presets fill everything in, nothing entered is lost, the pages open only when somebody can be reached and booked."""

from uuid import UUID

import pytest

from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.booking.schemas import BookingTypeEdit, BookingTypeIn, BookingTypeRow
from careops.business import actions as business
from careops.business import queries as businesses
from careops.business.rules import PRESETS
from careops.business.schemas import BusinessIn
from careops.channels import queries as channels
from careops.core import db
from careops.core.actor import Actor
from careops.core.errors import Forbidden, Invalid, NotFound
from careops.forms import queries as forms
from careops.inbox import actions as inbox
from careops.inbox import jobs
from careops.inventory import queries as stock
from careops.onboarding import actions as onboarding
from careops.onboarding import queries as steps
from careops.onboarding.rules import NotReady, NotSkippable
from careops.onboarding.schemas import HoursIn, PreviewRow, ProgressRow, StepIn, StepKey

pytestmark = pytest.mark.usefixtures("both_engines", "database")


def walked(actor: Actor, **said: object) -> ProgressRow:
    with db.transaction(actor) as session:
        return onboarding.walk(session, actor, step=StepIn.model_validate(said))


def progress(actor: Actor) -> ProgressRow:
    with db.reading(actor) as session:
        return steps.progress(session, actor)


def preview(actor: Actor) -> PreviewRow:
    with db.reading(actor) as session:
        return steps.preview(session, actor)


def placed(actor: Actor) -> None:
    with db.transaction(actor) as session:
        said = BusinessIn(timezone="Europe/Lisbon", country="PT", currency="EUR", address="Rua do Sol 12, Lisbon")
        business.update(session, actor, business=said)


def has_tested(actor: Actor) -> None:
    with db.transaction(actor) as session:
        account = channels.working(session, actor, channel="email")[0]
        inbox.send_test(session, actor, integration_id=account.id)
    jobs.dispatch()


def names(actor: Actor) -> tuple[list[str], list[str], list[str]]:
    with db.reading(actor) as session:
        return (
            [service.name for service in bookings.booking_types(session, actor)],
            [template.name for template in forms.templates(session, actor).items],
            [item.name for item in stock.items(session, actor).items],
        )


def activated(actor: Actor) -> ProgressRow:
    with db.transaction(actor) as session:
        return onboarding.activate(session, actor)


def test_at_first_everything_is_open(ana: Actor) -> None:
    row = progress(ana)
    assert [step.key for step in row.steps] == list(StepKey)
    assert {step.state for step in row.steps} == {"open"}
    assert row.current is StepKey.workspace
    assert [missing.step for missing in row.missing] == [StepKey.workspace, StepKey.channels, StepKey.booking]


@pytest.mark.parametrize("trade", PRESETS)
def test_a_preset_leaves_only_the_test_message_to_do(ana: Actor, trade: str) -> None:
    placed(ana)
    row = walked(ana, preset=trade)
    assert [missing.step for missing in row.missing] == [StepKey.channels]
    preset = PRESETS[trade]
    services, asked, items = names(ana)
    assert services == [service.name for service in preset.services]
    assert asked == sorted(form.name for form in preset.forms)
    assert items == sorted(item.name for item in preset.items)
    with db.reading(ana) as session:
        contact = forms.contact_form(session, ana)
    assert contact is not None
    assert [field.key for field in contact.fields] == [q.key for q in preset.contact_questions]
    assert row.steps[3].detail == f"{sum(s.offered for s in preset.services)} services"


def test_a_salon_begins_with_lengths_with_extras_and_with_time_while_colour_develops(ana: Actor) -> None:
    walked(ana, preset="salon")
    with db.reading(ana) as session:
        cut, colour = bookings.booking_types(session, ana)[:2]
    assert [(one.name, one.duration, one.price.amount) for one in cut.variants] == [("Short hair", 45, 4800), ("Long hair", 60, 5800)]
    assert [(one.name, one.minutes, one.price.amount) for one in cut.add_ons] == [("Wash", 10, 800), ("Repair mask", 10, 1400)]
    assert (colour.gap_after, colour.gap_minutes) == (30, 30)


def test_each_trade_sells_as_it_usually_does(ana: Actor) -> None:
    placed(ana)

    def sold(trade: str, name: str) -> BookingTypeRow:
        walked(ana, preset=trade)
        with db.reading(ana) as session:
            return next(one for one in bookings.booking_types(session, ana) if one.name == name)

    online, visit, workshop = sold("tutor", "Online lesson"), sold("repair", "Home visit"), sold("retail", "Workshop")
    assert (online.location_kind, online.location, online.recurring_max) == ("video", "", 12)
    assert (visit.location_kind, visit.location, visit.active) == ("customer", "", False)
    assert (workshop.capacity, workshop.offered, workshop.active) == (6, "slots", False)
    meeting = sold("school", "Parent meeting")
    assert (meeting.duration, meeting.slot_interval, meeting.buffer_after, meeting.location) == (15, 15, 0, "Rua do Sol 12, Lisbon")


def test_another_preset_takes_the_untouched_out_and_keeps_what_was_edited(ana: Actor) -> None:
    walked(ana, preset="salon")
    with db.reading(ana) as session:
        balayage = next(s for s in bookings.booking_types(session, ana) if s.name == "Balayage")
    with db.transaction(ana) as session:
        booking.edit_booking_type(session, ana, booking_type_id=balayage.id, change=BookingTypeEdit(price=18000))
    walked(ana, preset="clinic")
    services, asked, items = names(ana)
    assert services == ["Balayage"]
    assert asked == ["Medical history"]
    assert "Foil roll, 100 m" not in items
    with db.reading(ana) as session:
        assert businesses.profile(session, ana).vocabulary.contact == "patient"
        week = bookings.schedule(session, ana, provider_id=bookings.providers(session, ana)[0].id).week
    assert [(block.start, block.end) for block in week[0].hours] == [(510, 750), (810, 1050)]


def test_the_same_preset_twice_is_the_preset_once(ana: Actor) -> None:
    walked(ana, preset="tutor")
    once = names(ana)
    walked(ana, preset="tutor")
    assert names(ana) == once


def test_hours_of_ones_own_survive_a_preset(ana: Actor) -> None:
    walked(ana, preset="salon")
    with db.transaction(ana) as session:
        onboarding.set_hours(session, ana, hours=[HoursIn(weekday=6, start="10:00", end="14:00")])
    walked(ana, preset="clinic")
    with db.reading(ana) as session:
        week = bookings.schedule(session, ana, provider_id=bookings.providers(session, ana)[0].id).week
    assert [(day.weekday, block.start, block.end) for day in week for block in day.hours] == [(6, 600, 840)]


def test_a_preset_fills_in_only_what_is_empty(ana: Actor) -> None:
    with db.transaction(ana) as session:
        booking.create_booking_type(session, ana, given=BookingTypeIn(name="My own", duration=30))
    walked(ana, preset="retail")
    assert names(ana)[0] == ["My own"]


def test_steps_are_kept_for_any_device(ana: Actor) -> None:
    placed(ana)
    walked(ana, step="workspace")
    has_tested(ana)
    walked(ana, step="channels")
    row = walked(ana, step="contact_form", state="skipped")
    assert row == progress(ana)
    assert [step.state for step in row.steps[:4]] == ["done", "done", "skipped", "open"]
    assert row.current is StepKey.booking
    assert (row.steps[0].detail, row.steps[1].detail) == ("Lisbon, EUR", "Email works")
    assert walked(ana, step="contact_form", state="open").current is StepKey.contact_form


def test_a_test_message_counts_once_the_gateway_took_it(ana: Actor) -> None:
    with pytest.raises(NotReady):
        walked(ana, step="channels")
    with db.transaction(ana) as session:
        inbox.send_test(session, ana, integration_id=channels.working(session, ana, channel="email")[0].id)
    with pytest.raises(NotReady):
        walked(ana, step="channels")
    jobs.dispatch()
    assert walked(ana, step="channels").steps[1].state == "done"


@pytest.mark.parametrize("step", ["workspace", "channels", "booking", "review"])
def test_what_is_needed_cannot_be_skipped(ana: Actor, step: str) -> None:
    with pytest.raises(NotSkippable):
        walked(ana, step=step, state="skipped")


def test_activation_names_every_step_that_is_missing(ana: Actor) -> None:
    with pytest.raises(NotReady) as refused:
        activated(ana)
    assert [p.field for p in refused.value.problems] == ["workspace", "channels", "booking"]
    assert progress(ana).status == "setup"


def test_services_without_hours_do_not_count(ana: Actor) -> None:
    placed(ana)
    has_tested(ana)
    walked(ana, preset="salon")
    with db.transaction(ana) as session:
        onboarding.set_hours(session, ana, hours=[])
    with pytest.raises(NotReady) as refused:
        activated(ana)
    assert [p.field for p in refused.value.problems] == ["booking"]


def test_a_preset_a_place_and_a_test_open_the_pages(ana: Actor) -> None:
    placed(ana)
    walked(ana, preset="salon")
    has_tested(ana)
    row = activated(ana)
    assert (row.status, row.missing, row.steps[-1].state) == ("active", [], "done")
    with db.reading() as session:
        assert businesses.open_business(session, slug=row.booking_url.rsplit("/", 1)[1]).id == ana.workspace_id
    with db.transaction(ana) as session:
        assert onboarding.suspend(session, ana).status == "suspended"


def test_the_preview_is_made_of_what_is_there(ana: Actor) -> None:
    assert preview(ana).services == []
    placed(ana)
    walked(ana, preset="salon")
    row = preview(ana)
    assert (row.heading, row.about) == ("Choose a service", "Rua do Sol 12, Lisbon")
    assert [(s.name, s.price) for s in row.services][:2] == [("Cut & finish", "from €48"), ("Colour refresh", "€95")]
    assert [s.chosen for s in row.services] == [True, False, False, False, False]
    assert row.next_free.startswith("Next free: ")
    assert 1 <= len(row.times) <= 6
    assert [day.state for day in row.days].count("on") == 1


def test_staff_cannot_set_up(ana: Actor, ben: Actor) -> None:
    for act in (lambda: progress(ben), lambda: walked(ben, preset="salon"), lambda: activated(ben)):
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(Forbidden), db.transaction(ben) as session:
        onboarding.set_hours(session, ben, hours=[])
    assert names(ana) == ([], [], [])


def test_a_stranger_sets_up_only_their_own(ana: Actor, stranger: Actor) -> None:
    walked(stranger, preset="salon")
    assert names(ana) == ([], [], [])
    assert progress(ana).preset == ""


def test_an_unknown_trade_is_refused_and_changes_nothing(ana: Actor) -> None:
    with pytest.raises(Invalid):
        walked(ana, preset="circus")
    assert names(ana) == ([], [], [])


def test_prices_fit_the_currency(ana: Actor) -> None:
    with db.transaction(ana) as session:
        business.update(session, ana, business=BusinessIn(currency="JPY"))
    walked(ana, preset="salon")
    with db.reading(ana) as session:
        assert bookings.booking_types(session, ana)[0].price.amount == 7200


def test_nobody_elses_account_can_be_tested(ana: Actor, stranger: Actor) -> None:
    def local(actor: Actor) -> UUID:
        with db.reading(actor) as session:
            return channels.working(session, actor, channel="email")[0].id

    with pytest.raises(NotFound), db.transaction(ana) as session:
        inbox.send_test(session, ana, integration_id=local(stranger))
