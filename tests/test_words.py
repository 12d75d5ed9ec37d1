"""The bot's own phrases: complete, used, the same in every language, short enough, and honest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.programme.menus import COMMANDS
from bot.pseudo import PSEUDO, pseudo_text
from bot.words import FOLDER, Words, load_words
from tests.phrase_keys import UnclearKey, phrase_uses, uses_in

ALL = load_words(pseudo=True)
ENGLISH = ALL["en"]
TRANSLATED = sorted(path.stem for path in FOLDER.glob("*.po"))
LONG_OPERATOR = "The Ministry of Health and Social Protection, Western Region"
NO_BREAK = "\u00a0"
BEGIN = datetime(2026, 3, 12, 9, 5, tzinfo=UTC)

FIXED_LINES = {
    "hint": "Choose the highest level where every sentence is true. If 2 is not fully true, choose 1.",
    "level4": "Level 4 is not needed to be ready.",
    "button.dont_know": "Don't know",
    "knowing.ask": "Who would know?",
    "button.someone_else": "Someone else",
    "button.skip": "Skip",
    "button.not_applicable": "Does not apply",
    "na_why": "Why does this not apply?",
    "notice.na_many": "This list may not fit your work. You can go on, but we will not name a stage.",
    "proof.ask": "What shows it?",
    "proof.nothing": "Nothing yet",
    "clients": "Do not type names or send photos of clients.",
    "adviser": "Rules differ by country. Ask a local adviser before you act.",
    "notice.old_button": "That screen is closed. Here is where you are:",
}
# Words of judgement and of borrowed authority; a readiness check is no exam and has no seal.
NEVER = {
    "en": r"failed|fails?|failure|passed|certified|certificate|best|worst|rank\w*|scores?|proven|guarantee\w*"
    r"|official\w*|approved|endorsed|award\w*|studies|research\w*|experts?|leading|trusted",
    "fr": r"échou\w*|échecs?|réussi\w*|certifié\w*|certificat|meilleure?s?|pires?|rangs?|classement|scores?"
    r"|prouvée?s?|garanti\w*|officiel\w*|approuvé\w*|récompense\w*|études?|recherches?|experts?",
}
# The one place for such a word: the sentence that says what a result is not.
NO_RANKING = {"en": "It is not a ranking", "fr": "Ce n’est pas un classement"}


@cache
def catalogue(language: str) -> Catalog:
    path = FOLDER / ("tayari.pot" if language == "en" else f"{language}.po")
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def messages(language: str) -> Iterator[tuple[str, Message]]:
    yield from by_key(language).items()


@cache
def by_key(language: str) -> dict[str, Message]:
    """Every phrase of a language, read once: there are many."""
    return {str(message.context): message for message in catalogue(language) if message.id}


def forms(texts: object) -> tuple[str, ...]:
    """All forms of a phrase: one, or as many as there are plurals."""
    return (texts,) if isinstance(texts, str) else tuple(map(str, texts))  # type: ignore[call-overload]


def phrases(language: str) -> Iterator[tuple[str, str]]:
    """Every form of every phrase as this language prints it."""
    for key, source in ENGLISH.sources.items():
        if language in TRANSLATED:
            yield from ((key, form) for form in forms(by_key(language)[key].string))
        else:
            made = pseudo_text if language == PSEUDO else str
            yield from ((key, made(form)) for form in forms(source))


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def word_count(text: str) -> int:
    """Words as a reader counts them: a sign that stands alone is none."""
    return sum(any(sign.isalnum() for sign in part) for part in text.split())


def test_every_phrase_named_in_the_code_exists_and_has_a_plural_where_one_is_asked_for() -> None:
    for use in phrase_uses():
        for key in use.keys:
            assert key in ENGLISH.sources, f"{use.place}: {key}"
            assert isinstance(ENGLISH.sources[key], tuple) == use.counted, f"{use.place}: {key}"


def test_no_phrase_is_unused() -> None:
    used = {key for use in phrase_uses() for key in use.keys}

    assert [key for key in ENGLISH.sources if key not in used and not key.startswith("typed.")] == []


@pytest.mark.parametrize(
    "key", ['f"notice.{text}"', "text", 'f"{kind}.title"', '"help." + incoming.event.text', "str(answer)"]
)
def test_a_key_that_could_come_from_what_a_person_typed_is_refused(key: str) -> None:
    with pytest.raises(UnclearKey):
        list(
            uses_in(
                f"def draw(sight):\n    text = sight.typed.strip()\n    return sight.say({key})", "new.py"
            )
        )


def test_a_key_passed_on_is_followed_to_those_who_pass_it() -> None:
    source = "def draw(sight, key):\n    return sight.say(key)\ndef a(sight):\n    return draw(sight, {})"

    assert [use.keys for use in uses_in(source.format('"hint"'), "new.py")] == [{"hint"}]
    with pytest.raises(UnclearKey):
        list(uses_in(source.format("sight.typed"), "new.py"))


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_every_phrase_of_the_present_source_and_no_other(language: str) -> None:
    found = dict(messages(language))

    assert list(found) == list(ENGLISH.sources)
    for key, message in found.items():
        assert forms(message.id) == forms(ENGLISH.sources[key]), f"{key} is outdated"
        assert not message.fuzzy, f"{key} is fuzzy"
        assert all(forms(message.string)), f"{key} is empty"


@pytest.mark.parametrize("language", [*TRANSLATED, PSEUDO])
def test_every_phrase_has_the_same_gaps_in_every_language(language: str) -> None:
    for key, text in phrases(language):
        wanted = [gaps(form) for form in forms(ENGLISH.sources[key])]

        assert gaps(text) in wanted, f"{key}: {text}"


@pytest.mark.parametrize("language", TRANSLATED)
def test_plural_phrases_have_as_many_forms_as_the_language(language: str) -> None:
    read = catalogue(language)
    for key, message in messages(language):
        if message.pluralizable:
            assert len(forms(message.string)) == read.num_plurals, key


def test_plural_forms_follow_the_language() -> None:
    assert ENGLISH.count("minutes", 0) == "0 minutes"
    assert ENGLISH.count("minutes", 1) == "1 minute"
    assert ALL["fr"].count("minutes", 0) == "0 minute"
    assert ALL["fr"].count("minutes", 2) == "2 minutes"


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_the_numbers_and_commands_of_its_source(language: str) -> None:
    def told(text: str) -> list[str]:
        return sorted(re.findall(r"\d+|/[a-z]+", re.sub(r"\{\w+\}", "", text)))

    for key, text in phrases(language):
        assert told(text) in [told(form) for form in forms(ENGLISH.sources[key])], key


def pot_text(*entries: str) -> str:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"'
    return "\n\n".join([head, *entries]) + "\n"


def entry(key: str, source: str, text: str) -> str:
    return f'msgctxt "{key}"\nmsgid "{source}"\nmsgstr "{text}"'


def plural(key: str, many: str, texts: tuple[str, str]) -> str:
    head = f'msgctxt "{key}"\nmsgid "{{count}} thing"\nmsgid_plural "{many}"'
    return f'{head}\nmsgstr[0] "{texts[0]}"\nmsgstr[1] "{texts[1]}"'


def test_a_fuzzy_outdated_or_missing_translation_falls_back_to_english(tmp_path: Path) -> None:
    sources = {"same": "As it was", "fuzzy": "Not sure", "reworded": "New words", "empty": "Nothing there"}
    source = [entry(key, text, "") for key, text in sources.items()]
    (tmp_path / "tayari.pot").write_text(
        pot_text(*source, plural("many", "{count} things", ("", ""))), "utf-8"
    )
    translated = (
        entry("same", "As it was", "Comme avant"),
        "#, fuzzy\n" + entry("fuzzy", "Not sure", "Peut-être"),
        entry("reworded", "Old words", "Anciens mots"),
        entry("empty", "Nothing there", ""),
        plural("many", "{count} old things", ("{count} chose", "{count} choses")),
    )
    (tmp_path / "fr.po").write_text(pot_text(*translated), "utf-8")

    french = load_words(tmp_path)["fr"]

    assert french.say("same") == "Comme avant"
    assert french.say("fuzzy") == "Not sure"
    assert french.say("reworded") == "New words"
    assert french.say("empty") == "Nothing there"
    assert french.count("many", 2) == "2 things"


def test_an_unknown_phrase_is_an_error_not_an_empty_screen() -> None:
    with pytest.raises(KeyError):
        ENGLISH.say("no.such.phrase")


@pytest.mark.parametrize("words", ALL.values(), ids=list(ALL))
def test_what_telegram_shows_about_the_bot_fits_its_limits(words: Words) -> None:
    assert len(COMMANDS) <= 100
    for name in COMMANDS:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", name)
        assert 1 <= len(words.say(f"command.{name}")) <= 256
    assert 1 <= len(words.say("bot.short")) <= 120
    assert 1 <= len(words.say("bot.long")) <= 512


@pytest.mark.parametrize("words", ALL.values(), ids=list(ALL))
def test_pop_up_answers_fit_in_180_characters(words: Words) -> None:
    longest = max((words.say(key) for key in words.sources if key.startswith("said.")), key=len)
    for key in words.sources:
        if key.startswith("ack."):
            assert len(words.say(key, said=longest)) <= 180, key


@pytest.mark.parametrize("language", ["en", *TRANSLATED])
def test_the_consent_text_has_at_most_90_words(language: str) -> None:
    text = ALL[language].say("consent.text", operator=LONG_OPERATOR)

    assert word_count(text) <= 90


def test_the_fixed_lines_stand_word_for_word() -> None:
    assert {key: ENGLISH.sources[key] for key in FIXED_LINES} == FIXED_LINES
    assert ENGLISH.say("plus", level=2) == "Everything in 2, and:"
    assert ENGLISH.say("plus", level=3) == "Everything in 3, and:"
    three = ENGLISH.say("keep.ask", level=3, lower=2)
    assert three == "Level 3 means there is something to show. Keep 3, or choose 2?"
    four = ENGLISH.say("keep.ask", level=4, lower=2)
    assert four == "Level 4 means there is something to show. Keep 4, or choose 2?"


@pytest.mark.parametrize("language", NEVER)
def test_no_phrase_judges_or_claims_an_authority(language: str) -> None:
    never = re.compile(rf"\b(?:{NEVER[language]})\b", re.IGNORECASE)
    said = [(key, text.removeprefix(NO_RANKING[language])) for key, text in phrases(language)]
    found = [f"{key}: {text}" for key, text in said if never.search(text)]

    assert found == []
    assert never.search("Vous avez échoué." if language == "fr" else "You rank first.")


def test_french_has_its_own_spaces_and_apostrophes() -> None:
    for key, text in phrases("fr"):
        assert "  " not in text, key
        assert text == text.strip(), key
        if not key.startswith("typed."):
            assert "'" not in text, key
            assert not re.search(rf"[^{NO_BREAK}][;?!»%]|[^{NO_BREAK}\d]:|«[^{NO_BREAK}]", text), (
                f"{key}: {text}"
            )


def test_the_french_phrases_say_that_they_are_a_draft() -> None:
    text = (FOLDER / "fr.po").read_text("utf-8")

    assert "# draft: not yet read by a native speaker" in text
    assert '"X-Status: draft\\n"' in text
    assert "brouillon" in ALL["fr"].say("draft")


def test_numbers_and_dates_are_written_as_each_language_writes_them() -> None:
    kampala = ZoneInfo("Africa/Kampala")
    french = ALL["fr"]

    assert (ENGLISH.number(12345), french.number(12345)) == ("12,345", "12\u202f345")
    assert (ENGLISH.day(BEGIN, kampala), french.day(BEGIN, kampala)) == ("12 March", "12 mars")
    assert ENGLISH.moment(BEGIN, kampala).startswith("12 March 2026, 12:05 ")
    assert french.moment(BEGIN, kampala).startswith("12 mars 2026, 12:05 ")
    october = date(2026, 10, 1)
    assert (ENGLISH.date(october), french.date(october)) == ("1 October", "1er octobre")
    assert (french.far_date(october), french.date(date(2026, 10, 11))) == ("1er octobre 2026", "11 octobre")
    in_2026, in_2027 = (ENGLISH.coming_date(october, date(year, 12, 31)) for year in (2026, 2027))
    assert (in_2026, in_2027.split()[-1]) == ("1 October", "2026")
    assert french.moment(datetime(2026, 9, 30, 22, tzinfo=UTC), kampala).startswith(
        "1er octobre 2026, 01:00 "
    )
    assert ENGLISH.listed(["a", "b", "c"]) == "a, b and c"
    assert french.listed(["a", "b", "c"]) == "a, b et c"
    assert ENGLISH.say("notice.out_of_range", levels=1234).startswith("There are levels 1 to 1,234.")
