"""Work on one of many: where it fails, that is in the log, and the others go on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger("letters")


def tried(work: Callable[P, T], *args: P.args, **more: P.kwargs) -> T | None:
    """What this gives; None where it fails. For work on values only: a failing database is never passed over.

    The log says which kind of trouble it was, and nobody's words.
    """
    try:
        return work(*args, **more)
    except Exception as trouble:
        log.error("passed over in planning letters: %s", type(trouble).__name__)
        return None
