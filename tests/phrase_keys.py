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

from bot.screens.notices import PLAIN
from bot.telegram_run import COMMANDS
from flows.agenda import EVENTS
from frameworks.quick import Ending
from frameworks.raising import Change
from frameworks.scoring import Sign, Word
from frameworks.values import Said

BOT = Path(__file__).parents[1] / "bot"
Function = ast.FunctionDef | ast.AsyncFunctionDef

# What may stand in the gap of a key: the text before it, the expression in it, and all its values.
GAPS: dict[tuple[str, str], Iterable[str]] = {
    ("command.", "name"): COMMANDS,
    ("notice.", "notice.key"): {*PLAIN, "name_long", "out_of_range"},
    ("said.", "answer.said.value"): Said,
    ("said.", "notice.args['said']"): Said,
    ("quick.", "quick.ending.value"): Ending,
    ("musts.", "line.word.value"): Word,
    ("count.", "word.value"): Word,
    ("effect.", "effect.change.value"): Change,
    ("plan.", "chosen.event"): EVENTS,
    ("when.", "event"): EVENTS,
    ("sign.", "sign.value"): Sign,
    ("sign_short.", "sign.value"): Sign,
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
        raise UnclearKey(f"{name}()")
    for node in ast.walk(found[0]):
        if isinstance(node, ast.Return) and node.value is not None:
            yield from _possible(node.value, found[0], module)


def notice_keys(folder: Path = BOT.parent / "flows") -> set[str]:
    """The keys of all notices that the flow can put above a screen; the short words for taps left out."""
    keys: set[str] = set()
    for path in sorted(folder.glob("*.py")):
        module = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"notice", "Notice"}:
                keys |= _notice_keys(node.args[0])
    return {key for key in keys if not key.startswith("saved_")} - {*SHORT_WORDS}


def _notice_keys(node: ast.expr) -> set[str]:
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if ast.unparse(node) == "key":
        return set()
    if ast.unparse(node) == "f'not_now_{move.trigger}'":
        return {key for key in PLAIN if key.startswith("not_now_")}
    raise UnclearKey(ast.unparse(node))
