"""The address of an invitation, as people tap it or scan it; and many of them as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from bot.programme.exporting.safe_text import guarded

HEADS = ("organisation", "person", "contact", "link", "number", "qr")


def deep_link(username: str, code: str) -> str:
    """What opens the bot with this invitation. `username` is the bot's, with or without @."""
    return f"https://t.me/{username.removeprefix('@')}?start={code}"


def links_csv(rows: Iterable[Sequence[str | int]]) -> bytes:
    """Links with whom each is for, in the order of HEADS, of which the last may be left out.

    With a byte-order mark, without which spreadsheets take accents for other signs; no cell is a formula.
    """
    rows = list(rows)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(HEADS[: len(rows[0]) if rows else -1])
    writer.writerows([guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")
