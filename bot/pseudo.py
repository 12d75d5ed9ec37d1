"""The test language: every phrase accented and a third longer: tight screens and missed phrases show."""

from __future__ import annotations

import re

PSEUDO = "xx"
_ACCENTED = str.maketrans("aceinouyACEINOUY", "áçéíñóúýÁÇÉÍÑÓÚÝ")
_KEPT = re.compile(r"(\{[^}]*\}|/[a-z_]+)")
_FILLER = "·ëxtrå"


def pseudo_text(text: str) -> str:
    """`text` with accents and a third more of it; placeholders and commands stay as they are."""
    parts = [part if _KEPT.fullmatch(part) else part.translate(_ACCENTED) for part in _KEPT.split(text)]
    wanted = (len(text) + 2) // 3
    return "".join(parts) + (_FILLER * (wanted // len(_FILLER) + 1))[:wanted]
