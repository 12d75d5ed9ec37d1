"""The one line said above a screen, and the short word a tap is answered with."""

from __future__ import annotations

from bot.screens.sight import Sight, lines
from flows.conversation import Notice
from flows.table import AT_ELEMENT
from frameworks.model import Result
from frameworks.values import Said

# Notices that say the same on every screen.
PLAIN = {
    "old_button",
    "closed_run",
    "unknown_command",
    "unknown_link",
    "edited",
    "only_text",
    "name_empty",
    "na_many",
    "not_now",
    "not_now_pause",
    "not_now_result",
    "not_now_roles_done",
    "not_now_excuse",
    "not_now_plan",
    "day_past",
}
# What answers a typed text, and so stands beside the buttons where the screen is long.
BELOW = {
    "remark",
    "remark_help",
    "typed_early",
    "out_of_range",
    "only_text",
    "edited",
    "not_now_excuse",
    "day_past",
}


def notice_text(sight: Sight) -> str:
    """The notice of this conversation in words; empty where there is none."""
    notice = sight.conversation.notice
    if notice is None or notice.key == "name_check":
        return ""
    if notice.key in PLAIN:
        return sight.say(f"notice.{notice.key}")
    if notice.key in {"name_long", "out_of_range"}:
        return sight.say(f"notice.{notice.key}", **notice.args)
    if notice.key == "typed_early":
        return _typed_early(sight, notice)
    return _remark(sight, with_help=notice.key == "remark_help")


def _typed_early(sight: Sight, notice: Notice) -> str:
    """What is stored for the last question, and which one is open: a typed answer was meant for neither."""
    known = sight.framework.element_by_id
    last, now = str(notice.args.get("last", "")), str(notice.args.get("now", ""))
    if now not in known:
        return sight.say("notice.remark")
    answer = sight.conversation.answers.get(last)
    if last not in known or answer is None:
        return sight.say("notice.typed_early_first", now=sight.name(now))
    said = (
        answer.level if answer.said is Said.LEVEL and answer.level else sight.say(f"said.{answer.said.value}")
    )
    if last == now:
        return sight.say("notice.typed_twice", said=said, now=sight.name(now))
    return sight.say("notice.typed_early", said=said, last=sight.name(last), now=sight.name(now))


def _remark(sight: Sight, *, with_help: bool) -> str:
    """Help for this question where the remark was long enough to want it, and how to answer."""
    if sight.conversation.state not in AT_ELEMENT:
        return sight.say("notice.remark")
    if sight.conversation.state == "proving":
        hint = sight.say("notice.how_to_show")
    else:
        hint = sight.say("notice.how_to_answer", levels=sight.framework.levels)
    if not with_help:
        return hint
    element = sight.element
    return lines(sight.text(f"{element.id}.why", element.why), hint)


def ack_text(sight: Sight, notice: Notice | None) -> str:
    """The short word for a tap: "Saved: 2". Empty where there is nothing to say."""
    if notice is None:
        return ""
    if notice.key == "saved_level":
        return sight.say("ack.saved", said=notice.args["level"])
    if notice.key == "saved_word":
        if notice.args["said"] == Said.DONT_KNOW:
            fit = sight.framework.result is Result.FIT
            return sight.say("ack.saved", said=sight.say("button.unsure" if fit else "button.dont_know"))
        return sight.say("ack.saved", said=sight.say(f"said.{notice.args['said']}"))
    return sight.say(f"ack.{notice.key}")
