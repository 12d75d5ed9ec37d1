"""The buttons of teams, further verbs of the desk: a bracket and a sign, the same wherever they are tapped."""

from __future__ import annotations

TEAM = "("
# Pages. The number is an organisation's, 0 for that of the present check, if nothing else is said.
TEAM_PAGES = {
    "(T": "team",
    "(i": "team_invite",
    "(l": "team_links",
    "(k": "team_link",  # number: link
    "(r": "team_requests",
    "(p": "team_people",
    "(c": "close_round_ask",
    "(b": "place_dates",
    "(S": "sheet",  # number: assessment, extra: page
    "(Y": "team_result",  # number: assessment, closed; for who may see it, also where they did not answer
    "(E": "sheet_element",  # number: assessment, extra: place of the element
    "(o": "open_mode",  # number: assessment
    "(n": "new_round_ask",
    "(v": "leave_team_ask",
    "(N": "evidence",  # number: place of the element
    "(s": "shares",
    "(R": "shared_result",  # number: share
    "(V": "share_preview",  # number: share; what its link shows, for the owner
    "(P": "peers",
    "(H": "team_groups",
    "(M": "marks_echo",  # number: assessment, 0 for one's own answers; extra: place of the dimension
    "(q": "proofs",  # number: assessment, 0 for one's own answers; extra: place of the dimension
}
# Pages that wait for a text.
TEAM_TEXTS = {
    "(d": "round_day",  # the last day to answer
    "(B": "place_date",  # extra: place of the kind of date
    "(m": "marks",  # number: assessment, 0 for one's own answers; extra: place of the dimension, and 64 * a page
    "(w": "agree_reason",  # number: assessment, extra: place of the element
    "(a": "add_evidence",  # number: place of the element; waits for a file as well
    "(L": "share_label",  # number: organisation, extra: as of share_result; whom a new link is for
    "(j": "looking_back",  # number: place of the element; waits for a level
    "(t": "taken_by",  # number: place of the element whose action somebody takes
}
TEAM_ACTS = {
    "(0": "team_issue_link",  # number: organisation, extra: kind of link, and 16 * place of the group from 1
    "(1": "team_revoke_link",  # number: link
    "(2": "team_accept",  # number: request
    "(3": "team_decline",  # number: request
    "(4": "close_round",  # number: assessment, extra: 0 now where everybody is done, 1 in a day
    "(5": "keep_round_open",  # number: assessment
    "(6": "agree",  # number: assessment, extra: place of the element * 8 + level; 0 don't know, 7 does not apply
    "(7": "save_marks",  # number: assessment, 0 for one's own; extra: place of the dimension, and 64 * the echo's tag
    "(8": "agree_same_views",  # number: assessment
    "(9": "new_round",  # number: organisation
    "(x": "leave_team",  # number: organisation
    "(y": "open_answers",  # number: assessment, extra: 1 agree, 0 take back
    "(u": "drop_evidence",  # number: evidence
    "(g": "show_evidence",  # number: evidence, extra: 1 so that the team may see it, 0 not any more
    "(z": "send_files",  # number: assessment, 0 for one's own part; extra: place of the element
    "(e": "end_result_share",  # number: share
    "(F": "share_result",  # number: organisation, extra: 1 with the stage, 2 asked for by a funder
    "(Q": "share_report",  # number: share, extra: place of the form
    "(G": "agree_share",  # number: share of a place's result, by who leads for those who pay
    "(I": "link_group",  # number: organisation
    "(J": "unlink_groups",  # number: organisation
    "(X": "join_peers",  # number: organisation, extra: 1 join, 0 leave
    "(A": "answer_round",  # number: organisation: go to its open round
    "(O": "turn",  # number: participation: go to this check of one's own
    "(f": "agree_proof",  # number: assessment, extra: place of the element * 8 + option, 0 nothing yet
    "(K": "look_back",  # number: place of the element, extra: the level of the round before, 0 to take it back
    "(h": "prove",  # number: run * 4096 + place of the element, extra: option, 0 nothing yet; one's own answer
    "(D": "close_in_days",  # number: assessment, extra: days from today, 0 for no day
    "(C": "clear_place_date",  # number: organisation, extra: place of the kind of date
}

OF_A_LEVEL = ("(6",)
"""Buttons of side pages that stand for a level, and so may be typed as one is at a question."""

TEAM_LINK_KINDS = ("one", "many", "facilitator", "owner")

SHARED_FORMS = ("text", "pdf")
"""How a shared result is sent to who reads it."""

DATE_KINDS = ("budget", "election")
"""What a place waits for, and may say when."""

MANY_USES = 10
"""So many people an invitation for many lets in."""

CHOICES = 8
"""A button that agrees on something holds the place of its element times so many, and what is chosen."""

AGREED_UNKNOWN, AGREED_EXCUSE = 0, 7
"""What such a button says in place of a level. With so many levels, only a line says that it does not apply."""

REASON_MOST, TAKER_MOST, SHARE_LABEL_MOST = 200, 60, 40
"""So many characters has the reason of a level, the name of who takes an action, and whom a link is for."""

NOBODY = "-"
"""Typed in place of a name or a date, it takes that out again."""
