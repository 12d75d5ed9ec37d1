"""Another process for the press that takes every order and answers none."""

import sys

if __name__ == "__main__":
    while sys.stdin.buffer.read(1):
        pass
