"""What a person does about their own notes and proofs: keep one, remove it, let their team see it."""

from __future__ import annotations

from collections.abc import Callable

from flows.conversation import Notice
from flows.desk import act_of_panel, panel_of
from flows.evidence import TEXT_MOST, kind_of_text, looks_personal, shortened
from flows.intents import notice
from flows.reading import clean_name
from frameworks.model import Framework
from storage.programme.acting import Desk, Performed, chosen
from storage.programme.cohort_values import BadValue
from storage.programme.notes import checked_text
from storage.programme.rights import NotYours
from storage.team import evidence
from storage.team.evidence_files import files_for
from storage.team.evidence_reading import element_at
from storage.team.positions import head_of_round

PAGE = "(N"


def _written(desk: Desk) -> Performed:
    """A text typed where one is waited for; the page shows it then."""
    element = element_at(desk, desk.act.number)
    number = _open_part(desk)
    text = " ".join(checked_text(desk.act.text, TEXT_MOST).split())
    evidence.add(desk.connection, number, element, kind_of_text(text), text, desk.now)
    told = notice("evidence_warned", {"element": element}) if looks_personal(text) else None
    return Performed(panel_of(PAGE, desk.act.number), told)


def _filed(desk: Desk) -> Performed | None:
    """A file sent to a question or to its page. The parts of an album are told of once."""
    element, sent = element_at(desk, desk.act.number), desk.act.file
    if sent is None:
        raise NotYours
    args = {"element": element, "album": sent.album}
    try:
        text = _keep_file(desk, element)
        told = notice("evidence_kept", args)
        if looks_personal(text):
            told = notice("evidence_warned", args)
    except BadValue as trouble:
        told = Notice(trouble.key, {**trouble.values, "album": sent.album})
    on_page = _on_page(desk)
    if not on_page and sent.album and _is_told(desk, told):
        return None
    return Performed(panel_of(PAGE, desk.act.number) if on_page else desk.here.panel, told)


def _keep_file(desk: Desk, element: str) -> str:
    """Keep the channel's handle of a file; what was written to it, or else the name it has."""
    sent = desk.act.file
    assert sent is not None
    text = shortened(clean_name(sent.text) or clean_name(sent.name))
    number = _open_part(desk)
    evidence.add(desk.connection, number, element, sent.kind, text, desk.now, file=sent.file, size=sent.size)
    return text


def _is_told(desk: Desk, told: Notice) -> bool:
    """Whether the screen says so already, or something more important of the same album."""
    before = desk.here.notice
    same = before is not None and before.args.get("album") == told.args["album"]
    return before is not None and same and told.key in {before.key, "evidence_kept"}


def _open_part(desk: Desk) -> int:
    """Where new ones belong. Raises BadValue where the round is closed, or the part is only begun just now."""
    if desk.here.closed:
        raise BadValue("round_closed")
    if desk.here.number is None:
        raise BadValue("evidence_again")
    return desk.here.number


def _files_wanted(desk: Desk) -> Performed:
    """The files of a question in the chat again: one's own, or those that a team was shown."""
    framework = _framework_of_files(desk)
    element = chosen(framework.elements, desk.act.extra).id
    files_for(desk.connection, desk.person_id, desk.here.number, desk.act.number, element)
    desk.wish("evidence_files", number=desk.act.number, element=element)
    return Performed(desk.here.panel, notice("files_coming"))


def _framework_of_files(desk: Desk) -> Framework:
    if not desk.act.number:
        return desk.knowledge.framework_of(desk.here)
    framework = desk.knowledge.frameworks.get(head_of_round(desk, desk.act.number).framework)
    if framework is None:
        raise NotYours
    return framework


def _dropped(desk: Desk) -> Performed:
    return _changed(desk, lambda: evidence.drop(desk.connection, desk.here.number, desk.act.number))


def _shown(desk: Desk) -> Performed:
    wanted = bool(desk.act.extra)
    return _changed(
        desk,
        lambda: evidence.show(desk.connection, desk.here.number, desk.act.number, for_team=wanted),
    )


def _changed(desk: Desk, change: Callable[[], str]) -> Performed:
    """Back on the page after a change. A second tap finds nothing to remove, and the page stays all the same."""
    try:
        element = change()
    except NotYours:
        if not _on_page(desk):
            raise
        return Performed(desk.here.panel, notice("not_there"))
    framework = desk.knowledge.framework_of(desk.here)
    place = framework.ordinal_by_id.get(element)
    return Performed(None if place is None else panel_of(PAGE, place))


def _on_page(desk: Desk) -> bool:
    page = act_of_panel(desk.here.panel)
    return page is not None and page.name in {"evidence", "add_evidence"}


ACTS: dict[str, Callable[[Desk], Performed | None]] = {
    "add_evidence": _written,
    "keep_file": _filed,
    "drop_evidence": _dropped,
    "show_evidence": _shown,
    "send_files": _files_wanted,
}
