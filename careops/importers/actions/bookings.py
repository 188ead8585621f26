"""Bookings out of any program's file: judged and made one by one through booking's own action, so that none overlaps and nobody is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlmodel import Session

from careops.activity.actions import quietly
from careops.booking import actions as booking
from careops.booking import queries as bookings
from careops.contacts import queries as contacts
from careops.contacts.models import ImportedRow
from careops.contacts.schemas import Counts, ImportOptions, Looked, Record, Target, Verdict
from careops.core.actor import Actor, Permission
from careops.core.clock import now
from careops.core.errors import Invalid, Refusal, invalid
from careops.core.i18n import text as _
from careops.importers import queries
from careops.importers.actions.making import Made, make_person, make_provider, make_service, same_person
from careops.importers.actions.undoing import take_back
from careops.importers.rules.names import MAKE, Ours, provider_of, service_of
from careops.importers.rules.readers import Reader
from careops.importers.schemas import Choices, Found, Person, Provider, Reading, Service, Visit


@dataclass(slots=True)
class Context:
    """What is asked once a run; `taken` are the times of the file's own bookings, by whose they are and by the record's number."""

    reading: Reading
    choices: Choices
    taken: dict[str, dict[int, tuple[int, int]]] = field(default_factory=dict[str, dict[int, tuple[int, int]]])


@dataclass(slots=True)
class Plan:
    """What a booking comes to: ids of ours, or "make"."""

    visit: Visit
    service: UUID | str
    provider: UUID | str | None
    minutes: int


class BookingsFrom:
    """Brings in what one reader finds."""

    what, permission = "bookings", Permission.bookings_manage

    def __init__(self, reader: Reader) -> None:
        self.reader, self.origin, self.title, self.how = reader, reader.origin, reader.title, reader.how

    def targets(self, db: Session, actor: Actor) -> Sequence[Target]:
        """What a column may be; none where a file has its own."""
        return self.reader.targets

    def look(self, content: bytes, targets: Sequence[Target]) -> Looked:
        """The file at first sight."""
        return self.reader.look(content)

    def ready(self, db: Session, actor: Actor, options: ImportOptions) -> Context:
        """Whoever brings bookings in brings people in as well, and whoever has services made must be allowed to make them."""
        actor.require(Permission.contacts_manage)
        try:
            choices = queries.choices_of(options, self.origin)
        except ValidationError as wrong:
            raise invalid(wrong) from None
        if MAKE in (choices.missing, *choices.services.values(), *choices.providers.values()):
            actor.require(Permission.settings)
        known = queries.ours(db, actor)
        for name, kept, chosen in (("services", known.services, choices.services), ("providers", known.providers, choices.providers)):
            if {one for one in chosen.values() if isinstance(one, UUID)} - set(kept.values()):
                raise Invalid.field(f"more.{name}", "Choose from what there is")
        return Context(queries.reading(db, actor, options=options, choices=choices), choices)

    def read(self, context: Context, content: bytes, options: ImportOptions) -> Iterator[Record]:
        """Each record of the file, or what is wrong with it."""
        for one in self.reader.found(content, context.reading):
            yield Record(one.number, one, one.problem, one.key)

    # ── judging ──────────────────────────────────────────

    def judge(self, db: Session, actor: Actor, context: Context, records: Sequence[Record], seen: dict[str, int]) -> list[Verdict]:
        """New, known, or refused with the reason; a time that is taken, by us or by the same file, is refused."""
        ours = queries.ours(db, actor)
        before = contacts.brought(db, actor, kind="booking", keys=[one.source_key for one in records if one.source_key])
        stands = bookings.standing(db, actor, ids={id for ids in before.values() for id in ids})
        came = {key: id for key, ids in before.items() for id in ids if id in stands}
        return [self._verdict(db, actor, context, one, ours, came, seen) for one in records]

    def _verdict(
        self, db: Session, actor: Actor, context: Context, record: Record, ours: Ours, came: dict[str, UUID], seen: dict[str, int]
    ) -> Verdict:
        found: Found = record.data
        try:
            with db.no_autoflush:
                return self._judged(db, actor, context, record, found, ours, came, seen)
        except ValueError as wrong:
            return Verdict(record.number, "refused", str(wrong))
        except Refusal as refusal:
            return Verdict(record.number, "refused", words(refusal))

    def _judged(
        self,
        db: Session,
        actor: Actor,
        context: Context,
        record: Record,
        found: Found,
        ours: Ours,
        came: dict[str, UUID],
        seen: dict[str, int],
    ) -> Verdict:
        thing, choices = found.thing, context.choices
        if isinstance(thing, Service):
            return _thing(record, "service", service_of(thing.name, ours, choices), thing)
        if isinstance(thing, Provider):
            return _thing(record, "provider", provider_of(thing.name, ours, choices), thing)
        if isinstance(thing, Person):
            return _person(db, actor, record, thing, seen)
        if thing is None:
            return Verdict(record.number, "refused", found.problem)
        if record.source_key in came:
            return Verdict(record.number, "known", _("Came with an earlier file"), "booking", came[record.source_key], record.source_key)
        if seen.setdefault(record.source_key, record.number) != record.number:
            return Verdict(record.number, "known", _("The same booking as in row {row}", row=seen[record.source_key]))
        over = thing.over or (_("It is over") if thing.starts <= now() else "")
        if over:
            verdict = _person(db, actor, record, thing.person, seen)
            verdict.reason = _("{why}: only who it was is brought in", why=over)
            return verdict
        plan = Plan(thing, service_of(thing.service, ours, choices), provider_of(thing.provider, ours, choices), thing.minutes)
        plan.minutes = thing.minutes or (ours.lengths[plan.service] if isinstance(plan.service, UUID) else 60)
        same_person(db, actor, thing.person)
        self._fits(db, actor, context, record.number, plan, ours)
        return Verdict(record.number, "made", kind="booking", source_key=record.source_key, data=plan)

    def _fits(self, db: Session, actor: Actor, context: Context, number: int, plan: Plan, ours: Ours) -> None:
        """Raises why it cannot be: who does not give it here, a time that is taken."""
        starts = int(plan.visit.starts.timestamp())
        whose, low, high = f"name:{plan.visit.provider}", starts, starts + 60 * plan.minutes
        group = plan.service in ours.groups
        if isinstance(plan.service, UUID) and isinstance(plan.provider, UUID | None):
            if plan.provider and (plan.provider, plan.service) not in ours.gives:
                if not _links(plan, context.choices):
                    raise ValueError(
                        _("“{provider}” does not give “{service}” here", provider=plan.visit.provider, service=plan.visit.service)
                    )
                whose = str(plan.provider)
            else:
                service, provider = plan.service, plan.provider
                given, low, high = booking.could_bring(
                    db, actor, booking_type_id=service, provider_id=provider, starts_at=plan.visit.starts, minutes=plan.minutes
                )
                whose = str(given) if plan.provider else ""
        elif isinstance(plan.provider, UUID):
            whose = str(plan.provider)
        theirs = context.taken.setdefault(whose, {})
        clash = next((row for row, (begin, end) in theirs.items() if row != number and begin < high and low < end), None)
        if clash is not None and whose and not group:
            raise ValueError(_("At the same time as row {row} of this file", row=clash))
        theirs[number] = (low, high)

    # ── acting ───────────────────────────────────────────

    def act(self, db: Session, actor: Actor, context: Context, import_id: UUID, verdicts: Sequence[Verdict]) -> None:
        """Each on its own: what turns out not to be possible leaves nothing behind and says why."""
        ours = queries.ours(db, actor)
        with quietly(db):
            for verdict in verdicts:
                made = Made()
                try:
                    with db.begin_nested():
                        self._make(db, actor, context, ours, verdict, made)
                        db.flush()
                except (Refusal, ValueError) as wrong:
                    reason = words(wrong) if isinstance(wrong, Refusal) else str(wrong)
                    verdict.outcome, verdict.reason, verdict.subject, verdict.before = "refused", reason, None, {}
                    made.forget(ours)
                else:
                    verdict.before = {"version": 1} | made.told()

    def _make(self, db: Session, actor: Actor, context: Context, ours: Ours, verdict: Verdict, made: Made) -> None:
        thing = verdict.data
        if isinstance(thing, Service):
            verdict.subject = make_service(db, actor, ours, made, thing)
        elif isinstance(thing, Provider):
            verdict.subject = make_provider(db, actor, ours, made, thing)
        elif isinstance(thing, Person):
            verdict.subject = make_person(db, actor, made, thing)
        else:
            verdict.subject = self._book(db, actor, context, ours, thing, made)

    def _book(self, db: Session, actor: Actor, context: Context, ours: Ours, plan: Plan, made: Made) -> UUID:
        visit, service, provider = plan.visit, plan.service, plan.provider
        if not isinstance(service, UUID):
            service = make_service(db, actor, ours, made, Service(visit.service, plan.minutes))
        if isinstance(provider, str):
            provider = make_provider(db, actor, ours, made, Provider(visit.provider, services=(visit.service,)))
        if provider and (provider, service) not in ours.gives:
            row = bookings.provider(db, actor, provider_id=provider)
            made.link(db, actor, ours, row, service)
        return booking.bring_booking(
            db,
            actor,
            booking_type_id=service,
            provider_id=provider,
            starts_at=visit.starts,
            minutes=plan.minutes,
            contact_id=make_person(db, actor, made, visit.person),
            notes=visit.notes,
            remind=context.choices.remind,
        )

    def undo(self, db: Session, actor: Actor, rows: Sequence[ImportedRow]) -> Counts:
        """What nobody has touched since goes again: bookings first, then who was made for them."""
        with quietly(db):
            return take_back(db, actor, rows)


def words(refusal: Refusal) -> str:
    """Why, in its own words, with the field where it names one."""
    problem = refusal.problems[0] if refusal.problems else None
    return f"{problem.field}: {problem.message}" if problem and problem.field else refusal.message


def _links(plan: Plan, choices: Choices) -> bool:
    """Whether somebody may be given a service they do not give yet."""
    said: Any = (choices.missing, choices.services.get(plan.visit.service), choices.providers.get(plan.visit.provider))
    return MAKE in said


def _thing(record: Record, kind: str, known: UUID | str | None, thing: Service | Provider) -> Verdict:
    if isinstance(known, UUID):
        return Verdict(record.number, "known", _("“{name}” is here already", name=thing.name[:80]), kind, known)
    return Verdict(record.number, "made", kind=kind, data=thing)


def _person(db: Session, actor: Actor, record: Record, person: Person, seen: dict[str, int]) -> Verdict:
    known, key = same_person(db, actor, person)
    if known is not None:
        return Verdict(record.number, "known", kind="contact", subject=known)
    if seen.setdefault(key, record.number) != record.number:
        return Verdict(record.number, "known", _("The same person as in row {row}", row=seen[key]))
    return Verdict(record.number, "made", kind="contact", data=person)
