"""What is counted for a monitoring system to fetch: numbers and kinds, never a name, an address or a workspace."""

from collections.abc import Callable, Iterable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

registry = CollectorRegistry()

# What is looked up at the moment it is asked for; the contents page's domains add theirs.
asked: list[Callable[[], Iterable[Metric]]] = []


class _Asked(Collector):
    def collect(self) -> Iterator[Metric]:
        for ask in asked:
            yield from ask()

    def describe(self) -> Iterable[Metric]:
        return ()  # nothing is looked up before somebody asks


registry.register(_Asked())


def counter(name: str, says: str, *labels: str) -> Counter:
    """Something that is counted in this process."""
    return Counter(f"careops_{name}", says, labels, registry=registry)


def histogram(name: str, says: str, *labels: str, steps: tuple[float, ...]) -> Histogram:
    """Something that is measured in this process, in seconds."""
    return Histogram(f"careops_{name}_seconds", says, labels, buckets=steps, registry=registry)


def told() -> bytes:
    """Everything, in Prometheus' own text."""
    return generate_latest(registry)
