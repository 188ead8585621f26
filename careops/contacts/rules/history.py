"""Which of what happened with a person somebody may read: a fact is guarded like the place that it comes from."""

from careops.core.actor import Actor, Permission

# The first word of a fact's kind. What stands here nowhere is told to nobody by way of a person.
GUARDED: dict[str, Permission] = {
    "contact": Permission.contacts_view,
    "booking": Permission.bookings_view,
    "booking_series": Permission.bookings_view,
    "waitlist": Permission.bookings_view,
    "message": Permission.inbox,
    "conversation": Permission.inbox,
    "reply": Permission.inbox,
    "delivery": Permission.inbox,
    "arrival": Permission.inbox,
    "form": Permission.forms_view,
    "inventory": Permission.inventory_view,
    "automation": Permission.automation_manage,
}


def areas_open_to(actor: Actor) -> list[str]:
    """The first words of the kinds that somebody may read."""
    return [area for area, permission in GUARDED.items() if actor.can(permission)]
