"""The letters a report is set in: the Noto fonts of an installed package, and what to do where none has a letter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
"""The packages that hold the fonts; the second one, for Chinese, Japanese and Korean, is large and may be missing."""

FIRST, LAST = "Noto Sans", ("Noto Sans Symbols", "Noto Emoji")

# What may go without a word where no font has it: pictures, signs nobody sees, numbers that are no letter.
_DROPPED = {"So", "Sk", "Cf", "Cn", "Co", "Cs", "Cc", "Mn", "Me"}
# Signs that ask for no picture of their own.
_UNSEEN = {"Cf", "Cc"}
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def font_folders() -> list[Path]:
    """Where the installed fonts are."""
    specs = (find_spec(name) for name in PACKAGES)
    return [Path(spec.origin).parent for spec in specs if spec is not None and spec.origin]


def families_in_order(names: Iterable[str]) -> list[str]:
    """Families as letters are looked for in them: Latin first, pictures last."""
    wanted = {name for name in names if "Italic" not in name}
    middle = sorted(wanted - {FIRST, *LAST})
    return [name for name in (FIRST, *middle, *LAST) if name in wanted]


@cache
def covered() -> frozenset[int]:
    """The numbers of all letters that one of our fonts has."""
    found: set[int] = set()
    for folder in font_folders():
        for path in sorted(folder.glob("*.[to]t[fc]")):
            with TTFont(path, lazy=True, fontNumber=0) as font:
                found |= font.getBestCmap().keys()
    return frozenset(found)


def printable(text: str, instead: str) -> str:
    """The text with `instead` for each run of letters that no font has; pictures that no font has are left out."""
    if all(ord(sign) in covered() for sign in text):
        return text
    kept = _SELECTORS.sub("", text)
    parts: list[str] = []
    for sign in kept:
        category = unicodedata.category(sign)
        if ord(sign) in covered() or category in _UNSEEN:
            parts.append(sign)
        elif category not in _DROPPED and parts[-1:] != [instead]:
            parts.append(instead)
    return "".join(parts)


def all_printable(data: Any, instead: str) -> Any:
    """The same data with every text in it made printable."""
    if isinstance(data, str):
        return printable(data, instead)
    if isinstance(data, list):
        return [all_printable(each, instead) for each in data]
    if isinstance(data, dict):
        return {key: all_printable(each, instead) for key, each in data.items()}
    return data
