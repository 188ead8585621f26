"""What is agreed for a visit at a time, written down once: a hold keeps it, a booking becomes it, later changes touch nothing of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from careops.booking.queries.ground import Ground, Sold
from careops.booking.rules import Placed, wall_text
from careops.business.schemas import BusinessRow


def agreement(found: Ground, placed: Sequence[Placed], host: BusinessRow, seats: int, address: str = "") -> dict[str, Any]:
    """The visit as a booking will say it, as plain values; times are seconds, lengths minutes, prices of one seat in minor units."""
    lines = [_line(position, sold, at) for position, (sold, at) in enumerate(zip(found.sold, placed, strict=True))]
    rows = [sold.row for sold in found.sold]
    first, start, end = rows[0], placed[0].start, placed[-1].end
    timezone = placed[0].serving.subject.plan.timezone
    names = dict.fromkeys(name for line in lines for name in (line["provider_name"], *line["colleagues"]))
    return {
        "booking_type_id": lines[0]["booking_type_id"],
        "type_name": " + ".join(_called(line) for line in lines),
        "provider_id": lines[0]["provider_id"],
        "provider_name": ", ".join(names),
        "starts": start,
        "ends": end,
        "local_start": wall_text(timezone, start),
        "timezone": timezone,
        "duration": (end - start) // 60,
        "buffer_before": first.buffer_before,
        "buffer_after": rows[-1].buffer_after,
        "price": sum(line["price"] for line in lines),
        "deposit": sum(row.deposit for row in rows),
        "currency": host.currency,
        "location_kind": first.location_kind,
        "location": address or first.location or (host.address if first.location_kind == "place" else ""),
        "policy": next((row.policy for row in rows if row.policy), host.cancellation_policy),
        "cancel_hours": max(row.cancel_hours for row in rows),
        "reschedule_hours": max(row.reschedule_hours for row in rows),
        "auto_confirm": all(row.auto_confirm for row in rows),
        "seats": seats,
        "lines": lines,
    }


def _called(line: dict[str, Any]) -> str:
    return f"{line['type_name']} ({line['variant_name']})" if line["variant_name"] else line["type_name"]


def _line(position: int, sold: Sold, at: Placed) -> dict[str, Any]:
    row, subject = sold.row, at.serving.subject
    gap_after, gap = (row.variant_gap_after, row.variant_gap_minutes) if sold.variant_id else (row.gap_after, row.gap_minutes)
    return {
        "position": position,
        "booking_type_id": str(row.id),
        "type_name": row.name,
        "variant_id": _text(sold.variant_id),
        "variant_name": sold.variant_name,
        "provider_id": str(subject.id),
        "provider_name": subject.name,
        "slot_id": _text(at.session.id if at.session else None),
        "colleagues": [other.name for other in at.serving.others],
        "rooms": [room.name for room, _ in at.rooms],
        "starts": at.start,
        "ends": at.end,
        "duration": (at.end - at.start) // 60,
        "gap_after": gap_after,
        "gap_minutes": gap,
        "buffer_before": row.buffer_before,
        "buffer_after": row.buffer_after,
        "price": sold.prices.get(subject.id, row.price),
        "add_ons": sold.add_ons,
        "assigned_because": at.because,
        "turns": sold.stage.turns,
        "per_day": row.customer_max_per_day,
        "per_week": row.customer_max_per_week,
        "uses": sold.uses,
    }


def _text(id: UUID | None) -> str | None:
    return str(id) if id else None
