"""How many cores this process may use: by its affinity, by its container, by REASSURE_CORES."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from reassure.errors import InputError

__all__ = ["VARIABLE", "check_cores", "cores"]

VARIABLE = "REASSURE_CORES"
"""The environment variable that says how many cores to use at most."""


def cores(root: Path = Path("/")) -> int:
    """The cores that this process may run on (its affinity), as far as its control groups let it, and no more than
    VARIABLE says. At least 1; a part of a core counts as one. `root`: the folder that stands for the system's root,
    another one in tests alone. Raises InputError where VARIABLE is not a number of cores.
    """
    # A container with 1.5 cores gets 2 threads: one would leave half a core idle.
    return max(1, min([_here(), *map(math.ceil, _quotas(root)), *_asked()]))


def check_cores() -> None:
    """Raise InputError where VARIABLE is set and is not a whole number from 1 to 999,999."""
    _asked()


def _asked() -> list[int]:
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return []
    # str.isdigit alone lets through digits of other scripts and superscripts, which int() does not all read.
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text)):
        raise InputError(f"{VARIABLE}={text[:40]!r}; allowed: a whole number, 1 or more")
    return [int(text)]


def _here() -> int:
    # macOS and Windows have no affinity to ask for.
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _quotas(root: Path) -> Iterator[float]:
    """Cores that each control group around this process gives it (cgroups(7), of either version).
    Every group up to the mounted one counts, since a limit binds all groups below it.
    """
    for base, below in _groups(root):
        for folder in (below, *below.parents):
            if folder.is_relative_to(base):
                yield from _quota(folder)


def _quota(folder: Path) -> Iterator[float]:
    """What one group says: version 2 in one file, version 1 in two."""
    try:
        # Version 2: "max 100000" or "150000 100000", quota and period in microseconds.
        words = (folder / "cpu.max").read_text().split()
    except OSError:
        try:
            words = [
                (folder / f"cpu.cfs_{name}_us").read_text().strip() for name in ("quota", "period")
            ]
        except OSError:
            return
    try:
        quota, period = int(words[0]), int(words[1])
    # Version 2 writes "max" for no limit.
    except (ValueError, IndexError):  # "max"
        return
    # Version 1 writes a quota of -1 for no limit.
    if quota > 0 and period > 0:
        yield quota / period


def _groups(root: Path) -> Iterator[tuple[Path, Path]]:
    """Where each tree of groups that can limit cores is mounted, and this process's own group in it.
    Nothing on systems without /proc.
    """
    try:
        mounts = (root / "proc/self/mountinfo").read_text().splitlines()
        lines = (root / "proc/self/cgroup").read_text().splitlines()
    except (OSError, UnicodeDecodeError):
        return
    # /proc/self/cgroup: "0::/path" of version 2, "4:cpu,cpuacct:/path" of version 1.
    own = {}
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if not controllers or "cpu" in controllers.split(","):
            own["cgroup" if controllers else "cgroup2"] = path
    # /proc/self/mountinfo (proc(5)): field 4 is the root of the mount inside its file system, field 5 where it is
    # mounted; after " - " come the kind of file system, its source and its options.
    for line in mounts:
        place, _, kind = line.partition(" - ")
        fields, (system, _, options) = place.split(), (*kind.split(), "", "", "")[:3]
        if system in own and (system == "cgroup2" or "cpu" in options.split(",")):
            base = root / _text(fields[4]).lstrip("/")
            yield base, base / _within(own[system], _text(fields[3]))


def _within(path: str, top: str) -> PurePosixPath:
    """A group's path below the one that is mounted; nothing where it lies elsewhere."""
    group = PurePosixPath(path)
    # Inside a container the group may be named from outside ("/../.."): then the mount itself is this process's.
    if ".." in group.parts or not group.is_relative_to(top):
        return PurePosixPath()
    return group.relative_to(top)


def _text(field: str) -> str:
    """A name as mountinfo writes it: blanks, tabs, line ends and backslashes by their octal number."""
    return field.encode("latin-1", "replace").decode("unicode_escape") if "\\" in field else field
