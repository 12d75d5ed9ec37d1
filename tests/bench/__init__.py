"""What the bot costs: speed beside honest peers, bytes on the phone, memory. Run with `python -m tests.bench`."""
