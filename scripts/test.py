"""Install if need be, then run the tests: `python3 scripts/test.py [pytest's options]`."""

from __future__ import annotations

import sys

from _venv import environment, run

if __name__ == "__main__":
    sys.exit(run([str(environment("test")), "-m", "pytest", *sys.argv[1:]]))
