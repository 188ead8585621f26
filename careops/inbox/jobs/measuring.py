"""Figures of the outbox: how deep it is, how late, how hand-overs end, how many accounts rest."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric

from careops.channels import queries as channels
from careops.core import db, metrics
from careops.core.clock import now
from careops.inbox.queries.deliveries import depth
from careops.inbox.rules.delivering import name_of
from careops.inbox.schemas import Done

ENDED = metrics.counter("handovers", "Hand-overs to providers by how they ended", "channel", "outcome")
WAITED = metrics.histogram(
    "outbox_wait", "From when a message was due to when it was taken on", steps=(0.1, 0.25, 0.5, 1, 5, 30, 300, 3600)
)
TOOK = metrics.histogram("handover", "What one hand-over took", "channel", steps=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30))


def handed_over(done: Done, waited: float) -> None:
    """Counts one delivery's hand-overs."""
    WAITED.observe(max(0.0, waited))
    for tried in done.tried:
        ENDED.labels(done.claimed.channel, name_of(tried.outcome)).inc()
        TOOK.labels(done.claimed.channel).observe(tried.milliseconds / 1000)


def standing() -> Iterator[Metric]:
    """How the outbox and the accounts stand at this moment."""
    due = GaugeMetricFamily("careops_outbox_due", "Messages that could leave now", labels=["channel"])
    later = GaugeMetricFamily("careops_outbox_later", "Messages that wait for their time or their next try", labels=["channel"])
    lag = GaugeMetricFamily("careops_outbox_lag_seconds", "Age of the oldest message that could leave now", labels=["channel"])
    accounts = GaugeMetricFamily("careops_accounts", "Provider accounts by how their breaker stands", labels=["channel", "breaker"])
    moment = now()
    with db.reading() as session:
        for one in depth(session):
            due.add_metric([one.channel], one.due)
            later.add_metric([one.channel], one.later)
            lag.add_metric([one.channel], (moment - one.oldest).total_seconds() if one.oldest else 0)
        for (channel, breaker), count in channels.breakers(session).items():
            accounts.add_metric([channel, breaker], count)
    yield from (due, later, lag, accounts)


metrics.asked.append(standing)
