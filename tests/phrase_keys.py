"""Which phrases the program says: every key in a call of `say` or `count`, read from the syntax trees.

A key may be a literal, a choice of literals, a sum of two, a name that was assigned such a thing, a parameter
that all callers fill with one, or a pattern with one gap. A gap may be filled only from a closed set that is
named here, so that no key can come from what a person typed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.programme.exporting import codes
from bot.programme.exporting.columns import Kind
from bot.programme.exporting.sheets import KEYS, LAYOUT
from bot.programme.menus import COORDINATOR_COMMANDS
from bot.programme.table_file import BAD_FILES
from bot.report.facts import Direction, Spread, Standing
from bot.screens.desk.audit_log import ACTS as AUDIT_ACTS
from bot.screens.desk.links import STATES as LINK_STATES
from bot.screens.desk.notes import REASONS as WITHHELD
from bot.screens.desk.notes import STATUSES as NOTE_STATUSES
from bot.screens.group_names import AFTER_OTHERS, KNOWN
from bot.screens.notices import PLAIN
from bot.screens.team.invite import OF_POSITIONS
from flows.agenda import EVENTS
from flows.desk import FORMATS, LINK_KINDS
from flows.evidence import FILES, KINDS
from flows.pages import Right, Status
from flows.roster import PROBLEMS
from flows.team_desk import DATE_KINDS
from flows.team_pages import Position
from frameworks.agreement import Label
from frameworks.model import Cost
from frameworks.quick import Ending
from frameworks.raising import Change
from frameworks.scoring import Sign, Word
from frameworks.values import Said

ROOT = Path(__file__).parents[1]
BOT = ROOT / "bot"
Function = ast.FunctionDef | ast.AsyncFunctionDef

# What may stand in the gap of a key: the text before it, the expression in it, and all its values.
GAPS: dict[tuple[str, str], Iterable[str]] = {
    ("command.", "name"): COORDINATOR_COMMANDS,
    ("notice.", "notice.key"): PLAIN,
    ("roster.bad_", "trouble.key"): BAD_FILES,
    ("roster.problem_", "problem.key"): PROBLEMS,
    ("notice.", "key"): ("unknown_link", "link_used", "link_asked"),
    ("invited.", "page.state"): ("full", "ended", "revoked", "closed", "joined"),
    ("said.", "answer.said.value"): Said,
    ("said.", "notice.args['said']"): Said,
    ("quick.", "quick.ending.value"): Ending,
    ("musts.", "line.word.value"): Word,
    ("count.", "word.value"): Word,
    ("effect.", "effect.change.value"): Change,
    ("plan.", "chosen.event"): EVENTS,
    ("when.", "event"): EVENTS,
    ("when.", "chosen.event"): EVENTS,
    ("when.", "one.event"): EVENTS,
    ("sign.", "sign.value"): Sign,
    ("group_voice.", "group"): KNOWN,
    ("group_people.", "group"): KNOWN,
    ("group_few.", "group"): KNOWN,
    ("group_says.", "groups[0]"): KNOWN,
    ("group_so.", "group"): AFTER_OTHERS,
    ("place.word_", "_word_of(page, element, level).value"): (Word.IN_PLACE, Word.STARTED, Word.NOT_YET),
    ("place.", "kind"): DATE_KINDS,
    ("dates.ask_", "kind"): DATE_KINDS,
    ("sign_short.", "sign.value"): Sign,
    ("desk.status_", "status.value"): Status,
    ("desk.count_", "status.value"): Status,
    ("desk.right_", "right.value"): Right,
    ("desk.right_word_", "right.value"): Right,
    ("desk.kind_", "kind"): LINK_KINDS,
    ("desk.about_", "kind"): LINK_KINDS,
    ("desk.about_", "line.kind"): LINK_KINDS,
    ("desk.link_", "state"): LINK_STATES,
    ("desk.note_", "status"): NOTE_STATUSES,
    ("desk.withheld_", "reason"): WITHHELD,
    ("desk.format_", "kind"): FORMATS,
    ("desk.act_", "act"): AUDIT_ACTS,
    ("evidence.kind_", "line.kind"): FILES,
}
GAPS[("sheet.", "line.label")] = Label
# Sheets, columns and codes of coordinators' files.
GAPS |= {
    ("export.sheet.", "key"): LAYOUT,
    ("export.sheet_about.", "key"): LAYOUT,
    ("export.label.", "key"): KEYS,
    ("export.meaning.", "key"): KEYS,
    ("export.word.", "code.value"): codes.WORDS,
    ("export.withheld.", "code"): codes.WITHHELD,
    ("export.status.", "code"): codes.STATUSES,
    ("export.cost.", "code.value"): Cost,
    ("export.kind.", "kind.value"): Kind,
    ("export.proof_kind.", "kind"): KINDS,
    ("export.item.", "item"): codes.ITEMS,
    ("export.file.", "rule"): codes.RULES,
}
# Words of the report on paper.
GAPS |= {
    ("report.", "word.value"): Word,
    ("report.", "one.spread.value"): Spread,
    ("report.", "one.standing.value"): Standing,
    ("report.", "direction.value"): Direction,
}
# A team's people, invitations and shared results.
GAPS |= {
    ("team.position_", "head.position.value"): Position,
    ("team.kind_", "line.kind"): ("one", "facilitator", "owner"),
    ("desk.link_", "line.state"): LINK_STATES,
    ("forward.", "line.kind"): OF_POSITIONS,
    ("invited.team_", "page.position"): Position,
    ("shares.", "line.state"): ("open", "waits", "ended", "revoked"),
    ("shared_result.", "state"): ("waits", "ended", "revoked", "not_ready"),
    ("report.", "must.word.value"): Word,
}
# The short words for a tap that are said with their key as it is; a saved answer has a key of its own.
SHORT_WORDS = ("set_aside", "pass_on")
GAPS[("ack.", "notice.key")] = SHORT_WORDS


@dataclass(frozen=True)
class Use:
    """One place that says phrases: `counted` where it asks for a plural form."""

    place: str
    keys: frozenset[str]
    counted: bool


class UnclearKey(ValueError):
    """A key is made in a way that this reader, and so a translator, cannot follow."""


def phrase_uses(folder: Path = BOT) -> list[Use]:
    """Every use of a phrase in the modules under `folder`."""
    return [
        use for path in sorted(folder.rglob("*.py")) for use in uses_in(path.read_text("utf-8"), path.name)
    ]


def uses_in(source: str, name: str) -> Iterator[Use]:
    """The uses of one module."""
    module = ast.parse(source)
    for function in _functions(module):
        for call in _own_calls(function):
            key = _key_of(call)
            if key is not None and not (function.name in {"say", "count"} and _is_parameter(function, key)):
                assert isinstance(call.func, ast.Attribute)
                keys = frozenset(_possible(key, function, module))
                yield Use(f"{name}:{call.lineno}", keys, call.func.attr == "count")


def _functions(tree: ast.AST) -> Iterator[Function]:
    yield from (node for node in ast.walk(tree) if isinstance(node, Function))


def _own_calls(function: Function) -> Iterator[ast.Call]:
    """The calls of this function, those of functions inside it left out."""
    inner = {id(node) for each in _functions(function) if each is not function for node in ast.walk(each)}
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and id(node) not in inner:
            yield node


def _key_of(call: ast.Call) -> ast.expr | None:
    """The key that a call says; None for other calls, such as those that send a finished text to a chat."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in {"say", "count"}:
        return None
    speaker = ast.unparse(call.func.value).rsplit(".", 1)[-1]
    if speaker == "screens":
        return call.args[1]
    known = speaker in {"sight", "words", "self"} or "languages[" in speaker or "words_for(" in speaker
    sends = bool(call.args) and ast.unparse(call.args[0]).startswith(("chat", "ChatKey"))
    return call.args[0] if known and not sends else None


