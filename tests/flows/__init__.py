"""Tests of the flow: table, machine, step, typed words, route."""
