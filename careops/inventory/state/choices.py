"""What the menus of the shelf's forms offer, and which thing the address means."""

from uuid import UUID

import reflex as rx
from sqlmodel import Session

from careops.core import paging
from careops.core.actor import Actor
from careops.core.ids import read_id
from careops.inventory import queries as stock
from careops.inventory.state.words import Choice


def suppliers(db: Session, actor: Actor) -> list[Choice]:
    """Whom one may order from."""
    return [Choice(str(one.id), one.name) for one in stock.suppliers(db, actor, limit=paging.MOST).items]


def places(db: Session, actor: Actor) -> list[Choice]:
    """Where things may be."""
    return [Choice(str(one.id), one.name) for one in stock.locations(db, actor)]


def in_address(state: rx.State) -> UUID:
    """The thing the page is about: the last part of its address; NotFound when that is no id."""
    return read_id(str(state.router.url.path).rstrip("/").rsplit("/", 1)[-1])
