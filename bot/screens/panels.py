"""Side pages over an unchanged place: More, why, help, privacy, languages, questions asked before a loss."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.buttons import Button, Screen
from bot.screens import words_page
from bot.screens.action_pages import MISSING, START_WITH, agenda_page
from bot.screens.at_once import at_once
from bot.screens.between import part_panel
from bot.screens.desk import desk_screen
from bot.screens.desk.buttons import handled
from bot.screens.how import how_computed
from bot.screens.sight import Sight, paragraphs, stacked
from bot.screens.summary import before_you_sign
from bot.screens.team.evidence import notes_button
from bot.screens.team.looking_back import look_back_button
from flows.desk import act_of_panel
from flows.pages import MorePage
from flows.side_pages import OF_A_RUN
from flows.table import AFTER_WAY_IN, AT_ELEMENT, WAY_IN
from frameworks.model import Result

Draw = Callable[[Sight], Screen]


def _closing(sight: Sight, text: str, *buttons: Button) -> Screen:
    close = sight.button(sight.say("button.close"), "c")
    return Screen(text, (*stacked(buttons), (close,)))


def more(sight: Sight) -> Screen:
    """Everything that is not on each question, because each button there costs bytes."""
    state = sight.conversation.state
    buttons = []
    if state in AT_ELEMENT:
        page = sight.page if isinstance(sight.page, MorePage) else MorePage()
        buttons.append(sight.button(sight.say("button.why"), "y"))
        buttons.append(notes_button(sight, page.notes))
        if page.answered_before:
            buttons.append(look_back_button(sight))
    buttons += [
        sight.button(sight.say("button.pause"), "z"),
        sight.button(sight.say("button.all_parts"), "M"),
        sight.button(sight.say("button.answers"), "V"),
        *at_once(sight),
    ]
    if sight.framework.action_by_id:
        buttons.append(sight.button(sight.say("button.agenda"), "0"))
    if sight.conversation.answers and sight.framework.result is not Result.FIT:
        buttons.append(handled(sight.say("button.team"), "(T"))
    if len(sight.checks) > 1 or sight.conversation.several:
        buttons.append(sight.button(sight.say("button.checks"), "K"))
    buttons += _of_cohorts(sight)
    buttons += [
        sight.button(sight.say("button.language"), "L"),
        sight.button(sight.say("button.words"), "_"),
        sight.button(sight.say("button.help"), "h"),
    ]
    return _closing(sight, sight.say("more.ask"), *buttons)


def _of_cohorts(sight: Sight) -> list[Button]:
    """What concerns cohorts: to ask, to coordinate, and to see who sees what."""
    page = sight.page if isinstance(sight.page, MorePage) else MorePage()
    buttons = []
    if page.has_coordinator:
        buttons += [
            handled(sight.say("button.ask_coordinator"), "k"),
            handled(sight.say("button.sharing"), "s"),
            handled(sight.say("button.reminders"), "W"),
        ]
    return [*buttons, handled(sight.say("button.cohorts"), "H")] if page.is_coordinator else buttons


def why(sight: Sight) -> Screen:
    if sight.conversation.state not in AT_ELEMENT:
        return help_page(sight)
    element = sight.element
    text = paragraphs(
        sight.text(f"{element.id}.question", element.question),
        sight.text(f"{element.id}.why", element.why),
    )
    return _closing(sight, text, sight.button(sight.say("button.sources"), "^"))


def help_page(sight: Sight) -> Screen:
    key = "help.way_in" if sight.conversation.state in WAY_IN else "help.text"
    return _closing(sight, paragraphs(sight.say(key), sight.say("help.commands")))


def about(sight: Sight) -> Screen:
    framework = sight.framework
    text = paragraphs(
        sight.say("about.text", framework=sight.text("name", framework.name), version=framework.version),
        sight.text("about", framework.about),
        sight.say("draft"),
    )
    return _closing(sight, text, sight.button(sight.say("button.sources"), "^", 1))


def privacy(sight: Sight) -> Screen:
    contact = sight.house.contact
    text = paragraphs(
        sight.say("privacy.text", operator=sight.operator),
        sight.say("privacy.contact", contact=contact) if contact else "",
        sight.say("privacy.files"),
        sight.say("privacy.phone"),
    )
    return _closing(sight, text)


def language(sight: Sight) -> Screen:
    languages = sight.house.languages
    buttons = [
        sight.button(words.say("language.name"), "t", number)
        for number, words in enumerate(languages.values())
    ]
    text = paragraphs(sight.say("language.change"), sight.say("language.english_texts"))
    return _closing(sight, text, *buttons)


def restart(sight: Sight) -> Screen:
    done = sight.route.done
    text = sight.words.count("restart.ask", done) if done else sight.say("restart.ask_none")
    return _closing(sight, text, sight.button(sight.say("button.restart_yes"), "Y"))


def delete(sight: Sight) -> Screen:
    return _closing(sight, sight.say("delete.ask"), sight.button(sight.say("button.delete_yes"), "W"))


def my_data(sight: Sight) -> Screen:
    conversation = sight.conversation
    if conversation.consent is None:
        return _closing(sight, sight.say("mydata.nothing"))
    inputs = conversation.inputs
    text = sight.words.count(
        "mydata.text",
        len(conversation.answers),
        organisation=inputs.organisation or sight.say("said.empty"),
        roles=sight.words.listed(sight.role(role) for role in inputs.roles) or sight.say("said.empty"),
        language=sight.say("language.name"),
    )
    return _closing(sight, text)


def hidden(sight: Sight) -> Screen:
    return _closing(sight, sight.say("hidden.text"))


def recap(sight: Sight, screen: Screen) -> Screen:
    """The present screen with one line on where we are, and the offer to start over in its last row.

    In a closed round answers are fixed, so there is nothing to start over.
    """
    line = sight.say(
        "recap",
        organisation=sight.conversation.inputs.organisation,
        done=sight.route.done,
        total=len(sight.route.elements),
    )
    if sight.conversation.closed:
        return replace(screen, text=paragraphs(line, screen.text))
    over = sight.button(sight.say("button.start_over"), "S")
    *rows, last = screen.rows
    ends = ((*last, over),) if len(last) > 1 else (last, (over,))
    return replace(screen, text=paragraphs(line, screen.text), rows=(*rows, *ends))


def consent_new(sight: Sight) -> Screen:
    """A newer consent text, asked before anything else is written; nothing is lost meanwhile."""
    text = paragraphs(sight.say("consent.new"), sight.say("consent.text", operator=sight.operator))
    buttons = (
        sight.button(sight.say("button.agree"), "A"),
        sight.button(sight.say("button.decline"), "D"),
    )
    return Screen(text, stacked(buttons))


def consent_kept(sight: Sight) -> Screen:
    return _closing(sight, sight.say("consent.kept"))


def name_check(sight: Sight) -> Screen:
    notice = sight.conversation.notice
    text = str(notice.args.get("text", "")) if notice else ""
    take = sight.button(sight.say("button.take_name", name=text), "N")
    return _closing(sight, sight.say("name_check.ask", name=text), take)


def panel_screen(sight: Sight, panel: str) -> Screen | None:
    """The side page of this name; None where it has none here, so that the place itself is shown."""
    act = act_of_panel(panel)
    if act is not None:
        return None if sight.page is None else desk_screen(sight, act, sight.page)
    if panel.startswith("part:"):
        return part_panel(sight, panel[5:])
    if panel.startswith(PREFIXES) or panel.partition(":")[0] in AGENDA_PAGES:
        return agenda_page(sight, panel)
    if panel in OF_A_RUN and sight.conversation.state not in AFTER_WAY_IN:
        return None
    notice = sight.conversation.notice
    if panel == "name_check" and (notice is None or "text" not in notice.args):
        return None
    draw = PANELS.get(panel.partition(":")[0])
    return draw(sight) if draw else None


def how(sight: Sight) -> Screen:
    return _closing(sight, how_computed(sight))


def before(sight: Sight) -> Screen:
    return _closing(sight, before_you_sign(sight))


AGENDA_PAGES = {"talk", "all_actions", "pass_on", "ask_help"}
PREFIXES = (MISSING, START_WITH)
PANELS: dict[str, Draw] = {
    "more": more,
    "why": why,
    "help": help_page,
    "about": about,
    "privacy": privacy,
    "language": language,
    "restart": restart,
    "delete": delete,
    "mydata": my_data,
    "hidden": hidden,
    "consent_new": consent_new,
    "consent_kept": consent_kept,
    "name_check": name_check,
    "how": how,
    "before": before,
    "words": words_page.words,
    "sources": words_page.sources,
}
