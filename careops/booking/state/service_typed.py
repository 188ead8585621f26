"""What was typed in a service's editor, read as a change of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from careops.booking.state.service_form import CHOICES, EVERY, MAYBE, NUMBERS, SWITCHES, UNITS, WORDS, PersonLine, Sheet
from careops.core.errors import Problem
from careops.core.money import read_amount
from careops.core.typed import whole


@dataclass(frozen=True)
class Typed:
    """What was typed, as the fields of a change; `names` says which field of the page each field of the change came from."""

    fields: dict[str, Any]
    names: dict[str, str]
    problems: list[Problem]


class _Reader:
    """Reads a form field by field and notes what is no number or no amount."""

    def __init__(self, form: Mapping[str, Any], currency: str) -> None:
        self.form, self.currency = form, currency
        self.problems: list[Problem] = []

    def text(self, name: str) -> str:
        value = self.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    def on(self, name: str) -> bool:
        return self.form.get(name) not in (None, "", False, "false")

    def amount(self, name: str) -> int:
        try:
            return read_amount(self.text(name)[:20], self.currency)
        except ValueError as wrong:
            self.problems.append(Problem(name, str(wrong)))
            return 0


def read(form: Mapping[str, Any], there: Sheet, currency: str) -> Typed:
    """The change that was typed; what the form did not hold is left as it is."""
    reader, names = _Reader(form, currency), dict[str, str]()
    fields: dict[str, Any] = {name: reader.text(name) for name in (*NUMBERS, *WORDS, *CHOICES) if name in form}
    fields |= {name: reader.text(name) or None for name in MAYBE if name in form}
    fields |= {name: reader.on(name) for name in SWITCHES}
    fields |= {name: reader.amount(name) for name in ("price", "deposit")}
    if not fields.get("slug"):
        fields.pop("slug", None)
    fields["min_notice"] = _notice(reader)
    names["min_notice"] = "notice"
    fields["variants"], fields["add_ons"] = _variants(reader, there, names), _add_ons(reader, there, names)
    doing = [one for one in there.people if reader.on(f"does-{one.id}")]
    fields["provider_ids"] = [one.id for one in doing]
    fields["weights"] = {one.id: reader.text(f"weight-{one.id}") or "1" for one in doing}
    names |= {f"weights.{one.id}": f"weight-{one.id}" for one in doing}
    fields["terms"] = _terms(reader, there, doing, names)
    fields["needs"] = []
    for need in there.needs:
        chosen = [pick.id for pick in need.picks if reader.on(pick.name)]
        if chosen and not need.removed:
            names[f"needs.{len(fields['needs'])}"] = f"need-{need.key}"
            fields["needs"].append(chosen)
    return Typed(fields, names, reader.problems)


def _notice(reader: _Reader) -> Any:
    typed = reader.text("notice") or "0"
    unit = UNITS.get(reader.text("notice_unit"), 60)
    count = whole(typed)
    return typed if count is None else count * unit


def _variants(reader: _Reader, there: Sheet, names: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for line in there.variants:
        if not line.removed:
            start = f"variant-{line.key}"
            told: dict[str, Any] = {part: reader.text(f"{start}-{part}") for part in ("name", "duration")}
            told |= {part: reader.text(f"{start}-{part}") or "0" for part in ("gap_after", "gap_minutes")}
            told["price"] = reader.amount(f"{start}-price")
            names |= {f"variants.{len(found)}.{part}": f"{start}-{part}" for part in told}
            found.append(told | ({"id": line.id} if line.id else {}))
    return found


def _add_ons(reader: _Reader, there: Sheet, names: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for line in there.add_ons:
        if not line.removed:
            start = f"addon-{line.key}"
            told: dict[str, Any] = {part: reader.text(f"{start}-{part}") for part in ("name", "description")}
            told |= {"minutes": reader.text(f"{start}-minutes") or "0", "price": reader.amount(f"{start}-price")}
            names |= {f"add_ons.{len(found)}.{part}": f"{start}-{part}" for part in told}
            found.append(told | ({"id": line.id} if line.id else {}))
    return found


def _terms(reader: _Reader, there: Sheet, doing: Sequence[PersonLine], names: dict[str, str]) -> list[dict[str, Any]]:
    places = {line.key: at for at, line in enumerate(line for line in there.variants if not line.removed)}
    found: list[dict[str, Any]] = []
    for one in doing:
        for line in one.terms:
            length, price = reader.text(f"{line.name}-duration"), reader.text(f"{line.name}-price")
            if line.removed or not (length or price):
                continue
            names |= {f"terms.{len(found)}.{part}": f"{line.name}-{part}" for part in ("duration", "price")}
            about = {} if line.variant == EVERY else {"variant_at": places[line.variant]}
            amount = reader.amount(f"{line.name}-price") if price else None
            found.append({"provider_id": one.id, "duration": length or None, "price": amount, **about})
    return found
