"""Sets of whole numbers as lists of stretches [from, to): in order, apart from each other. All of them work in one pass.

Moments are such numbers (seconds since 1970), and so is everything that can be said of them: when somebody is busy, and at
which starts something cannot begin.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Span = tuple[int, int]
Spans = list[Span]

ALWAYS: Span = (-(1 << 62), 1 << 62)


def merged(spans: Iterable[Span]) -> Spans:
    """The set of any stretches, in any order, overlapping or empty."""
    found: Spans = []
    last = ALWAYS[0]
    for begin, end in sorted(spans):
        if begin > last or not found:
            if begin < end:
                found.append((begin, end))
                last = end
        elif end > last:
            found[-1] = (found[-1][0], end)
            last = end
    return found


def union(*sets: Sequence[Span]) -> Spans:
    """What is in any of them."""
    filled = [one for one in sets if one]
    if len(filled) < 2:
        return list(filled[0]) if filled else []
    return merged([span for one in filled for span in one])


def intersect(one: Sequence[Span], other: Sequence[Span]) -> Spans:
    """What is in both."""
    found: Spans = []
    i = j = 0
    while i < len(one) and j < len(other):
        begin, end = max(one[i][0], other[j][0]), min(one[i][1], other[j][1])
        if begin < end:
            found.append((begin, end))
        if one[i][1] < other[j][1]:
            i += 1
        else:
            j += 1
    return found


def complement(spans: Sequence[Span], within: Span = ALWAYS) -> Spans:
    """What of `within` is in none of them."""
    found: Spans = []
    at, stop = within
    for begin, end in spans:
        if end <= at:
            continue
        if begin >= stop:
            break
        if begin > at:
            found.append((at, begin))
        at = end
    if at < stop:
        found.append((at, stop))
    return found


def subtract(spans: Sequence[Span], less: Sequence[Span]) -> Spans:
    """What is in the first and not in the second."""
    return intersect(spans, complement(less))


def shift(spans: Sequence[Span], by: int) -> Spans:
    """The same set, so much later."""
    return [(begin + by, end + by) for begin, end in spans]


def covers(spans: Sequence[Span], point: int) -> bool:
    """Whether the number is in the set."""
    at = bisect_right(spans, (point, ALWAYS[1])) - 1
    return at >= 0 and point < spans[at][1]
