"""How much rules may do by themselves, so that none runs away: behind each other, in an hour, to one person in a day."""

from careops.core.i18n import plural
from careops.core.i18n import text as _

DEEPEST = 3  # rules that set each other off
MOST_AN_HOUR = 500  # of one rule
MOST_A_DAY = 12  # for one person, of all rules that are no facts they wait for


def too_deep(depth: int) -> str:
    """Why nothing follows from it any more."""
    return _("Rules set each other off: {count} stand behind this already", count=depth) if depth >= DEEPEST else ""


def too_many(of_rule: int, of_contact: int) -> str:
    """Why it has to rest."""
    if of_rule >= MOST_AN_HOUR:
        return plural("This rule acted {count} time within the hour", "This rule acted {count} times within the hour", of_rule)
    if of_contact >= MOST_A_DAY:
        return plural("They were written to {count} time today", "They were written to {count} times today", of_contact)
    return ""
