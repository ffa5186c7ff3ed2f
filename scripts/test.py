"""Install if need be, then run the tests on all cores: `python3 scripts/test.py [pytest's options]`."""

from __future__ import annotations

import sys

from _venv import environment, run

if __name__ == "__main__":
    cores = ["-n", "auto", "--dist", "worksteal"]
    sys.exit(run([str(environment("test")), "-m", "pytest", *cores, *sys.argv[1:]]))
