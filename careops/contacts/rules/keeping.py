"""Refusals about what a business keeps of people besides."""

from careops.core.errors import Conflict, Invalid


class TagExists(Conflict):
    """Two tags of the same name could not be told apart."""

    code, says = "tag_exists", "There is a tag of this name already"


class SegmentExists(Conflict):
    """Two segments of the same name could not be told apart."""

    code, says = "segment_exists", "There is a segment of this name already"


class TooManyFields(Conflict):
    """A page of a hundred fields is nobody's page."""

    code, says = "too_many_fields", "There are a hundred fields already; archive one first"


def no_such_field(key: str) -> Invalid:
    """Something is said of a field that is not there."""
    return Invalid.field(f"fields.{key}"[:80], "There is no such field")
