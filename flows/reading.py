"""What typed words mean: digits of any script, level names, command words. Pure text, no state is changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

PROOF_LETTERS = "abcdefgh"
"""How proof options are named in what is typed, the last one for nothing yet."""

_SPACES = re.compile(r"\s+")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'"})


def normalise(text: str) -> str:
    """One spelling for what people type: no capitals, plain digits, single spaces, no marks at the edges."""
    plain = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).casefold()
    shown = "".join(_plain_digit(sign) for sign in plain if unicodedata.category(sign) != "Cf")
    return _trimmed(_SPACES.sub(" ", shown))


def _trimmed(text: str) -> str:
    """Without marks at both ends. No pattern: one takes seconds where marks fill the middle of a long text."""
    first = next((place for place, sign in enumerate(text) if sign.isalnum()), len(text))
    end = next((place for place in range(len(text), first, -1) if text[place - 1].isalnum()), first)
    return text[first:end]


def _plain_digit(sign: str) -> str:
    digit = unicodedata.digit(sign, None)
    return sign if digit is None else str(digit)


def number_in(words: str, level_word: Iterable[str] = ("level",)) -> int | None:
    """The number in "3" or "level 3" (already normalised); None in anything longer, such as "3 people"."""
    for word in level_word:
        if words.startswith(f"{word} "):
            words = words[len(word) + 1 :]
            break
    return int(words) if words.isascii() and words.isdigit() and len(words) <= 3 else None


def level_in(words: str, names: Mapping[str, int], vocabulary: Mapping[str, str]) -> int | None:
    """The level that typed words mean (already normalised): by its name, or "3", or "level 3" in this vocabulary."""
    named = names.get(words)
    if named is not None:
        return named
    return number_in(words, [word for word, meaning in vocabulary.items() if meaning == "level"])


def clean_name(text: str) -> str:
    """A typed name without invisible signs and doubled spaces; empty where nothing readable is left.

    The two joiners stay: Persian and Indian words are misspelt without them.
    """
    visible = "".join(
        " " if unicodedata.category(sign) in {"Cc", "Zs", "Zl", "Zp"} else sign
        for sign in text
        if unicodedata.category(sign) not in {"Cf", "Cs", "Co", "Cn"} or sign in "\u200c\u200d"
    )
    name = _SPACES.sub(" ", visible).strip()
    return name if any(sign.isalnum() for sign in name) else ""


def is_question(text: str) -> bool:
    """True for a remark long enough to deserve the help of this question, not only a hint."""
    return "?" in text or "؟" in text or len(text.split()) >= 3
