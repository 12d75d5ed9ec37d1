"""Shipped content in the test language as well, so that a phrase which no translator can reach shows at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.pseudo import PSEUDO, pseudo_text
from frameworks.crosswalk import crosswalk_texts, shipped_crosswalk
from frameworks.glossary import glossary_texts, shipped_glossary
from frameworks.model import Framework
from frameworks.texts import english_texts


def accented(framework: Framework) -> Framework:
    """The framework with its texts in the test language as well."""
    texts = _in_test_language(english_texts(framework))
    return replace(framework, translations={**framework.translations, **texts})


def _in_test_language(texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {PSEUDO: {key: pseudo_text(text) for key, text in texts.items()}}


GLOSSARY = replace(shipped_glossary(), translations=_in_test_language(glossary_texts(shipped_glossary())))
CROSSWALK = replace(shipped_crosswalk(), translations=_in_test_language(crosswalk_texts(shipped_crosswalk())))


def proper_names(framework: Framework) -> set[str]:
    """Titles and publishers, which no language changes."""
    names = {name for one in framework.sources for name in (one.title, one.publisher)}
    return names | {name for one in CROSSWALK.guides for name in (one.short, one.title, one.publisher)}
