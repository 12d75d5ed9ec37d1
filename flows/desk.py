"""The buttons of the coordinators' desk and under letters: a verb and a number, meaning the same wherever tapped.

A page is a side page over the unchanged place, named `desk:<verb>:<number>:<extra>`. Whether a coordinator may see
or do a thing is decided by storage, under its locks, each time; nothing here grants anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.events import Sent
from flows.team_desk import TEAM_ACTS, TEAM_PAGES, TEAM_TEXTS

DESK = "desk:"
NUMBER_LIMIT = 64**5
EXTRA_LIMIT = 64**2
PAGES_OF_A_FILTER = 512

# Pages. The number is a cohort's, if nothing else is said; `extra` is a page from 0, if nothing else is said.
PAGES = {
    "H": "home",  # number: page
    "C": "cohort",
    "P": "progress",  # extra: filter * 512 + page; filter 0 is all, else the place of the status, from 1
    "O": "organisation",  # number: enrolment
    "Q": "question_counts",
    "L": "links",
    "l": "link",  # number: link
    "m": "make_link",
    "R": "requests",
    "N": "note",  # number: note
    "n": "notes",
    "q": "asked_list",
    "a": "asked",  # number: question
    "K": "coordinators",
    "A": "audit",
    "S": "settings",  # extra: place of the page in SETTING_PAGES
    "z": "zones",  # extra: page
    "i": "import",
    "X": "export",  # extra: place of the language
    "F": "new_cohort",
    "E": "close_ask",
    "e": "archive_ask",
    "J": "drop_coordinator_ask",  # number: cohort, extra: coordinator
    "U": "share_end_ask",  # number: enrolment
    "u": "leave_ask",  # number: enrolment
    "W": "reminders",  # the person's own; number: 0
    "w": "cities",  # the person's own; extra: page
    "s": "sharing",  # the person's own
    "t": "own_audit",  # number: enrolment, extra: page
    "j": "invited",  # number: link
    "%": "report",  # number: assessment, 0 for the person's own
    **TEAM_PAGES,
}
# Pages that wait for a text.
TEXTS = {
    "c": "name_cohort",  # number: place of the check among those on offer
    "r": "rename",
    "d": "deadline",
    "o": "write_to_one",  # number: enrolment
    "p": "write_to_some",  # extra: filter
    "y": "answer",  # number: question
    "k": "ask_coordinator",  # number: cohort, 0 for the newest of the check one is at
    "@": "name_self",  # number: 0
    "x": "label_link",  # number: cohort, extra: as `link_of` reads it
    **TEAM_TEXTS,
}
# Acts: they change something, once; a second tap finds it done.
ACTS = {
    "G": "send_note",  # number: note, extra: 1 at night too
    "g": "cancel_note",  # number: note
    "B": "remind_now",  # number: cohort, extra: filter
    "M": "issue_link",  # number: cohort, extra: as `link_of` reads it
    "+": "invite_listed",  # number: enrolment on the list
    "~": "links_file",  # number: cohort
    "V": "revoke_link",  # number: link
    "I": "accept",  # number: request
    "D": "decline_request",  # number: request
    "T": "set_zone",  # extra: place of the zone
    "b": "set_days",  # extra: place of the preset
    "h": "set_hour",  # extra: hour of the day
    "v": "set_min_group",  # extra: organisations
    ",": "set_round",  # extra: the round, from 1
    ";": "turn_language",  # extra: place of the language, taken in or out
    "Y": "close",
    "Z": "archive",
    "f": "reopen",
    "0": "export_now",  # extra: format * 64 + place of the language
    "1": "drop_coordinator",  # number: cohort, extra: coordinator
    "2": "go_on",  # from a letter; number: 0
    "3": "snooze",  # extra: days
    "4": "stop",
    "5": "restart_reminders",
    "6": "set_own_zone",  # extra: place of the city
    "7": "rest_day",  # extra: weekday, Monday 0
    "8": "end_share",  # number: enrolment
    "9": "leave",  # number: enrolment
    "-": "ask_to_join",  # number: link
    "=": "join",  # number: link, extra: 1 to share the result, 0 not to
    "!": "serve",  # number: link that invites to coordinate
    "&": "alone",  # number: 0
    "$": "no_reminders",  # number: link, so that the invitation stays in sight
    "#": "report_now",  # number: assessment, 0 for the person's own; extra: place of the form
    "*": "store_list",  # number: the job that read the list
    "_": "share",  # number: enrolment; share again, extra 1: with the stage
    **TEAM_ACTS,
}

LINK_KINDS = ("one", "many", "lead", "helper", "read")
LINK_USES = (50, 10, 25, 100, 250)
"""How many a link for many lets in; the first where nothing is chosen."""
USES_STEP = 16
REPORT_FORMS = ("text", "bars", "radar", "pdf", "csv", "json")
FORMATS = ("xlsx", "csv", "jsonl")
SETTING_PAGES = ("all", "days", "hour", "group", "round", "languages")
"""The pages of a cohort's settings; their place is the `extra` of the page."""
DAY_PRESETS = ((2, 5, 10), (1, 3, 7), (3, 7, 14), (7, 14, 21), ())


@dataclass(frozen=True, slots=True)
class Act:
    """Something to be done or opened, checked by storage. `name` is a value of PAGES, TEXTS or ACTS.

    `file` is what was sent to be kept.
    """

    name: str
    number: int = 0
    extra: int = 0
    text: str = ""
    file: Sent | None = None


_VERBS = {name: verb for verb, name in (*PAGES.items(), *TEXTS.items())}


def link_extra(kind: str, uses: int = LINK_USES[0]) -> int:
    """How buttons name a new link: the place of its kind, and USES_STEP times the place of how many it lets in."""
    return LINK_KINDS.index(kind) + USES_STEP * LINK_USES.index(uses)


def link_of(extra: int) -> tuple[str, int | None] | None:
    """The kind of a new link, and how many one for many lets in; None where no button of ours names that."""
    uses, kind = divmod(extra, USES_STEP)
    if kind >= len(LINK_KINDS) or uses >= len(LINK_USES):
        return None
    if LINK_KINDS[kind] == "many":
        return "many", LINK_USES[uses]
    return None if uses else (LINK_KINDS[kind], None)


def opens_page(act: Act) -> bool:
    """Whether this act opens a page, and changes nothing."""
    return act.name in _VERBS


def panel_of_act(act: Act) -> str:
    """The name of the side page that this act opens."""
    return panel_of(_VERBS[act.name], act.number, act.extra)


def panel_of(verb: str, number: int = 0, extra: int = 0) -> str:
    """The name of a side page."""
    return f"{DESK}{verb}:{number}:{extra}"


def act_of_panel(panel: str | None) -> Act | None:
    """What a side page shows; None where it is none of the desk's."""
    if not panel or not panel.startswith(DESK):
        return None
    verb, number, extra = panel.removeprefix(DESK).split(":")
    name = PAGES.get(verb) or TEXTS.get(verb)
    return Act(name, int(number), int(extra)) if name else None


def waits_for_text(panel: str | None) -> bool:
    """Whether the next text is meant for this page."""
    act = act_of_panel(panel)
    return act is not None and act.name in TEXTS.values()
