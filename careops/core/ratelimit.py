"""Limits on how often: per address on public and sign-in doors, per account elsewhere; shared through Redis when there is one."""

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address, ip_network

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import MovingWindowRateLimiter

from careops.core.clock import now
from careops.core.errors import TooMany, Unavailable
from careops.core.settings import settings


@dataclass(frozen=True, slots=True)
class Left:
    """What remains of a limit: for the RateLimit-* headers; `reset` in seconds."""

    limit: int
    remaining: int
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        return {"RateLimit-Limit": str(self.limit), "RateLimit-Remaining": str(self.remaining), "RateLimit-Reset": str(self.reset)}


@lru_cache(maxsize=1)
def _limiter() -> MovingWindowRateLimiter:
    storage: Storage = RedisStorage(settings.redis_url) if settings.redis_url else MemoryStorage()
    return MovingWindowRateLimiter(storage)


@lru_cache(maxsize=64)
def _rule(rule: str) -> RateLimitItem:
    return parse(rule)


def network(address: str) -> str:
    """Whom a limit counts: the address, or the /64 it is in, since one household has a whole one to itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(found) if found.version == 4 else str(ip_network((found, 64), strict=False))


def check(rule: str, *who: str, times: int = 1) -> Left:
    """Counts a try of `who`, or several at once, against a rule such as "20/minute"; TooMany when it is used up.

    A store that does not answer refuses (Unavailable): a limit that fails open is no limit.
    """
    item = _rule(rule)
    if not settings.rate_limits:
        return Left(item.amount, item.amount, 0)
    try:
        allowed = _limiter().hit(item, *who, cost=times)
        stats = _limiter().get_window_stats(item, *who)
    except Exception as problem:
        raise Unavailable(retry_after=5) from problem
    reset = max(1, int(stats.reset_time - now().timestamp()) + 1)
    if not allowed:
        raise TooMany(retry_after=reset)
    return Left(item.amount, stats.remaining, reset)


def forget(rule: str, *who: str) -> None:
    """Clears the count: a right password ends the suspicion."""
    if settings.rate_limits:
        _limiter().clear(_rule(rule), *who)
