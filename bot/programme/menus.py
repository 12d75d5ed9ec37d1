"""The commands a chat sees: coordinators have one more than everybody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.words import Words

COMMANDS = (
    "start",
    "resume",
    "pause",
    "back",
    "answers",
    "result",
    "report",
    "agenda",
    "team",
    "reminders",
    "sharing",
    "language",
    "privacy",
    "mydata",
    "delete",
    "hide",
    "about",
    "words",
    "help",
)
COORDINATOR_COMMANDS = ("cohorts", *COMMANDS)


def menu_of(words: Words, names: tuple[str, ...] = COMMANDS) -> dict[str, str]:
    """Commands with their descriptions in one language."""
    return {name: words.say(f"command.{name}") for name in names}


def coordinator_menu(languages: Mapping[str, Words]) -> dict[str, dict[str, str]]:
    """The menu of a coordinator's chat, by language."""
    return {language: menu_of(words, COORDINATOR_COMMANDS) for language, words in languages.items()}


def usual_menu(languages: Iterable[str]) -> dict[str, dict[str, str]]:
    """No commands of the chat's own in any language, so that it sees those of everybody."""
    return {language: {} for language in languages}
