"""What a server's processes cost, as the kernel counts it."""

import os
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def family(pid: int) -> list[int]:
    """The process and everything it started."""
    children = [int(child) for task in Path(f"/proc/{pid}/task").glob("*") for child in (task / "children").read_text().split()]
    return [pid, *(below for child in children for below in family(child))]


def cpu_seconds(pid: int) -> float:
    """The processor time of the whole family so far, user and system."""
    return sum(_ticks(one) for one in family(pid)) / TICK


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def memory(pid: int) -> dict[str, float]:
    """What the family holds, in MB: resident, and its fair share where pages are shared."""
    resident = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in family(pid)) * PAGE
    shares = [line.split()[1] for one in family(pid) for line in _rollup(one) if line.startswith("Pss:")]
    return {"rss": resident / 1e6, "pss": sum(map(int, shares)) * 1024 / 1e6}


def _rollup(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
