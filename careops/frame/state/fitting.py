"""What a handler is called with: whatever somebody with a socket likes, until it was fitted here."""

import inspect
from collections.abc import Mapping
from typing import Any, get_origin

from careops.core.errors import Invalid
from careops.core.i18n import text as _

MOST_SENT = 200_000  # letters one call of a handler may bring; what a tab holds costs memory as long as it is open


class NotUnderstood(Invalid):
    """Only somebody who writes to the socket by hand sends such a thing."""

    code, says = "not_understood", _("This could not be understood. Nothing was changed.")


def fitting(shape: inspect.Signature, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, as the handler's signature wants it: words, whole numbers, yes or no; else, or if far too much, it is not understood.

    A handler is called by whoever has a socket, with whatever they like: this is where its arguments become what it says they are.
    """
    try:
        given = shape.bind(*args, **kwargs).arguments
    except TypeError:
        raise NotUnderstood from None
    if _letters(given) > MOST_SENT:
        raise NotUnderstood
    return {name: _fit(value, shape.parameters[name].annotation) for name, value in given.items()}


def _fit(value: Any, wanted: Any) -> Any:
    if wanted is str and not isinstance(value, str):
        if isinstance(value, dict | list | tuple):
            raise NotUnderstood
        return "" if value is None else str(value)
    if wanted is bool and not isinstance(value, bool):
        raise NotUnderstood
    if wanted is int and type(value) is not int:  # True is no number here
        if not isinstance(value, float) or not value.is_integer():
            raise NotUnderstood
        return int(value)
    if (wanted is dict or get_origin(wanted) is dict) and not isinstance(value, dict):
        raise NotUnderstood
    return value


def _letters(given: Any) -> int:
    """How much it is, whatever stands inside what; it stops counting where it is too much."""
    waiting, found = [given], 0
    while waiting and found <= MOST_SENT:
        one = waiting.pop()
        found += len(one) if isinstance(one, str) else 1
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple):
            waiting += one
    return found
