"""How kernels are compiled: once, cached on disk, with IEEE division (no exception on 1/0).

numba keys a cached kernel by its own file alone, though it holds the code of every kernel that it
calls. So the cache lies in a folder named by a hash of all the core's files: change one, and all are
compiled anew.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from numba import njit
from numba.core import config

__all__ = ["batch", "inner"]

F = TypeVar("F", bound=Callable[..., Any])

_PACKAGE = Path(__file__).parent
_SETTINGS: dict[str, Any] = vars(config)  # numba's settings are this module's variables


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for room in ("earth", "flight", "guarantee", "reach", "sensing"):
        for file in sorted((_PACKAGE / room).glob("*.py")):
            digest.update(file.read_bytes())
    for name in ("kernels.py", "minimum.py"):
        digest.update((_PACKAGE / name).read_bytes())
    return digest.hexdigest()[:16]


def _folder() -> str:
    """Where compiled kernels are kept: beside the package, or in the user's cache if that is read-only."""
    name = f"kernels-{_fingerprint()}"
    if _SETTINGS["CACHE_DIR"]:
        return str(Path(_SETTINGS["CACHE_DIR"]) / "reassure" / name)
    beside = _PACKAGE / "__pycache__"
    if os.access(beside if beside.is_dir() else _PACKAGE, os.W_OK):
        for old in beside.glob("kernels-*"):
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)
        return str(beside / name)
    return str(Path.home() / ".cache" / "reassure" / name)


_FOLDER = _folder()


def _compile(decorate: Callable[[F], Any], function: F) -> F:
    before = _SETTINGS["CACHE_DIR"]
    _SETTINGS["CACHE_DIR"] = _FOLDER
    try:
        return cast("F", decorate(function))
    finally:
        _SETTINGS["CACHE_DIR"] = before


def inner(function: F) -> F:
    """A scalar kernel, compiled when another kernel calls it."""
    return _compile(njit(cache=True, error_model="numpy"), function)


def batch(signature: str) -> Callable[[F], F]:
    """A kernel over arrays, compiled at import for this signature, run without the interpreter lock."""
    decorate = njit(signature, cache=True, nogil=True, error_model="numpy")
    return lambda function: _compile(decorate, function)
