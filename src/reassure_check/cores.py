"""How many cores this process may use: its affinity, its control groups' quotas, and REASSURE_CORES at most."""

import os
from pathlib import Path

from reassure_check.claim import Malformed


def cores(root: Path = Path("/sys/fs/cgroup")) -> int:
    """At least 1; a part of a core counts as one."""
    affinity = getattr(os, "sched_getaffinity", None)
    found = [len(affinity(0)) if affinity else os.cpu_count() or 1]
    for names in (["cpu.max"], ["cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us"]):
        try:  # a container's group, in either version (cgroups(7)); "max" and -1 are no quota
            quota, period = (int(w) for name in names for w in (root / name).read_text().split())
            found += [-(-quota // period)] if quota > 0 and period > 0 else []
        except (OSError, ValueError):
            continue
    if text := os.environ.get("REASSURE_CORES", "").strip():
        if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text)):
            raise Malformed(f"REASSURE_CORES={text[:40]!r}; allowed: a whole number, 1 or more")
        found.append(int(text))
    return max(1, min(found))