def _possible(node: ast.expr, function: Function, module: ast.Module) -> Iterator[str]:
    """Every key that this expression can give."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _possible(node.body, function, module)
        yield from _possible(node.orelse, function, module)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        for start in _possible(node.left, function, module):
            yield from (start + end for end in _possible(node.right, function, module))
    elif isinstance(node, ast.JoinedStr):
        yield from _filled(node)
    elif isinstance(node, ast.Name):
        yield from _named(node, function, module)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        yield from _returned(node.func.id, module)
    else:
        raise UnclearKey(ast.unparse(node))


def _filled(node: ast.JoinedStr) -> Iterator[str]:
    match node.values:
        case [ast.Constant(value=str(start)), ast.FormattedValue(value=gap)]:
            values = GAPS.get((start, ast.unparse(gap)))
            if values is not None:
                yield from (f"{start}{value}" for value in values)
                return
    raise UnclearKey(ast.unparse(node))


def _named(node: ast.Name, function: Function, module: ast.Module) -> Iterator[str]:
    if _is_parameter(function, node):
        yield from _passed(node.id, function, module)
        return
    given = [
        each.value
        for each in ast.walk(function)
        if isinstance(each, ast.Assign) and any(ast.unparse(target) == node.id for target in each.targets)
    ]
    if not given:
        raise UnclearKey(node.id)
    for value in given:
        yield from _possible(value, function, module)


def _is_parameter(function: Function, node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {each.arg for each in function.args.args}


def _passed(name: str, function: Function, module: ast.Module) -> Iterator[str]:
    """What all callers in this module pass for this parameter."""
    names = [each.arg for each in function.args.args if each.arg != "self"]
    place, found = names.index(name), False
    for caller in _functions(module):
        for call in _own_calls(caller):
            if ast.unparse(call.func).removeprefix("self.") == function.name:
                found = True
                yield from _possible(call.args[place], caller, module)
    if not found:
        raise UnclearKey(f"{function.name}({name}) is called by nobody here")


def _returned(name: str, module: ast.Module) -> Iterator[str]:
    """What a function of this module returns."""
    found = [function for function in _functions(module) if function.name == name]
    if not found:
        yield from _returned(name, _imported_from(name, module))
        return
    for node in ast.walk(found[0]):
        if isinstance(node, ast.Return) and node.value is not None:
            yield from _possible(node.value, found[0], module)


def _imported_from(name: str, module: ast.Module) -> ast.Module:
    """The module of ours that this function comes from."""
    for node in module.body:
        if isinstance(node, ast.ImportFrom) and any(alias.name == name for alias in node.names):
            path = ROOT / f"{(node.module or '').replace('.', '/')}.py"
            return ast.parse(path.read_text("utf-8"))
    raise UnclearKey(f"{name}()")


def notice_keys() -> set[str]:
    """The keys of all notices that a step or an act can put above a screen; the short words for taps left out."""
    keys: set[str] = set()
    rooms = (ROOT / "flows", ROOT / "storage" / "programme", ROOT / "storage" / "team")
    for path in sorted(path for room in rooms for path in room.glob("*.py")):
        module = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"notice", "Notice", "BadValue"}:
                keys |= _notice_keys(node.args[0])
    return {key for key in keys if not key.startswith("saved_")} - {*SHORT_WORDS}


def _notice_keys(node: ast.expr) -> set[str]:
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.IfExp):
        return _notice_keys(node.body) | _notice_keys(node.orelse)
    if ast.unparse(node) in {"key", "trouble.key"}:
        return set()
    if ast.unparse(node) == "f'link_{state}'":
        return {key for key in PLAIN if key.startswith("link_")} - {"link_uses_bad"}
    if ast.unparse(node) == "f'not_now_{move.trigger}'":
        return {key for key in PLAIN if key.startswith("not_now_")}
    raise UnclearKey(ast.unparse(node))
