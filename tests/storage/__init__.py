"""Tests of what is remembered: the one transaction, locks, claims, migrations, jobs, forgetting."""
