"""One way to save a field: what is wrong is said at the field, and what was typed stays."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from careops.core.actor import Actor
from careops.core.db import perform
from careops.core.errors import Refusal, first_problems


async def saved(
    errors: dict[str, str], actor: Actor, field: str, action: Callable[..., Any], made: Callable[[], dict[str, Any]]
) -> dict[str, str]:
    """Runs the action with the arguments `made` makes of what was typed; returns the errors as they stand afterwards."""
    others = {name: message for name, message in errors.items() if name != field}
    try:
        await perform(actor, action, **made())
    except ValidationError as wrong:
        return others | {field: first_problems(wrong)[0].message}
    except Refusal as refusal:
        return others | {field: refusal.problems[0].message if refusal.problems else str(refusal)}
    return others
