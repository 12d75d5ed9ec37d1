"""The state diagram as Mermaid text, made from the rows; used by documents and tests only."""

from __future__ import annotations

from flows.table import AGENDA, AROUND_IT, INITIAL, ONE_DIMENSION, Row


def mermaid() -> str:
    """All parts of the table as one Mermaid state diagram; the same text at every run."""
    lines = ["stateDiagram-v2", f"    [*] --> {INITIAL}"]
    lines += ["    %% one dimension", *_edges(ONE_DIMENSION)]
    lines += ["    %% around it", *_edges(AROUND_IT)]
    lines += ["    %% the agenda", *_edges(AGENDA)]
    return "\n".join([*lines, "    forgotten --> [*]"])


def _edges(rows: tuple[Row, ...]) -> list[str]:
    """One arrow for each pair of states, with its triggers; moves possible from everywhere are a note."""
    labels: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        for source in row.sources:
            if len(row.sources) <= 6:
                labels.setdefault((source, row.dest), []).append(_label(row))
    arrows = [
        f"    {source} --> {dest}: {' / '.join(dict.fromkeys(names))}"
        for (source, dest), names in labels.items()
    ]
    wide = [
        f"    note right of {row.dest}: {_label(row)} from {len(row.sources)} states"
        for row in rows
        if len(row.sources) > 6
    ]
    return arrows + wide


def _label(row: Row) -> str:
    facts = [*row.when, *(f"not {fact}" for fact in row.unless)]
    guard = f" [{', '.join(facts)}]" if facts else ""
    enters = f" (enters {row.enters})" if row.enters else ""
    return f"{row.trigger}{guard}{enters}"
