"""Install if need be, then run the tests on all cores that it may use: `python3 scripts/test.py [pytest's options]`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from _venv import ROOT, environment, run

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


def compile_kernels(python: str, cores: int) -> None:
    """Compile what is not on the disk yet, on all cores: the tests' workers read the same modules in the same
    order, and each would compile them all.
    """
    files = sorted(p for p in (ROOT / "src").rglob("*.py") if "\n@batch" in p.read_text("utf-8"))
    names = [".".join(p.relative_to(ROOT / "src").with_suffix("").parts) for p in files]
    load = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
    print("Loading kernels (compiled on the first use, a minute or two)", flush=True)
    # All of them in each process, from another one on: what one has compiled the others read.
    starts = [k * len(names) // cores for k in range(cores)]
    parts = [subprocess.Popen([python, "-c", load, *names[k:], *names[:k]]) for k in starts]
    ended = [part.wait() for part in parts]
    if any(ended):
        sys.exit("the kernels cannot be loaded: the message is above")


if __name__ == "__main__":
    python = environment("test")
    browser(python)
    # xdist counts the machine's cores, and not those that this process may use. The package is asked in its own
    # environment: the Python that runs this file has none of its requirements.
    ask = "from reassure.machine.cores import cores; print(cores())"
    count = subprocess.run([str(python), "-c", ask], capture_output=True, text=True, check=True)
    # One more than there are cores: browsers, servers and pauses leave a core idle now and then.
    os.environ.setdefault("PYTEST_XDIST_AUTO_NUM_WORKERS", str(int(count.stdout) + 1))
    compile_kernels(str(python), int(count.stdout))
    # Tests differ much in time: a worker that is done takes some of another's.
    spread = ["-n", "auto", "--dist", "worksteal"]
    sys.exit(run([str(python), "-m", "pytest", *spread, *sys.argv[1:]]))
