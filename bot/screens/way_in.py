"""The screens before the first question: language, consent, for whom, how much."""

from __future__ import annotations

from bot.buttons import Button, Screen
from bot.screens.sight import Sight, lines, paragraphs, stacked
from bot.words import Words
from frameworks.model import Option


def new(sight: Sight) -> Screen:
    return language(sight)


def language(sight: Sight) -> Screen:
    """Every language says for itself what this is; the one the channel offers stands first."""
    languages = sight.house.languages
    own = sight.words.language
    order = sorted(languages, key=lambda each: (each != own, list(languages).index(each)))
    text = paragraphs(*(_greeting(sight, languages[each]) for each in order))
    buttons = [
        sight.button(languages[each].say("language.name"), "G", list(languages).index(each)) for each in order
    ]
    return Screen(text, stacked(buttons))


def _greeting(sight: Sight, words: Words) -> str:
    """What this is, in one language; and whether the questions speak another one."""
    foreign = words.language != "en" and words.language not in sight.framework.translations
    return lines(words.say("language.ask"), words.say("language.english_texts") if foreign else "")


def consent(sight: Sight) -> Screen:
    text = sight.say("consent.text", operator=sight.house.operator)
    buttons = [
        sight.button(sight.say("button.agree"), "A"),
        sight.button(sight.say("button.decline"), "D"),
    ]
    return Screen(text, (*stacked(buttons), (sight.back(),)))


def declined(sight: Sight) -> Screen:
    return Screen(sight.say("consent.declined"), stacked([sight.button(sight.say("button.look_again"), "i")]))


def naming(sight: Sight) -> Screen:
    given = sight.conversation.inputs.organisation
    text = paragraphs(sight.say("naming.ask"), sight.say("clients"))
    back = ((sight.back(),),) if sight.conversation.answers else ()
    return Screen(text, (*_kept(sight, given), *back), takes_text=True)


def sizing(sight: Sight) -> Screen:
    return _options(sight, "sizing.ask", "Z", "size", sight.framework.sizes, sight.conversation.inputs.size)


def profiling(sight: Sight) -> Screen:
    chosen = sight.conversation.inputs.profile
    return _options(sight, "profiling.ask", "P", "profile", sight.framework.profiles, chosen)


def roles(sight: Sight) -> Screen:
    held = sight.conversation.inputs.roles
    buttons = []
    for number, role in enumerate(sight.framework.roles):
        label = sight.marked(sight.role_label(role.id), role.id in held)
        buttons.append(sight.button(label, "r" if role.id in held else "R", number))
    done = [sight.button(sight.say("button.roles_done"), "T")] if held else []
    return Screen(sight.say("roles.ask"), (*stacked([*buttons, *done]), (sight.back(),)))


def scope(sight: Sight) -> Screen:
    quick = sum(element.quick for element in sight.framework.elements)
    full = len(sight.framework.elements)
    buttons = [
        sight.button(sight.words.count("button.quick", quick, minutes=10), "Q", 0),
        sight.button(sight.words.count("button.full", full, minutes=35), "Q", 1),
    ]
    return Screen(sight.say("scope.ask"), (*stacked(buttons), (sight.back(),)))


def _options(
    sight: Sight, phrase: str, action: str, key: str, options: tuple[Option, ...], chosen: str
) -> Screen:
    buttons = [
        sight.button(_option(sight, key, option), action, number) for number, option in enumerate(options)
    ]
    given = next((_option(sight, key, option) for option in options if option.id == chosen), "")
    return Screen(sight.say(phrase), (*stacked(buttons), *_kept(sight, given), (sight.back(),)))


def _option(sight: Sight, key: str, option: Option) -> str:
    return sight.text(f"{key}.{option.id}", option.label)


def _kept(sight: Sight, given: str) -> tuple[tuple[Button, ...], ...]:
    """A button to go on with what was given before, where something was."""
    return stacked([sight.button(sight.say("button.keep_given", given=given), "F")] if given else [])
