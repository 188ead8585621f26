"""How much strangers may take: more than a family needs, less than it takes to empty a calendar or to flood somebody's mailbox."""

import hashlib

HOLDS = ("30/5 minutes", "hold")  # from one network, for as long as a hold lives
BOOKINGS = ("30/hour", "book")
MORE = ("120/hour", "more")  # seats beyond the first of a hold or a booking, and visits beyond the first of a series
WISHES = ("20/hour", "wish")  # each is told by mail, and looked for every few minutes
CHANGES = ("30/hour", "change")  # each tells the customer by mail
FOR_ONE_ADDRESS = "20/day"  # bookings, and so mails, that strangers can make one business send there


def addressee(slug: str, email: str) -> tuple[str, str]:
    """Who is written to by which business, as a limit counts them: the address itself stays out of it."""
    return slug, hashlib.sha256(email.strip().casefold().encode()).hexdigest()[:32]
