"""Tests of the whole house. `tests/rig.py` is the bot on virtual time; see CONTRIBUTING.md."""
