"""Back and forth between three organisations and several checks, saved and read anew between all steps."""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy import Engine

from tests.flows.kinds import other, small_fit
from tests.team.seats import Team
from tests.team.switching import Switching

NAMES = ("Umoja Trust", "Elimu", "Afya House")


@pytest.mark.parametrize("seed", range(2))
def test_nothing_that_is_said_for_one_organisation_is_ever_said_for_another(
    writer: Engine, seed: int
) -> None:
    one = Switching.of(Team.offered(writer, other(), small_fit()), *NAMES)
    random = Random(seed)
    for _ in range(120):
        one.step(random)
        one.agrees()

    assert one.met >= {"another", "old", "turn", "moment", "over"}
    assert len({who for who, _check in one.said}) == len(NAMES)
    assert one.there.several
