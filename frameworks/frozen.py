"""What may not change in a published version, as one hash; `data/frozen.toml` keeps the published ones.

Stored answers lean on ids, on the order, and on the numbers of proofs and reasons; stored results lean on
levels, flags, pass levels and conditions. All of these need a new version. Wording may be corrected.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from typing import Any

from frameworks.load import DATA
from frameworks.model import AskedIf, Element, Framework

FROZEN_FILE = DATA / "frozen.toml"


def frozen_hash(framework: Framework) -> str:
    """The same for two frameworks exactly where stored answers mean the same in both."""
    content = json.dumps(_framework(framework), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def published() -> Mapping[str, str]:
    """The hash of every published version, by key."""
    return tomllib.loads(FROZEN_FILE.read_text(encoding="utf-8"))


def changed(frameworks: Mapping[str, Framework], hashes: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of published versions that are gone or have become something else."""
    return tuple(
        key for key, kept in hashes.items() if key not in frameworks or frozen_hash(frameworks[key]) != kept
    )


def lines(frameworks: Mapping[str, Framework]) -> str:
    """The lines that `data/frozen.toml` holds for these frameworks."""
    return "".join(f'"{key}" = "{frozen_hash(framework)}"\n' for key, framework in frameworks.items())


def _framework(framework: Framework) -> dict[str, Any]:
    # Versions that were published before there were groups keep their hash.
    return _own(framework) | (_groups(framework) if framework.groups or framework.owners else {})


def _own(framework: Framework) -> dict[str, Any]:
    return {
        "id": framework.id,
        "version": framework.version,
        "unit": framework.unit,
        "result": framework.result,
        "levels": [framework.levels, framework.in_place, framework.started],
        "na_max": framework.na_max,
        "roles": [role.id for role in framework.roles],
        "profiles": [profile.id for profile in framework.profiles],
        "sizes": [size.id for size in framework.sizes],
        "dimensions": [[part.id, [_element(one) for one in part.elements]] for part in framework.dimensions],
    }


def _groups(framework: Framework) -> dict[str, Any]:
    return {
        "groups": [group.id for group in framework.groups],
        "role_groups": [role.group for role in framework.roles],
        "owners": {
            owner: {profile: list(ids) for profile, ids in by_profile.items()}
            for owner, by_profile in framework.owners.items()
        },
    }


def _element(element: Element) -> dict[str, Any]:
    return {
        "id": element.id,
        "version": element.version,
        "must": element.must,
        "before_you_sign": element.before_you_sign,
        "quick": element.quick,
        "adviser": element.adviser,
        "pass": dict(element.pass_by_profile),
        "asked_if": _condition(element.asked_if),
        "proofs": len(element.proof),
        "reasons": len(element.na_reasons),
        "owner": list(element.owner),
    }


def _condition(condition: AskedIf | None) -> list[Any] | None:
    if condition is None:
        return None
    return [sorted(condition.profiles), condition.element, sorted(condition.levels)]
