"""What went wrong in public with bots of this kind, as tests: each fault and its whole kind.

The docstring of a test names the fault it guards against.
"""
