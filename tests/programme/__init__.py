"""Tests of what coordinators work with."""
