"""The screens before the first question: language, consent, for whom, how much."""

from __future__ import annotations

from bot.buttons import Button, Screen
from bot.screens.checks import another, fit_button
from bot.screens.group_names import label
from bot.screens.pace import usual_minutes
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
    text = sight.say("consent.text", operator=sight.operator)
    buttons = [
        sight.button(sight.say("button.agree"), "A"),
        sight.button(sight.say("button.decline"), "D"),
    ]
    return Screen(text, (*stacked(buttons), (sight.back(),)))


def declined(sight: Sight) -> Screen:
    return Screen(sight.say("consent.declined"), stacked([sight.button(sight.say("button.look_again"), "i")]))


def naming(sight: Sight) -> Screen:
    given = sight.conversation.inputs.organisation
    key = "naming.place" if sight.framework.is_place else "naming.ask"
    text = paragraphs(sight.say(key), sight.say("clients"))
    here = sight.conversation
    # Another name is not another organisation: who amends their details is told where that begins.
    beside = stacked(another(sight)) if here.answers else ()
    back = ((sight.back(),),) if here.answers or here.several or len(sight.checks) > 1 else ()
    return Screen(text, (*_kept(sight, given), *beside, *back), takes_text=True)


def sizing(sight: Sight) -> Screen:
    return _options(sight, "sizing.ask", "Z", "size", sight.framework.sizes, sight.conversation.inputs.size)


def profiling(sight: Sight) -> Screen:
    chosen = sight.conversation.inputs.profile
    key = "profiling.place" if sight.framework.is_place else "profiling.ask"
    return _options(sight, key, "P", "profile", sight.framework.profiles, chosen)


def grouping(sight: Sight) -> Screen:
    """Which group of partners one speaks for; where a link has said so, that stands, and how it is changed."""
    inputs = sight.conversation.inputs
    if inputs.placed:
        given = label(sight, inputs.group)
        text = sight.say("grouping.placed", group=given)
        return Screen(text, (*_kept(sight, given), (sight.back(),)))
    return _options(
        sight, "grouping.ask", "*", "group", sight.framework.groups, sight.conversation.inputs.group
    )


def roles(sight: Sight) -> Screen:
    """What one does there; in a place, the offices of one's own group, and none is needed."""
    held = sight.conversation.inputs.roles
    in_place = bool(sight.framework.groups)
    buttons = []
    for number, role in enumerate(sight.framework.roles):
        if in_place and role.group != sight.conversation.inputs.group:
            continue
        marked = sight.marked(sight.role_label(role.id), role.id in held)
        buttons.append(sight.button(marked, "r" if role.id in held else "R", number))
    label = "button.roles_done" if held else "button.skip"
    done = [sight.button(sight.say(label), "T")] if held or in_place else []
    text = sight.say("roles.place" if in_place else "roles.ask" if held else "roles.begin")
    return Screen(text, (*stacked([*buttons, *done]), (sight.back(),)))


def scope(sight: Sight) -> Screen:
    framework = sight.framework
    quick = sum(element.quick for element in framework.elements)
    full = len(framework.elements)
    buttons = [
        sight.button(
            sight.words.count("button.quick", quick, minutes=usual_minutes(framework, quick=True)), "Q", 0
        ),
        sight.button(sight.words.count("button.full", full, minutes=usual_minutes(framework)), "Q", 1),
        *fit_button(sight),
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
