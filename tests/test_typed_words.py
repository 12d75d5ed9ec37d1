"""The words people type: each means one thing, in every language, and each is understood."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.words import Words, load_words
from flows.conversation import Conversation
from flows.events import ChatKey, Typed
from flows.hearing import PROOF_LETTERS, intent_of
from flows.intents import Facts, Show
from flows.reading import normalise
from frameworks.load import shipped

ALL = load_words(pseudo=True)
CHAT = ChatKey("telegram", 1, 7)
BEGIN = datetime(2026, 3, 12, 9, 5, tzinfo=UTC)


def meanings(words: Words) -> dict[str, set[str]]:
    """Every word of this language and of English, as it is compared, with all it could mean."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, source in words.sources.items():
        if key.startswith("typed."):
            assert isinstance(source, str)
            for word in (*source.split("|"), *words.say(key).split("|")):
                found[normalise(word)].add(key)
    return found


@pytest.mark.parametrize("words", ALL.values(), ids=list(ALL))
def test_a_typed_word_has_one_meaning(words: Words) -> None:
    found = meanings(words)

    assert {word: keys for word, keys in found.items() if len(keys) > 1 or not word} == {}
    names = {name for framework in shipped().values() for name in words.level_names(framework)}
    assert not names & set(found)
    assert not set(PROOF_LETTERS) & set(found)


@pytest.mark.parametrize("words", ALL.values(), ids=list(ALL))
def test_every_typed_word_is_understood(words: Words) -> None:
    framework = shipped()["sp-1.0"]
    first = framework.elements[0]
    talk = Conversation(CHAT, words.language, framework.key, BEGIN, "asking", first.dimension, first.id)
    facts = Facts(vocabulary=words.vocabulary)
    for word, meaning in words.vocabulary.items():
        typed = f"{word} 2" if meaning == "level" else word
        here = replace(talk, state="roles") if meaning == "roles_done" else talk
        intent = intent_of(here, Typed(typed), facts, framework, BEGIN)
        told = intent.notice if isinstance(intent, Show) else None

        assert told is None, f"{word} ({meaning})"


@pytest.mark.parametrize(
    ("typed", "meaning"),
    [
        ("Je ne sais pas.", "dont_know"),
        ("je sais pas", "dont_know"),
        ("Aucune idee", "dont_know"),
        ("Ne s’applique pas", "not_applicable"),
        ("RETOUR", "back"),
        ("precedent", "back"),
        ("plus tard", "pause"),
        ("Arrêter !", "stop"),
        ("aide", "help"),
        ("Pourquoi ?", "why"),
        ("continuer", "resume"),
        ("mes reponses", "answers"),
        ("Résultats", "result"),
        ("don't know", "dont_know"),
    ],
)
def test_french_is_heard_with_and_without_accents_and_english_as_well(typed: str, meaning: str) -> None:
    assert ALL["fr"].vocabulary[normalise(typed)] == meaning
