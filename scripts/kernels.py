"""Install if need be, then compile every kernel that is not on the disk yet: `python3 scripts/kernels.py`.

Whoever imports a kernel compiles it, once on a machine; where several processes begin together, each would compile the same.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from _venv import ROOT, environment

__all__ = ["compile_kernels", "cores"]


def cores(python: Path) -> int:
    """How many cores this process may use. The package is asked in its own environment: the Python that runs this file
    has none of its requirements.
    """
    ask = "from reassure.machine.cores import cores; print(cores())"
    found = subprocess.run([str(python), "-c", ask], capture_output=True, text=True, check=True)
    return int(found.stdout)


def compile_kernels(python: Path, count: int) -> None:
    """Compile what is not on the disk yet, in so many processes. Exits where a kernel cannot be loaded."""
    files = sorted(p for p in (ROOT / "src").rglob("*.py") if "\n@batch" in p.read_text("utf-8"))
    names = [".".join(p.relative_to(ROOT / "src").with_suffix("").parts) for p in files]
    load = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]"
    print("Loading kernels (compiled on the first use, a minute or two)", flush=True)
    # All of them in each process, from another one on: what one has compiled the others read.
    starts = [k * len(names) // count for k in range(count)]
    command = [str(python), "-c", load]
    parts = [subprocess.Popen([*command, *names[k:], *names[:k]]) for k in starts]
    ended = [part.wait() for part in parts]
    if any(ended):
        sys.exit("the kernels cannot be loaded: the message is above")


if __name__ == "__main__":
    python = environment()
    compile_kernels(python, cores(python))
