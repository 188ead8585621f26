"""What cameras write beside a picture leaves with nobody's answer."""

import io

import pytest
from PIL import Image

from careops.forms.rules import files
from careops.forms.rules.places import PNG, without_place
from careops.forms.schemas import FormField

PHOTO = FormField.model_validate({"key": "photo", "kind": "file", "label": "A photo"})


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_no_picture_of_any_sort_tells_where_it_was_taken(form: str) -> None:
    told, beside = io.BytesIO(), Image.Exif()
    beside[0x010F], beside[0x8825] = "Lisbon camera", {1: "N", 2: (38.0, 42.0, 0.0)}
    Image.new("RGB", (8, 8), "teal").save(told, form, exif=beside)
    assert b"Lisbon" in told.getvalue()
    kept = files.answering(PHOTO, "me", told.getvalue()).content
    shown = Image.open(io.BytesIO(kept))
    shown.load()
    assert (b"Lisbon" in kept, dict(shown.getexif()), shown.size) == (False, {}, (8, 8))


@pytest.mark.parametrize("mime", ["image/jpeg", "image/png", "image/webp", "image/gif"])
def test_a_picture_that_is_none_is_left_and_ends(mime: str) -> None:
    for content in (b"", PNG, PNG + b"\xff" * 50, b"RIFF\xff\xff\xff\xffWEBP" + b"\xff" * 50, b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 4):
        assert len(without_place(mime, content)) <= max(len(content), 12)
