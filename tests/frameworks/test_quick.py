"""The quick check: musts in place, and the ending that follows."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from frameworks.quick import Ending, quick_result
from frameworks.stages import NoStage
from frameworks.values import Scope
from tests.frameworks.samples import SP, answers
from tests.frameworks.worked import MUSTS, QUICK, at, full, sp_card


@pytest.mark.parametrize(
    ("changes", "met", "not_known", "ending", "names"),
    [
        (
            {"meas.outc": 2, "meas.data": "?"},
            4,
            1,
            Ending.WORTH_THE_FULL,
            ("meas.outc", "meas.data"),
        ),
        (
            {
                **at(2, "lead.board", "meas.outc", "fin.control", "fin.cash"),
                **at("?", "meas.data", "care.safe"),
            },
            0,
            2,
            Ending.START_WITH,
            MUSTS,
        ),
        ({}, 6, 0, Ending.FULL_WITH_COLLEAGUES, ()),
    ],
    ids=["case 28", "case 29", "all in place"],
)
def test_a_quick_check_ends_as_its_musts_say(
    changes: Mapping[str, int | str], met: int, not_known: int, ending: Ending, names: tuple[str, ...]
) -> None:
    values = answers(QUICK | {f"sp.{name}": value for name, value in changes.items()})
    card = sp_card(values, "direct", Scope.QUICK)
    result = quick_result(SP, card)

    assert (result.musts_met, result.musts, result.not_known) == (met, 6, not_known)
    assert (result.ending, result.names) == (ending, full(*names))
    assert (card.stage, card.no_stage, card.counted) == (None, NoStage.QUICK, 12)


@pytest.mark.parametrize(
    ("not_known", "ending"), [(("meas.data",), Ending.WORTH_THE_FULL), ((), Ending.START_WITH)]
)
def test_three_musts_in_place_or_not_known_make_the_full_check_worth_it(
    not_known: tuple[str, ...], ending: Ending
) -> None:
    under = at(2, "lead.board", "meas.outc", "fin.control", "meas.data") | at("?", *not_known)
    values = answers(QUICK | {f"sp.{name}": value for name, value in under.items()})
    card = sp_card(values, "direct", Scope.QUICK)

    assert quick_result(SP, card).ending is ending
