"""Copies as obligations: reminded of before they are due, overdue once, asked for after booking, let go with the booking."""

from base64 import b64encode
from datetime import timedelta
from uuid import UUID
from zlib import crc32

import pytest
import time_machine

from careops.activity import queries as history
from careops.core import db
from careops.core.actor import Actor
from careops.core.clock import now
from careops.core.errors import Invalid
from careops.core.ids import new_id
from careops.forms import actions as form
from careops.forms import jobs
from careops.forms import queries as forms
from careops.forms.rules import files
from careops.forms.rules.places import without_place
from careops.forms.schemas import DueIn, FormField
from tests.forms.filled import PNG, asked, made, person, seen

pytestmark = pytest.mark.usefixtures("both_engines", "database")


def told(actor: Actor, contact: UUID) -> list[str]:
    with db.reading(actor) as session:
        return [event.kind for event in history.of_contact(session, actor, contact_id=contact) if event.kind.startswith("form.")]


def test_everybody_is_reminded_once_before_it_is_due(ana: Actor) -> None:
    system, who = Actor.system(ana.workspace), person(ana)
    template = made(ana, due_hours=48, remind_hours=24).id
    id = asked(ana, template, who)
    asked(ana, template, who, due_at=now() + timedelta(hours=2))
    assert jobs.remind(system) == 0, "nobody is reminded of what they have just got"
    with time_machine.travel(now() + timedelta(hours=25), tick=False):
        assert [ana.workspace] == list(_due_in())
        assert (jobs.remind(system), jobs.remind(system)) == (1, 0)
        assert told(ana, who).count("form.reminded") == 1
        with db.transaction(ana) as session:
            form.set_due(session, ana, submission_id=id, due=DueIn(due_at=now() + timedelta(hours=72)))
        assert jobs.remind(system) == 0
    with time_machine.travel(now() + timedelta(hours=80), tick=False):
        assert jobs.remind(system) == 1, "another date is reminded of again"


def _due_in() -> list[UUID]:
    with db.reading() as session:
        return list(forms.due_in(session))


def test_a_form_that_reminds_nobody_does_not(ana: Actor) -> None:
    asked(ana, made(ana, remind_hours=0).id, person(ana))
    with time_machine.travel(now() + timedelta(hours=47), tick=False):
        assert jobs.remind(Actor.system(ana.workspace)) == 0


def test_bookings_of_one_series_ask_once_and_a_cancelled_one_lets_go(ana: Actor) -> None:
    service, who, system = new_id(), person(ana), Actor.system(ana.workspace)
    made(ana, booking_types=[str(service)])
    bookings = [new_id(), new_id()]
    for booking in (*bookings, bookings[0]):
        with db.transaction(system) as session:
            form.request_for_booking(session, system, booking_id=booking, booking_type_id=service, contact_id=who, several=True)
    assert told(ana, who) == ["form.requested"]
    with db.transaction(system) as session:
        assert form.waive_for_booking(session, system, booking_id=bookings[0], why="The booking was cancelled") == 1
        assert form.waive_for_booking(session, system, booking_id=bookings[0], why="Again") == 0
    with db.reading(ana) as session:
        (copy,) = forms.submissions(session, ana, contact_id=who).items
    assert (copy.status, copy.waived_why) == ("waived", "The booking was cancelled")


# ── A25 ──────────────────────────────────────────────────

PHOTO = FormField.model_validate({"key": "photo", "kind": "file", "label": "Photo", "checks": {"sorts": ["picture"]}})
ANY = FormField.model_validate({"key": "any", "kind": "file", "label": "Any"})
REFUSED = {
    "nothing": b"",
    "page": b"<!doctype html><script>alert(1)</script>",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "program": b"MZ\x90\0" + b"\0" * 100,
    "script": b"#!/bin/sh\nrm -rf /",
    "zip bomb as a picture": b"PK\x03\x04" + b"\0" * 1000,
    "too large": PNG + b"\0" * 10_000_000,
}
NAMES = ["../../x.png", "C:\\x.png", "CON.png", "a\0.png", "a\u202egnp.exe", "é" * 300 + ".png", ".htaccess", "", "a/b/c.png", "x.php"]


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_is_no_picture_is_no_answer_whatever_it_is_called(content: bytes) -> None:
    with pytest.raises(Invalid):
        files.answering(PHOTO, "me.png", content)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_only_a_name_and_says_what_the_file_is(name: str) -> None:
    file = files.answering(ANY, name, PNG + b"<script>alert(1)</script>")
    assert file.mime == "image/png"
    assert file.name.endswith(".png")
    assert not set('/\\\0\u202e<>:"|?*') & set(file.name)
    assert len(file.name) <= 124


def test_a_photo_does_not_tell_where_it_was_taken() -> None:
    exif = b"\xff\xe1" + (8 + 20).to_bytes(2, "big") + b"Exif\0\0" + b"GPS 38.7 -9.1 secret"
    jpeg = b"\xff\xd8" + exif + b"\xff\xdb\0\x04ab" + b"\xff\xda\0\x02data\xff\xd9"
    kept = without_place("image/jpeg", jpeg)
    assert (b"GPS" in kept, kept[:2], kept.endswith(b"data\xff\xd9"), b"\xff\xdb\0\x04ab" in kept) == (False, b"\xff\xd8", True, True)
    assert without_place("image/jpeg", b"\xff\xd8\xff\xe1\0\0") == b"\xff\xd8\xff\xe1\0\0"


@pytest.mark.parametrize(
    "address",
    [
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:image/png;base64,####",
        "data:image/png;base64,iVBORw0KGgo=",
        "x" * 700_000,
        "javascript:1",
    ],
)
def test_a_drawing_is_a_small_picture_and_nothing_else(address: str) -> None:
    field = FormField.model_validate({"key": "sign", "kind": "signature", "label": "Sign"})
    with pytest.raises(Invalid):
        files.drawn(field, address)


def test_a_picture_of_endless_pixels_is_no_drawing() -> None:
    field = FormField.model_validate({"key": "sign", "kind": "signature", "label": "Sign"})
    huge = PNG[:16] + (20_000).to_bytes(4, "big") * 2 + PNG[24:]
    with pytest.raises(Invalid):
        files.drawn(field, "data:image/png;base64," + b64encode(huge).decode())


def test_a_copy_takes_only_so_many_files(ana: Actor) -> None:
    id = asked(ana, made(ana).id, person(ana))

    def attach() -> None:
        with db.transaction(ana) as session:
            form.attach(session, ana, submission_id=id, key="photo", name="a.png", content=PNG)

    for _ in range(files.MOST_FILES):
        attach()
    with pytest.raises(Invalid):
        attach()
    assert len(seen(ana, id).files) == files.MOST_FILES


def test_a_signature_is_one_drawing_however_often_it_is_saved(ana: Actor) -> None:
    id = asked(ana, made(ana).id, person(ana))
    other = PNG[:33] + b"\0\0\0\0tEXt" + crc32(b"tEXt").to_bytes(4, "big") + PNG[33:]
    for picture in (PNG, PNG, *[other, PNG] * 15):
        with db.transaction(ana) as session:
            form.draw(session, ana, submission_id=id, key="sign", address=files.DRAWN + b64encode(picture).decode())
    assert len(seen(ana, id).files) == 1
