"""The other process: takes orders on standard input, sets them with typst, gives files back. At the lowest priority.

It knows nothing of the bot. Text comes as data and is only ever printed. Each order and each answer is its length
(8 bytes) and then so many bytes; an answer begins with "+" and holds a file, or with "-" and holds a reason.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import IO, Any

TEMPLATES = Path(__file__).parent / "templates"
LENGTH = 8
NICEST = 19
LONGEST = 120
"""Seconds for one order at the very most, should there be nobody left to end this process."""

Order = dict[str, Any]


def read_message(file: IO[bytes]) -> bytes | None:
    """The next message; None where the other side is gone."""
    head = file.read(LENGTH)
    if len(head) < LENGTH:
        return None
    length = int.from_bytes(head, "big")
    body = file.read(length)
    return body if len(body) == length else None


def write_message(file: IO[bytes], body: bytes) -> None:
    file.write(len(body).to_bytes(LENGTH, "big") + body)
    file.flush()


def main() -> None:
    """Set orders until standard input ends."""
    # Other work of this machine goes first, and one report takes one core at most.
    if hasattr(os, "nice"):
        os.nice(NICEST)
    os.putenv("RAYON_NUM_THREADS", "1")
    from bot.report.setter import Setter

    answers = os.fdopen(os.dup(1), "wb")
    # Whatever else may print must not get between the answers.
    os.dup2(2, 1)
    setter = Setter(TEMPLATES)
    while (order := read_message(sys.stdin.buffer)) is not None:
        _end_after(LONGEST)
        try:
            answer = b"+" + setter.set(json.loads(order))
        except Exception as trouble:
            answer = b"-" + f"{type(trouble).__name__}: {trouble}".encode()
        _end_after(0)
        write_message(answers, answer)


def _end_after(seconds: int) -> None:
    """End this process after so many seconds of its own clock; 0 for never."""
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


if __name__ == "__main__":
    main()
