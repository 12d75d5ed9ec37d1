"""Texts that stay texts: nothing a person wrote becomes a formula, a link, or a sheet name that cannot be opened."""

from __future__ import annotations

import re
from collections.abc import Collection

XLSX_TEXT = 32_767
SHEET_NAME = 31
# Spreadsheets take these, wide and small forms too, for the beginning of a formula, after signs nobody sees.
_SKIPPED = r"(?:[^\S\t\r\n]|[\u00ad\u200b-\u200f\u2060\ufeff])*"
_BEGINS = rf"(?={_SKIPPED}[=+\-@＝＋－＠﹦﹢﹣﹫−])"
# A cell begins with the text, and also after what a program may take for its end if it was told the wrong separator.
_AT_START = rf"^{{}}('*)(?:{_BEGINS}|(?=[\t\r\n]))"
_INSIDE = rf"(?<=[,;|\"\t\r\n]){{}}('*){_BEGINS}"
_TO_GUARD = re.compile(f"{_AT_START.format('')}|{_INSIDE.format('')}")
_GUARDED = re.compile(f"""{_AT_START.format("'")}|{_INSIDE.format("'")}""")
_UNFIT = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]+")


def guarded(text: str) -> str:
    """The text with an apostrophe wherever a formula could begin; `unguarded` gives the text back."""
    return _TO_GUARD.sub(lambda found: f"'{found[0]}", text)


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return _GUARDED.sub(lambda found: found[0][1:], text)


def cut(text: str, most: int = XLSX_TEXT) -> str:
    """The text, or its beginning and an ellipsis where it has more UTF-16 units than `most`."""
    if len(text) <= most // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * most:
        return text
    return units[: 2 * (most - 1)].decode("utf-16-le", "ignore") + "…"


def sheet_name(text: str, taken: Collection[str]) -> str:
    """A name that every spreadsheet opens: short, without signs that are not allowed, none of `taken`."""
    name = cut(" ".join(_UNFIT.sub(" ", text).split()).strip("' ") or "Sheet", SHEET_NAME).strip("' ")
    others = {each.casefold() for each in taken} | {"history"}
    number, base = 1, name
    while name.casefold() in others:
        number += 1
        end = f" {number}"
        name = cut(base, SHEET_NAME - len(end)) + end
    return name
