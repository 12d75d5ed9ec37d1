"""The proofs that people kept with their answers, as a file refers to them: what there is, not what is in it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.programme.exporting.columns import Row
from bot.programme.exporting.results import Result
from bot.programme.exporting.rows import who


def proof_rows(result: Result) -> Iterator[Row]:
    """A row for each proof, by question; nothing before there is a result, and nothing about hidden questions.

    A text is told where its writer let the team read it; that of one of several people once the round is closed.
    """
    if result.card is None:
        return
    told = result.row.closed or not result.several
    for element in result.elements:
        for proof in result.row.proofs:
            if proof.element == element.id and element.id not in result.hidden:
                yield {
                    **who(result),
                    "element": element.id,
                    "proof_kind": proof.kind,
                    "proof_text": proof.text if told and proof.for_team else "",
                    "bytes": proof.size or None,
                }
