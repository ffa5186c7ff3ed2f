"""Which package this is, to the byte: who cites it can say so, and results of two builds are not mixed in one store."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

__all__ = ["build"]


@cache
def build() -> str:
    """The first 16 hex digits of a SHA-256 over the package's code (.py) and figures (.toml), with their paths."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for file in sorted(p for p in root.rglob("*") if p.suffix in (".py", ".toml")):
        digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
