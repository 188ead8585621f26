"""A copy to keep on paper: everything that was asked and answered, in the words of its version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from careops.business.schemas import BusinessRow
from careops.core.i18n import text as _
from careops.core.when import moment_text
from careops.forms.rules.reciting import recited
from careops.forms.rules.showing import shown
from careops.forms.schemas import CopyRow, FieldKind
from careops.forms.schemas.fields import SILENT
from careops.ui.public import printed
from careops.ui.public.printed import Line

MOST_LETTERS = 100_000  # in one document: more takes a computer seconds to lay out


@dataclass(frozen=True, slots=True)
class Receipt:
    """A document before it is laid out, which takes its time and needs no database."""

    sender: str
    title: str
    lead: str
    foot: str
    lines: tuple[Line, ...]
    at: datetime

    @property
    def name(self) -> str:
        """What its file is called."""
        return f"{self.title[:80]}.pdf"

    @property
    def letters(self) -> int:
        """How long it is."""
        return sum(len(line.label) + len(line.text) for line in self.lines)

    def pdf(self) -> bytes:
        """The document itself."""
        return printed.pdf(sender=self.sender, title=self.title, lead=self.lead, lines=self.lines, foot=self.foot, at=self.at)


def receipt(row: CopyRow, here: BusinessRow, who: str, drawings: Mapping[str, bytes], *, now: datetime, locale: str) -> Receipt:
    """The document of a copy."""
    lines: list[Line] = []
    left = MOST_LETTERS
    for field in shown(row.fields, row.answers):
        if field.kind in SILENT:
            lines.append(Line(field.label, heading=True))
            continue
        said = recited(field, row.answers.get(field.key), locale)
        if len(said) > left:
            said = _("{said}… (the rest is on the screen)", locale, said=said[: max(0, left)])
        left -= len(said)
        picture = drawings.get(field.key, b"") if field.kind is FieldKind.signature else b""
        lines.append(Line(field.label, said, picture=picture))
    moment = row.completed_at or now
    at = moment_text(now, moment, here.timezone, locale, here.hour_cycle)
    sent = _("Sent {when}", locale, when=at) if row.completed_at else _("Not sent yet, {when}", locale, when=at)
    sender = ", ".join(part for part in (here.name, here.address, here.phone) if part)
    return Receipt(sender, row.form, " · ".join(part for part in (who, sent) if part), here.name, tuple(lines), moment)
