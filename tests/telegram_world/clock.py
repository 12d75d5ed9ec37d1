"""A clock that a test moves by hand."""


class HandClock:
    """Stands still until it is told to go on; 25 November 2026, 04:00 UTC to begin with."""

    def __init__(self, now: float = 1_795_579_200.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def go(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds
