"""Tests of the report: its values, its text, its files."""
