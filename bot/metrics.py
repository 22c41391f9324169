"""What Prometheus is told: counts, durations and levels, never a person, a community or a text."""

from __future__ import annotations

import asyncio
import logging
import shutil
from importlib.metadata import version

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

from bot.backups import backups_folder, backups_in
from bot.gateway import Gateway
from bot.services import DATABASE, Services
from bot.settings import Settings
from claims.errors import CaveatError
from claims.observing import CheckFigures, Observer
from claims.tracing import Stage
from storage.sqlite import file_size

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_LAGS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)


class Metrics(Observer):
    """All metrics of one bot, in a registry of its own."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        PlatformCollector(registry=registry)
        Info("caveat_build", "The version that runs.", registry=registry).info(
            {"version": version("caveat")}
        )
        self._checks = Counter(
            "caveat_checks",
            "Checks by outcome, asked for by somebody or in a watched channel.",
            ["outcome", "asked"],
            registry=registry,
        )
        self._claims = Counter(
            "caveat_check_claims", "Claims shown by checks, by tier.", ["tier"], registry=registry
        )
        self._check_seconds = Histogram(
            "caveat_check_seconds",
            "From a check's interaction to its answer.",
            buckets=_SECONDS,
            registry=registry,
        )
        self._stages = Histogram(
            "caveat_check_stage_seconds",
            "What a check spends its time with, by stage.",
            ["stage"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._interactions = Counter(
            "caveat_interactions",
            "Interactions by command (or button, menu, form) and outcome.",
            ["command", "outcome"],
            registry=registry,
        )
        self._interaction_seconds = Histogram(
            "caveat_interaction_seconds",
            "From an interaction to its end.",
            buckets=_SECONDS,
            registry=registry,
        )
        self._errors = Counter(
            "caveat_errors",
            "Failures in interactions that nobody had foreseen, by kind.",
            ["kind"],
            registry=registry,
        )
        self._fetches = Counter(
            "caveat_fetches", "Pages read, or why not.", ["result"], registry=registry
        )
        self._digests = Counter(
            "caveat_digests", "What became of digests.", ["state"], registry=registry
        )
        self._records = Counter(
            "caveat_log_records", "Lines of the log, by level.", ["level"], registry=registry
        )
        self._lag = Histogram(
            "caveat_event_loop_lag_seconds",
            "How much later than asked for the event loop came back, looked at twice a second.",
            buckets=_LAGS,
            registry=registry,
        )
        self._levels = {
            name: Gauge(f"caveat_{name}", words, registry=registry)
            for name, words in _LEVELS.items()
        }
        self._loop_ages = Gauge(
            "caveat_loop_age_seconds",
            "Since the last sign of life of what goes on beside answering.",
            ["loop"],
            registry=registry,
        )
        for stage in Stage:
            self._stages.labels(stage)
        self.log_counter: logging.Handler = _LogCounter(self._records)

    def checked(self, figures: CheckFigures) -> None:
        """Count a check and its stages."""
        self._checks.labels(figures.outcome, "yes" if figures.asked else "no").inc()
        for tier, count in figures.tiers.items():
            self._claims.labels(tier).inc(count)
        for stage, seconds in figures.stages.items():
            self._stages.labels(stage).observe(seconds)
        if figures.asked:
            self._check_seconds.observe(figures.seconds)

    def interacted(self, name: str, outcome: str, seconds: float) -> None:
        """Count an interaction."""
        self._interactions.labels(name, outcome).inc()
        self._interaction_seconds.observe(seconds)

    def failed(self, kind: str) -> None:
        """Count a failure."""
        self._errors.labels(kind).inc()

    def fetched(self, result: str) -> None:
        """Count a page."""
        self._fetches.labels(result).inc()

    def settled(self, state: str) -> None:
        """Count a digest."""
        self._digests.labels(state).inc()

    def lagged(self, seconds: float) -> None:
        """Note how much too late the event loop came back."""
        self._lag.observe(seconds)

    async def exposition(self, services: Services, gateway: Gateway) -> bytes:
        """All metrics as they are now, in Prometheus's text format."""
        await self._measure(services, gateway)
        return generate_latest(self.registry)

    async def _measure(self, services: Services, gateway: Gateway) -> None:
        folder = services.settings.data
        levels: dict[str, float] = {
            "gateway_up": gateway.is_up,
            "gateway_latency_seconds": gateway.latency or 0.0,
            "gateway_reconnects": gateway.reconnects,
            "index_claims": services.index.claims,
            "index_vectors_behind": services.index.vectors_behind,
            "store_bytes": file_size(folder / DATABASE),
            "disk_free_bytes": shutil.disk_usage(folder).free,
        }
        levels["newest_backup_timestamp_seconds"] = await asyncio.to_thread(
            _newest_backup, services.settings
        )
        try:
            levels["index_behind"] = await services.current.behind()
            levels["corrections_pending"] = await services.store.corrections.waiting()
        except CaveatError:
            levels["store_up"] = 0
        else:
            levels["store_up"] = 1
        for name, level in levels.items():
            self._levels[name].set(level)
        for loop, age in services.heartbeats.ages().items():
            self._loop_ages.labels(loop).set(age)


_LEVELS = {
    "gateway_up": "1 where all connections to Discord's gateway stand.",
    "gateway_latency_seconds": "From a heartbeat to its answer; 0 before the first.",
    "gateway_reconnects": "Connections made anew since the start.",
    "index_claims": "Claims that can be found.",
    "index_behind": "Changes of the store that the index has not taken in yet.",
    "index_vectors_behind": "Claims that still lack their vector.",
    "store_up": "1 where the store answers.",
    "store_bytes": "Size of the database, with its write-ahead log.",
    "disk_free_bytes": "Room on the disk of the data folder.",
    "newest_backup_timestamp_seconds": "When the newest backup was made; 0 where there is none.",
    "corrections_pending": "Public answers that wait to be corrected.",
}


def _newest_backup(settings: Settings) -> float:
    """When the newest backup was made, in seconds of Unix time."""
    try:
        there = backups_in(backups_folder(settings))
    except OSError:
        return 0.0
    return max((backup.made.timestamp() for backup in there), default=0.0)


class _LogCounter(logging.Handler):
    def __init__(self, records: Counter) -> None:
        super().__init__()
        self._records = records

    def emit(self, record: logging.LogRecord) -> None:
        self._records.labels(record.levelname.lower()).inc()
