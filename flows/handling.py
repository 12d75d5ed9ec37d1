"""What a button of the desk or under a letter asks for, and what is typed where a page waits for a text."""

from __future__ import annotations

from dataclasses import replace

from flows.bulk import confirmed, proved
from flows.conversation import Conversation, Notice
from flows.desk import ACTS, PAGES, TEXTS, Act, act_of_panel
from flows.events import Handled
from flows.intents import Do, Facts, Intent, Move, Show, notice
from flows.table import AFTER_WAY_IN
from flows.team_desk import NOBODY
from frameworks.model import Framework

# Pages whose text is a day.
DAYS = ("deadline", "round_day")
# Pages whose text is a day or a month.
OR_MONTHS = ("place_date",)
# Pages on which a sign takes out what is there.
OR_NOTHING = ("deadline", *OR_MONTHS)
# Into a team one may ask to be let in by any link that is used up or over.
_MAY_ASK_A_TEAM = frozenset({"used", "full", "ended", "asked"})
OF_ROUND = ("team_result", "report")
COMMANDS = {
    "cohorts": "home",
    "sharing": "sharing",
    "reminders": "reminders",
    "report": "report",
    "team": "team",
}


def asked_by(conversation: Conversation, command: str) -> Act:
    """What a command opens. On the page of a closed round's result the report is of that round."""
    here = act_of_panel(conversation.panel)
    of_round = command == "report" and here is not None and here.name in OF_ROUND
    return Act(COMMANDS[command], here.number if here is not None and of_round else 0)


def intent_of_handled(
    conversation: Conversation, event: Handled, facts: Facts, framework: Framework
) -> Intent:
    """What this button asks for. What it names is looked up by storage, which alone knows what may be seen."""
    name = PAGES.get(event.verb) or TEXTS.get(event.verb)
    if name:
        return Do(Act(name, event.number, event.extra))
    name = ACTS.get(event.verb)
    if name is None:
        return Show(conversation.panel, notice("old_button"))
    act = Act(name, event.number, event.extra)
    if name == "go_on":
        return _gone_on(conversation, event.number - 1, framework)
    if name == "save_marks" and not act.number:
        return confirmed(conversation, act, framework)
    if name == "prove":
        return proved(conversation, act, framework)
    if name == "join":
        return _joined(conversation, act, facts)
    if name == "answer_round" and facts.renewed is not None:
        return Move("renew")
    if name == "turn":
        # A letter may name the check as it was in an older round.
        return _turned(conversation, replace(act, number=facts.turned or act.number), framework)
    if name == "alone":
        return Move("alone")
    if name == "serve" and conversation.state == "joining":
        return Do(act, Move("alone"))
    return Do(act)


def _turned(conversation: Conversation, act: Act, framework: Framework) -> Intent:
    """To a check of one's own, and there to the action that is asked about; who is at it goes on in it."""
    if act.number == conversation.number and conversation.state in AFTER_WAY_IN:
        return _gone_on(conversation, act.extra - 1, framework)
    return Move("turn", value=act.number, text="recap", ordinal=act.extra - 1)


def _gone_on(conversation: Conversation, ordinal: int, framework: Framework) -> Intent:
    """From a letter to the very question, wherever that is by now; or to the action it asked about."""
    if 0 <= ordinal < len(framework.elements):
        return Move("look", element=framework.elements[ordinal].id)
    if conversation.closed and conversation.state in AFTER_WAY_IN and conversation.answers:
        return Move("result")
    if conversation.state == "paused":
        return Move("resume", text="recap")
    if conversation.state in {"resting", "choosing"}:
        return Move("go_on", text="recap")
    return Show("recap" if conversation.state in AFTER_WAY_IN else None)


def _joined(conversation: Conversation, act: Act, facts: Facts) -> Intent:
    found = facts.invitation
    if found is not None and found.position and found.state in _MAY_ASK_A_TEAM:
        # The invitation itself says what became of it, and offers to ask.
        return Show() if conversation.state == "joining" else Do(Act("invited", act.number))
    if facts.invitation is None or facts.invitation.state != "open" or facts.invitation.right is not None:
        state = facts.invitation.state if facts.invitation else "unknown"
        return Show(None, told_of(state))
    return Do(act, Move("join"))


def told_of(state: str) -> Notice:
    """The one sentence about an invitation that cannot be accepted."""
    return notice("unknown_link") if state == "unknown" else notice(f"link_{state}")


def invited_by(conversation: Conversation, facts: Facts) -> Intent:
    """What /start with the code of a link asks for, where the chat is known already."""
    invitation = facts.invitation
    if invitation is None:
        return _told(conversation, notice("unknown_link"))
    if invitation.state == "result":
        return Do(Act("shared_result", invitation.link))
    if conversation.state == "declined":
        return Move("start", value=invitation.link)
    if conversation.state in {"language", "consent", "joining"}:
        return Show(None, invitation=invitation.link)
    asks = _MAY_ASK_A_TEAM if invitation.position else {"used", "asked"}
    if invitation.state in {"open", *asks}:
        return Do(Act("invited", invitation.link))
    return _told(conversation, told_of(invitation.state))


def _told(conversation: Conversation, told: Notice) -> Intent:
    """One sentence about a link that leads nowhere, above the place, which is where the person goes on."""
    if conversation.state == "paused":
        return Move("resume", text="recap", told=told)
    return Show("recap" if conversation.state in AFTER_WAY_IN else None, told)


def text_for_page(conversation: Conversation, text: str, facts: Facts) -> Intent | None:
    """What a text means on a page that waits for one; a day is understood as people write it."""
    act = act_of_panel(conversation.panel)
    if act is None:
        return None
    months = act.name in OR_MONTHS
    if act.name in OR_NOTHING and text.strip() == NOBODY:
        return Do(Act(act.name, act.number, act.extra, NOBODY))
    if act.name not in DAYS and not months:
        return Do(Act(act.name, act.number, act.extra, text))
    day = facts.day_of(text, facts.today) or (facts.month_of(text, facts.today) if months else None)
    if day is None:
        return Show(conversation.panel, notice("month_unread" if months else "day_unread"))
    if day < facts.today[: len(day)]:
        return Show(conversation.panel, notice("day_past"))
    return Do(Act(act.name, act.number, act.extra, day))
