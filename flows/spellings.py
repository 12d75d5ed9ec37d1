"""One key for all spellings of a name, so that the same organisation or person is met again. Pure text.

A key is for comparing only and is never shown. It forgets case, accents, punctuation, spaces and full-width signs; for
organisations also what kind of company they are, for persons titles and the order of given and family name. It never
guesses: a letter more or less is another name, and only a human may call the two the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256

KEY_LONGEST = 200
"""What the column of a key holds, in characters."""
_HASH_LENGTH = 16

# Letters that no decomposition takes apart, as people write them who do not have them on their keyboard.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŋ": "n"}
)
# They stand inside a word and are left out as often as not.
_INSIDE = re.compile(r"['’ʼ‘`´ʻꞌ]")
_MARKS_OF_VOWELS = re.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u0652\u0670]")

_JOINERS = frozenset({"and", "et"})
_KINDS_OF_COMPANY = (
    "ltd limited inc incorporated llc llp plc corp corporation pty pvt gmbh sarl sas sa srl bv nv asbl vzw"
)
_COMPANIES = frozenset(_KINDS_OF_COMPANY.split())
_FORMS_OF_ADDRESS = "mr mrs ms miss dr prof professor mme mlle monsieur madame mademoiselle"
_TITLES = frozenset(_FORMS_OF_ADDRESS.split())
PHONE_DIGITS = 8
"""The end of a telephone number, which is the same with and without the code of its country."""


def organisation_key(name: str) -> str:
    """The key of an organisation's name, at most KEY_LONGEST characters; empty only for an empty name."""
    words = _single_letters_joined(word for word in _words(name) if word not in _JOINERS)
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in _COMPANIES:
        words.pop()
    return _held(_closed_up(words) or _bare(name))


def person_key(name: str) -> str:
    """The key of a person's name within an organisation, at most KEY_LONGEST characters."""
    words = _words(name)
    named = [word for word in words if word not in _TITLES] or words
    return _held(" ".join(sorted(named)) or _bare(name))


def contact_key(contact: str) -> str:
    """What other spellings of a telephone number, an address or a @name share; empty where that says nothing."""
    digits = "".join(_plain_digit(sign) for sign in contact if sign.isdecimal())
    if len(digits) >= PHONE_DIGITS and "@" not in contact:
        return digits[-PHONE_DIGITS:]
    return contact.strip().removeprefix("@").casefold()


def word_key(text: str) -> str:
    """The key of a heading or of the name of a language: plain words with single spaces."""
    return " ".join(_words(text)) or _bare(text)


def _words(text: str) -> list[str]:
    whole = _INSIDE.sub("", _folded(text))
    return "".join(sign if sign.isalnum() or _is_vowel_sign(sign) else " " for sign in whole).split()


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN)
    bare = _MARKS_OF_VOWELS.sub("", "".join(_without_accents(plain)))
    return unicodedata.normalize("NFKC", "".join(_plain_digit(sign) for sign in bare if not _is_hidden(sign)))


def _without_accents(text: str) -> Iterator[str]:
    """Accents over Latin and Greek letters are left out as often as not; in other scripts marks are letters."""
    last = ""
    for sign in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(sign):
            last = sign
        elif _is_accent(sign, last):
            continue
        yield sign


def _is_accent(sign: str, letter: str) -> bool:
    if not "\u0300" <= sign <= "\u036f":
        return False
    return "\u0041" <= letter <= "\u03ff" or (letter == "е" and sign == "\u0308")


def _plain_digit(sign: str) -> str:
    digit = unicodedata.digit(sign, None)
    return sign if digit is None else str(digit)


def _is_vowel_sign(sign: str) -> bool:
    """Marks that are part of a word in Indian, Ethiopic and other scripts."""
    return unicodedata.category(sign) in {"Mn", "Mc"}


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cf", "Cs", "Co", "Cn"}


def _single_letters_joined(words: Iterable[str]) -> list[str]:
    """Words, with letters that stand alone one after another as one: "s a" is "sa"."""
    joined: list[str] = []
    growing = False
    for word in words:
        alone = len(word) == 1 and word.isalpha()
        if alone and growing:
            joined[-1] += word
        else:
            joined.append(word)
        growing = alone
    return joined


def _closed_up(words: list[str]) -> str:
    """Without spaces, since "Red Cross" is "RedCross"; but ward 1, block 2 is not ward 12."""
    return re.sub(r"(?<!\d) | (?!\d)", "", " ".join(words))


def _bare(text: str) -> str:
    """What is left to compare where a name has no letter and no digit."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _held(key: str) -> str:
    """A key that is too long ends in a hash of all of it, so that two long names stay two."""
    if len(key) <= KEY_LONGEST:
        return key
    return key[: KEY_LONGEST - _HASH_LENGTH] + sha256(key.encode()).hexdigest()[:_HASH_LENGTH]
