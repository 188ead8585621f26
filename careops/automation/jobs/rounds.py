"""Work by the clock that is long or for many: in small transactions, so that it is in nobody's way."""

from collections.abc import Callable

from sqlmodel import Session

from careops.accounts import queries as accounts
from careops.core.actor import Actor
from careops.core.db import reading, transaction
from careops.core.i18n import text as _


def businesses() -> list[Actor]:
    """Every workspace there is, as whoever works by the clock there."""
    with reading() as db:
        return [Actor.system(workspace) for workspace in accounts.all_workspaces(db)]


def until_none(some: Callable[[Session], int], actor: Actor | None = None) -> int:
    """Does some of it, a transaction each time, until none is left; returns how many were done."""
    done = 0
    while True:
        with transaction(actor) as db:
            found = some(db)
        if not found:
            return done
        done += found


def each(act: Callable[[Session, Actor], int], actors: list[Actor]) -> int:
    """Every business its turn; what broke is told of when all had theirs."""
    done, broken = 0, list[Exception]()
    for actor in actors:
        try:
            with transaction(actor) as db:
                done += act(db, actor)
        except Exception as problem:
            broken.append(problem)
    if broken:
        raise ExceptionGroup(_("Not all businesses could be looked at"), broken)
    return done
