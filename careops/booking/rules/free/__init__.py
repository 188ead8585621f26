"""Which times can be offered: for every reason why not, the set of starts that it bars; what no reason bars is free.

A visit is a chain of stages, each given by one of several people (or by all of them), with rooms and things beside. To be busy
from f to t bars the starts in between, moved by where in the service the stretch lies: that is all there is to buffers, to
processing gaps and to rooms. "One of these" is the intersection of what bars each; "and also" is the union; "and then" is a shift.
"""

from careops.booking.rules.free.barring import Bar, barred, bars
from careops.booking.rules.free.stages import Serving, Session, Shape, Stage, Subject, shaped
from careops.booking.rules.free.starting import everybody, forget, free_starts, free_windows, givers, load, sweep

__all__ = [
    "Bar",
    "Serving",
    "Session",
    "Shape",
    "Stage",
    "Subject",
    "barred",
    "bars",
    "everybody",
    "forget",
    "free_starts",
    "free_windows",
    "givers",
    "load",
    "shaped",
    "sweep",
]
