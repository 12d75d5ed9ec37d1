"""Settings of the property tests: a slow machine is no fault."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("frameworks", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("frameworks")
