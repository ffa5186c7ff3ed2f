"""Install if need be, then run reassure: `python3 scripts/run.py assess europe-2012`."""

from __future__ import annotations

import os
import subprocess
import sys

from _venv import environment

if __name__ == "__main__":
    python = environment()
    try:
        done = subprocess.run(
            [str(python), "-m", "reassure", *sys.argv[1:]], cwd=os.getcwd(), check=False
        )
        sys.exit(done.returncode)
    except KeyboardInterrupt:
        sys.exit(130)
