"""How many cores this process may use: its affinity, its control groups' quotas, and REASSURE_CORES at most."""

from __future__ import annotations

import os
from pathlib import Path

from reassure_check_old.claim import Malformed


def cores(root: Path = Path("/")) -> int:
    """At least 1; a part of a core counts as one."""
    affinity = getattr(os, "sched_getaffinity", None)
    found = [len(affinity(0)) if affinity else os.cpu_count() or 1, *quotas(root)]
    if text := os.environ.get("REASSURE_CORES", "").strip():
        if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text)):
            raise Malformed(f"REASSURE_CORES={text[:40]!r}; allowed: a whole number, 1 or more")
        found.append(int(text))
    return max(1, min(found))


def quotas(root: Path) -> list[int]:
    """What each group from this process's own upward gives it, in trees of either version (cgroups(7))."""
    try:
        mounts = [m.partition(" - ") for m in _lines(root / "proc/self/mountinfo")]
        own = [line.split(":", 2) for line in _lines(root / "proc/self/cgroup")]
    except OSError:
        return []
    found = []
    for _, controllers, group in (line for line in own if len(line) == 3):
        for place, _, kind in (m for m in mounts if m[2]):
            top, mount = place.split()[3:5]
            system, *_, options = kind.split()
            if controllers:
                fits = system == "cgroup" and "cpu" in controllers.split(",")
                fits = fits and "cpu" in options.split(",")
            else:
                fits = system == "cgroup2"
            if fits:
                base = root / mount.lstrip("/")
                below = group[len(top.rstrip("/")) :].strip("/") if _holds(top, group) else ""
                folder = base / below
                found += _quota(folder)
                while folder != base:
                    folder = folder.parent
                    found += _quota(folder)
    return found


def _holds(top: str, group: str) -> bool:
    return f"{group}/".startswith(f"{top.rstrip('/')}/") and ".." not in group.split("/")


def _quota(folder: Path) -> list[int]:
    """Version 2 says it in one file, version 1 in two; "max" and -1 are none."""
    for names in (["cpu.max"], ["cpu.cfs_quota_us", "cpu.cfs_period_us"]):
        try:
            quota, period = (int(w) for n in names for w in _lines(folder / n)[0].split())
        except (OSError, ValueError, IndexError):
            continue
        if quota > 0 and period > 0:
            return [-(-quota // period)]
    return []


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8", errors="replace").splitlines()
