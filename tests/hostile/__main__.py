"""`python -m tests.hostile`: everything hostile and the walks, with all there is to try and many more made-up requests."""

import argparse
import os
import sys

import pytest


def main() -> int:
    """Runs both folders' tests with so many examples an operation."""
    asked = argparse.ArgumentParser(prog="python -m tests.hostile", description="Bad input, made up for longer than CI does.")
    asked.add_argument("--examples", type=int, default=500, help="made-up requests for each operation")
    os.environ["HOSTILE_EXAMPLES"] = str(asked.parse_args().examples)
    return pytest.main(["tests/hostile", "tests/walks", "-q", "-p", "no:randomly"])


if __name__ == "__main__":
    sys.exit(main())
