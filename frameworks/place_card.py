"""The scorecard of a place as it may be printed: what small groups said is in the stage, and in nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from frameworks.model import Framework
from frameworks.places import Place, View
from frameworks.scoring import Scorecard, score
from frameworks.settling import Settled, State
from frameworks.small_groups import told_by_counts
from frameworks.values import Scope


@dataclass(frozen=True, slots=True)
class Printed:
    """What readers of a place may see.

    `card` names no element of `not_shown`; its counts hold those that are not `left_out`, and its stage holds all.
    `settled` has only what may be shown. Whoever prints says of the rest "counted, not shown".
    """

    card: Scorecard
    settled: Mapping[str, Settled]
    not_shown: tuple[str, ...]
    left_out: tuple[str, ...]


def printed(
    framework: Framework, place: Place, profile: str | None, scope: Scope = Scope.FULL, *, closed: bool
) -> Printed | None:
    """The picture of a place without what would tell what one or two people said.

    None while its round is open, but for a person's own view. To be drawn once, when the round closes, and kept:
    two pictures with one person between them tell more.
    """
    if not closed and place.view is not View.OWN:
        return None
    view = place.view.no_stage
    whole = score(framework, place.settled, profile, scope, view)
    left_out = told_by_counts(framework, place.kept_back, whole.words)
    counts = score(framework, _without(place, left_out), profile, scope, view)
    bare = score(framework, _without(place, place.kept_back), profile, scope, view)
    card = replace(
        bare,
        counted=counts.counted,
        counts=counts.counts,
        dimensions=counts.dimensions,
        not_asked=whole.not_asked,
        stage=whole.stage,
        no_stage=whole.no_stage,
        held_by=_but(whole.held_by, place.kept_back),
        hangs_on=_but(whole.hangs_on, place.kept_back),
        print_before_you_sign=whole.print_before_you_sign,
    )
    shown = {one: value for one, value in place.settled.items() if one not in place.kept_back}
    return Printed(card, shown, place.kept_back, left_out)


def _without(place: Place, ids: Iterable[str]) -> dict[str, Settled]:
    return {**place.settled, **dict.fromkeys(ids, Settled(State.NOT_ASKED))}


def _but(ids: Iterable[str], kept_back: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in ids if one not in kept_back)
