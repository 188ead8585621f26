"""Who stands beside whom: blocks that share time lie side by side, each as wide as the crowd it is in allows."""

from collections.abc import Iterable
from dataclasses import replace

from careops.ui.kit.calendar.rows import Block


def side_by_side(blocks: Iterable[Block]) -> list[Block]:
    """The blocks in order of time, with lane and lanes filled in; a processing gap leaves its room to others."""
    placed: list[Block] = []
    crowd: list[Block] = []
    ends = 0
    for block in sorted(blocks, key=lambda block: (block.at, -block.minutes, block.id)):
        if crowd and block.at >= ends:
            placed += _in_lanes(crowd)
            crowd, ends = [], 0
        crowd.append(block)
        ends = max(ends, block.at + block.minutes)
    return placed + _in_lanes(crowd)


def _in_lanes(crowd: list[Block]) -> list[Block]:
    lanes: list[list[Block]] = []
    chosen: list[int] = []
    for block in crowd:
        free = next((i for i, lane in enumerate(lanes) if not any(_meet(block, other) for other in lane)), len(lanes))
        if free == len(lanes):
            lanes.append([])
        lanes[free].append(block)
        chosen.append(free)
    return [replace(block, lane=lane, lanes=len(lanes)) for block, lane in zip(crowd, chosen, strict=True)]


def _meet(one: Block, other: Block) -> bool:
    return any(a < d and c < b for a, b in _pieces(one) for c, d in _pieces(other))


def _pieces(block: Block) -> list[tuple[int, int]]:
    end = block.at + block.minutes
    if not block.gap_minutes:
        return [(block.at, end)]
    gap = block.at + block.gap_at
    return [(block.at, gap), (gap + block.gap_minutes, end)]
