"""Whole commands, each in a process of its own: time and memory.

    python benchmarks/assess.py

`first` has an empty cache of compiled kernels, as on a new machine after installation.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time


def run(name: str, arguments: list[str], cache: str) -> None:
    """Run `reassure` once and print seconds and peak memory."""
    begin = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "reassure", *arguments],
        env={**os.environ, "NUMBA_CACHE_DIR": cache},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    taken = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{name:34s} {taken:6.2f} s   peak so far {peak:5.0f} MiB")


def main() -> None:
    """Help, the main job for the first time, and again."""
    with tempfile.TemporaryDirectory() as cache:
        run("--help", ["--help"], cache)
        run("assess europe-2012, first", ["assess", "europe-2012"], cache)
        for _ in range(3):
            run("assess europe-2012, compiled", ["assess", "europe-2012"], cache)
        run("--help", ["--help"], cache)


if __name__ == "__main__":
    main()
