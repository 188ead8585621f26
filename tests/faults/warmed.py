"""What the warm process has imported; the tests' settings come with the first of it."""

import granian  # noqa: F401
from sqlalchemy.orm import configure_mappers

import careops.careops  # noqa: F401
from careops.core.memory import settle
from tests.faults import forgetful, forked, stable, telling  # noqa: F401
from tests.races import clockwork, consumers, eyes, heats  # noqa: F401

configure_mappers()
settle()  # a collection in each of those that are forked would copy all of it
