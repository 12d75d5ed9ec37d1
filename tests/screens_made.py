"""The screens of the tests: all shipped frameworks with every language, the test language among them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.app import make_knowledge
from bot.pseudo import PSEUDO
from bot.screens.draw import Screens
from bot.screens.sight import House
from bot.words import Words
from flows.conversation import Conversation
from flows.intents import Facts
from frameworks.load import shipped
from frameworks.model import Framework
from tests.accented import CROSSWALK, GLOSSARY, accented, proper_names
from tests.rig import languages

LANGUAGES = ("en", "fr", PSEUDO)
OPERATOR = "The Ministry of Health and Social Protection, Western Region"
CONTACT = "privacy@example.org"

FRAMEWORKS = {key: accented(one) for key, one in shipped().items()}
SP = FRAMEWORKS["sp-1.0"]
_NAMES = set().union(*map(proper_names, FRAMEWORKS.values()))
# Names, which no language changes; the longest first, as some stand inside others.
PROPER_NAMES = sorted({OPERATOR, CONTACT, *_NAMES}, key=len, reverse=True)


def make(spoken_here: Mapping[str, Words] | None = None) -> Screens:
    """Screens with all languages, the test one among them, or with the given ones."""
    house = House(
        spoken_here or languages(pseudo=True), OPERATOR, CONTACT, glossary=GLOSSARY, crosswalk=CROSSWALK
    )
    return Screens(house, FRAMEWORKS)


SCREENS = make()
KNOWLEDGE = make_knowledge(SCREENS)


def facts_of(conversation: Conversation) -> Facts:
    """What a step would be told about this conversation."""
    return KNOWLEDGE.facts_for(conversation, conversation.shown_at, from_living=True, unseen=False)


def framework_of(conversation: Conversation) -> Framework:
    """The framework of the check this person is at."""
    return FRAMEWORKS[conversation.framework]
