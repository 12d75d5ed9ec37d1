"""Tests of the frameworks package: no clock, no network, no database."""
