"""What is done in teams: one function for each act, whose rights are checked under its locks."""

from __future__ import annotations

from collections.abc import Callable

from storage.programme.acting import Desk, Performed
from storage.team import (
    evidence_acts,
    looking_back,
    mark_acts,
    place_dates,
    round_acts,
    share_acts,
    taking,
    team_acts,
)

TEAM_ACTS: dict[str, Callable[[Desk], Performed | None]] = {
    **team_acts.ACTS,
    **round_acts.ACTS,
    **mark_acts.ACTS,
    **evidence_acts.ACTS,
    **looking_back.ACTS,
    **share_acts.ACTS,
    **taking.ACTS,
    **place_dates.ACTS,
}
