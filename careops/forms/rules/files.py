"""Files that answer a question: what is taken, how large, and what a drawn signature is."""

import base64
import binascii
import struct
from datetime import timedelta

from careops.core.errors import Invalid
from careops.core.i18n import text as _
from careops.forms.rules.places import PNG, without_place
from careops.forms.schemas.fields import MOST_MEGABYTES, FileSort, FormField
from careops.inbox.rules.files import sendable
from careops.integrations.ports import Attachment
from careops.ui.public.printed import drawable

MOST_FILES = 20  # of one copy, taken back ones as well
MOST_ALTOGETHER = 40_000_000
ABOUT_TO_BE_NAMED = timedelta(minutes=30)
MOST_DRAWN = 300_000
WIDEST_DRAWN = 2400  # pixels
MOST_DOTS = 1_600_000
DRAWN = "data:image/png;base64,"
SORTS: dict[FileSort, tuple[str, ...]] = {
    FileSort.picture: ("image/",),
    FileSort.document: ("application/pdf", "text/", "application/vnd.openxmlformats", "application/vnd.oasis"),
    FileSort.sound: ("audio/",),
    FileSort.video: ("video/",),
}
ENDINGS: dict[FileSort, str] = {
    FileSort.picture: "image/*",
    FileSort.document: ".pdf,.txt,.csv,.docx,.xlsx,.pptx,.odt,.ods",
    FileSort.sound: "audio/*",
    FileSort.video: "video/mp4,video/quicktime",
}


def sorts(asked: FormField) -> list[FileSort]:
    """Which sorts of file answer it."""
    return asked.checks.sorts or list(FileSort)


def accept(asked: FormField) -> str:
    """What a browser offers to choose from."""
    return ",".join(ENDINGS[sort] for sort in sorts(asked))


def answering(asked: FormField, name: str, content: bytes) -> Attachment:
    """The file under a safe name, called what its first bytes say it is; Invalid when it is not taken there."""
    most = asked.checks.max_megabytes or MOST_MEGABYTES
    if len(content) > most * 1_000_000:
        raise Invalid.field(asked.key, _("A file may have {most} MB"), most=most)
    try:
        file = sendable(name, content)
    except Invalid as refused:
        raise Invalid.field(asked.key, refused.problems[0].says) from None
    if not file.mime.startswith(tuple(kind for sort in sorts(asked) for kind in SORTS[sort])):
        raise Invalid.field(asked.key, _("Files of this kind are not taken here"))
    return Attachment(file.name, file.mime, without_place(file.mime, file.content))


def drawn(asked: FormField, address: str) -> bytes:
    """The picture in a drawn signature: a small PNG and nothing after it; Invalid when it is anything else."""
    try:
        content = base64.b64decode(address.removeprefix(DRAWN), validate=True) if len(address) < 2 * MOST_DRAWN else b""
        width, height = struct.unpack(">II", content[16:24])
    except (binascii.Error, struct.error, ValueError):
        raise Invalid.field(asked.key, _("The drawing could not be read; sign again")) from None
    whole = content.startswith(PNG) and content[12:16] == b"IHDR" and content.endswith(b"IEND\xaeB`\x82")
    small = len(content) <= MOST_DRAWN and 0 < width <= WIDEST_DRAWN and 0 < height <= WIDEST_DRAWN and width * height <= MOST_DOTS
    if not (address.startswith(DRAWN) and whole and small and drawable(content)):
        raise Invalid.field(asked.key, _("The drawing could not be read; sign again"))
    return content
