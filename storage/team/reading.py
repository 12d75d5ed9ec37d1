"""Reading the pages of teams: one function for each, which raises NotYours for whoever may not see it."""

from __future__ import annotations

from collections.abc import Callable

from flows.desk import Act
from flows.pages import Page
from storage.programme.reader import Reader
from storage.team import (
    evidence_reading,
    looking_back,
    mark_reading,
    place_dates,
    round_reading,
    share_reading,
    taking,
    team_reading,
)

TEAM_READ: dict[str, Callable[[Reader, Act], Page | None]] = {
    **team_reading.READ,
    **round_reading.READ,
    **mark_reading.READ,
    **evidence_reading.READ,
    **looking_back.READ,
    **share_reading.READ,
    **taking.READ,
    **place_dates.READ,
}
