"""How the program is: what health and metrics report. Numbers and times only, nobody's words."""

from __future__ import annotations

from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge

CONTACT_SECONDS = 90.0
# Two pollers push each other aside in turns, so a poll that works does not end a conflict.
CONFLICT_SECONDS = 60.0


@dataclass
class Health:
    """Written by the loops as they go, read by the health page. Seconds are of the monotonic clock."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    holding_since: float | None = None
    last_contact: float | None = None
    conflict_at: float | None = None
    polling: bool = False

    def __post_init__(self) -> None:
        def counter(name: str, text: str) -> Counter:
            return Counter(f"tayari_{name}", text, registry=self.registry)

        self.events = counter("events", "Events taken in")
        self.duplicates = counter("duplicates", "Events that came more than once")
        self.aside = counter("set_aside", "Events set aside because their step failed")
        self.shown = counter("screens_shown", "Screens sent or edited")
        self.failed = counter("screens_failed", "Calls of the way out that failed")
        self.waiting = Gauge("tayari_waiting", "Events waiting to be taken in", registry=self.registry)
        self.held = Gauge(
            "tayari_holding", "1 while the database does not take events", registry=self.registry
        )

    def hold(self, seconds: float) -> None:
        """The database does not take events."""
        if self.holding_since is None:
            self.holding_since = seconds
        self.held.set(1)

    def flow(self) -> None:
        """The database takes events."""
        self.holding_since = None
        self.held.set(0)

    def contact(self, seconds: float) -> None:
        """Telegram answered a poll."""
        self.last_contact = seconds

    def conflict(self, seconds: float) -> bool:
        """Another process took the updates; True where that is news."""
        known = self._in_conflict(seconds)
        self.conflict_at = seconds
        return not known

    def _in_conflict(self, seconds: float) -> bool:
        return self.conflict_at is not None and seconds - self.conflict_at < CONFLICT_SECONDS

    def trouble(self, seconds: float) -> list[str]:
        """What is wrong now, in words for an operator; empty where all is well."""
        found = []
        if self.holding_since is not None:
            found.append(f"the database has not taken events for {seconds - self.holding_since:.0f} s")
        if self.polling and self.last_contact is not None and seconds - self.last_contact > CONTACT_SECONDS:
            found.append(f"no contact with Telegram for {seconds - self.last_contact:.0f} s")
        if self._in_conflict(seconds):
            found.append("another process polls with the same token")
        return found
