"""Install if need be, then run the tests on all cores that it may use: `python3 scripts/test.py [pytest's options]`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from _venv import environment, run
from kernels import compile_kernels, cores

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser(python: Path) -> None:
    """Find a Chromium for the viewer's tests, or install one: Debian's where we may, else Playwright's."""
    if os.environ.get("REASSURE_CHROMIUM") or any(map(shutil.which, _BROWSERS)):
        return
    # Root alone may install packages; Windows has no `geteuid`.
    debian = shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0
    ways = [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]]
    if not debian:
        ways = [[str(python), "-m", "playwright", "install", "chromium"]]
    print("Installing a browser for the viewer's tests (once)", flush=True)
    for command in ways:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            sys.exit(
                f"{' '.join(command)} failed; its message is above. The viewer's tests need a Chromium: "
                "install one, or name one in REASSURE_CHROMIUM"
            )


if __name__ == "__main__":
    python = environment("test")
    browser(python)
    # xdist counts the machine's cores, and not those that this process may use.
    count = cores(python)
    # One more than there are: browsers, servers and pauses leave a core idle now and then.
    os.environ.setdefault("PYTEST_XDIST_AUTO_NUM_WORKERS", str(count + 1))
    compile_kernels(python, count)
    # Tests differ much in time: a worker that is done takes some of another's.
    spread = ["-n", "auto", "--dist", "worksteal"]
    sys.exit(run([str(python), "-m", "pytest", *spread, *sys.argv[1:]]))
