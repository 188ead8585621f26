"""What a story is made of: something done at a moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from careops.demo.opening import Salon


@dataclass(frozen=True, slots=True)
class Act:
    """Something done at a moment; a `quiet` one is nothing that anybody is written to about."""

    at: datetime
    do: Callable[[Session, Salon], object]
    quiet: bool = False
