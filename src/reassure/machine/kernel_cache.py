"""Compiled kernels kept on disk: never stale, never in the way.

A kernel holds the machine code of every kernel that it calls, and numba's own cache keys it by its own file
alone. Here it is kept in a folder named by a hash of all the files that a kernel's code can come from, under a
name that says what else the code depends on, with a checksum. What is missing, broken, or of files that have
changed since this process began is compiled anew. Where nothing can be kept, the work goes on without.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import pickle
import platform
import secrets
import shutil
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import llvmlite
import numba
import numpy as np
from numba.core import config
from numba.core.caching import NullCache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps

__all__ = ["SOURCES", "KernelCache", "places", "say"]

_PACKAGE = Path(__file__).parents[1]
_ROOMS = ("adversary", "earth", "flight", "guarantee", "numeric", "reach", "sensing", "tracking")
# All that the files of those rooms import of the package outside them.
_PAGES = ("errors.py", "machine/kernel_cache.py", "typing.py")

SOURCES = tuple(
    sorted(
        [f for room in _ROOMS for f in (_PACKAGE / room).rglob("*.py")]
        + [_PACKAGE / page for page in _PAGES]
    )
)
"""Every file that a kernel's code can come from."""

_SETTINGS: dict[str, Any] = vars(config)  # numba's settings are this module's variables
# The settings that change machine code and that numba's key does not hold: names as in numba.core.config.
_SHAPING = (
    "BOUNDSCHECK", "DEBUGINFO_DEFAULT", "EXTEND_VARIABLE_LIFETIMES", "LLVM_REFPRUNE_FLAGS", "LLVM_REFPRUNE_PASS",
    "LOOP_VECTORIZE", "OPT", "SLP_VECTORIZE", "USING_SVML",
)  # fmt: skip


def _stamps() -> tuple[tuple[int, int], ...] | None:
    """When each source was last changed (ns since 1970) and its size (bytes), in order; None where one cannot be
    seen.
    """
    try:
        found = [f.stat() for f in SOURCES]
    except OSError:
        return None
    return tuple((s.st_mtime_ns, s.st_size) for s in found)


_BEGAN = _stamps()  # as the files were when this process imported them


@cache
def _fingerprint() -> str | None:
    """A hash of the sources; None where they cannot be read."""
    digest = hashlib.sha256()
    try:
        for file in SOURCES:
            digest.update(file.read_bytes())
    except OSError:
        return None
    return digest.hexdigest()[:16]


@cache
def _surroundings() -> str:
    """What else machine code depends on, and numba does not key by itself."""
    # The key that numba makes holds the signature and the processor ("magic tuple"), and none of these.
    settings = [f"{name}={_SETTINGS.get(name)}" for name in _SHAPING]
    versions = (numba.__version__, llvmlite.__version__, np.__version__, platform.python_version())
    return "\n".join(
        [*versions, sys.implementation.cache_tag or "", f"{sys.flags.optimize}", *settings]
    )


@cache
def places() -> tuple[Path, ...]:
    """The folders that kernels are looked for in, in order, and kept in the first that takes them: the one that
    NUMBA_CACHE_DIR names and no other; or beside the package, then in the user's cache.
    """
    name = f"kernels-{_fingerprint()}"
    if _SETTINGS["CACHE_DIR"]:
        return (Path(_SETTINGS["CACHE_DIR"]).absolute() / "reassure" / name,)
    beside = _PACKAGE / "__pycache__" / name
    users = _users_cache()
    return (beside,) if users is None else (beside, users / "reassure" / name)


def _users_cache() -> Path | None:
    """The user's folder for caches; None for a user without a home."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if named.is_absolute():
        return named
    # Without HOME expanduser asks the password file; with HOME empty it would give "/".
    home = Path(os.environ["HOME"] if "HOME" in os.environ else os.path.expanduser("~"))
    return home / ".cache" if home.is_absolute() else None


class KernelCache(NullCache):
    """What numba asks for a kernel's compiled code, and gives it to.

    numba calls the two methods under these names: the interface of numba.core.caching._Cache.
    """

    trouble: ClassVar[str] = ""
    """Why kernels cannot be kept, in one line; empty where they can, as far as is known."""

    def __init__(self, function: Any, form: str = "") -> None:
        """`form`: a word that tells apart what is compiled of one function in more ways than one."""
        self._function, self._form = function, form
        self._name = f"{function.__module__}.{function.__qualname__}"

    @property
    def cache_path(self) -> str:
        """The first of the folders that kernels are kept in, as numba asks for it."""
        return str(places()[0])

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """The kernel as compiled for a signature; None where there is none that is whole and fresh."""
        # As numba's own cache does, so that the context is whole before anything is rebuilt in it.
        target_context.refresh()
        key = self._key(sig, target_context.codegen())
        if key is None:
            return None
        for folder in places():
            with suppress(Exception):  # whatever is wrong with a file: there is none
                data = (folder / self._file(key)).read_bytes()
                if data[:32] == _sum(key, data[32:]):  # SHA-256: 32 bytes
                    return CompileResult._rebuild(target_context, *pickle.loads(data[32:]))  # noqa: S301
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep a kernel, in the first folder that takes it; where none does, say so once and go on."""
        if _BEGAN is None:
            _give_up("the package's files cannot be read")
        key = self._key(sig, data.codegen)
        # Not kept, as in numba's own cache: code that holds addresses of this process, or loops compiled apart.
        if key is None or KernelCache.trouble or data.library.has_dynamic_globals or data.lifted:
            return
        body = dumps(data._reduce())
        why = []
        for folder in places():
            try:
                _write(folder / self._file(key), _sum(key, body) + body)
                return
            except OSError as error:
                why.append(f"{folder.parent}: {error.strerror or error}")
        _give_up("; ".join(why))

    def _key(self, sig: Any, codegen: Any) -> str | None:
        """All that the machine code depends on beside the sources; None where it cannot be said."""
        code = self._function.__code__
        file = getattr(sys.modules.get(self._function.__module__), "__file__", None)
        # A closure's captured values shape its code and are in no file.
        if file is None or Path(file) not in SOURCES or self._function.__closure__:
            return None
        # An edit since this process began: what was compiled is of other source than the files now hold.
        if _BEGAN is None or _fingerprint() is None or _stamps() != _BEGAN:
            return None
        told = f"{sig}"
        if " at 0x" in told:  # a kernel handed to another: known to this process alone
            return None
        return "\n".join(
            [
                self._name, told, self._form, repr(codegen.magic_tuple()), _surroundings(),
                # Two functions of one name in one file (a redefinition) differ in their bytecode.
                hashlib.sha256(code.co_code).hexdigest(),
            ]
        )  # fmt: skip

    def _file(self, key: str) -> str:
        return f"{self._name.removeprefix('reassure.')}-{hashlib.sha256(key.encode()).hexdigest()[:16]}.kernel"


def _give_up(why: str) -> None:
    """Keep nothing from now on, and say so once: a process that another one started leaves that to it."""
    if KernelCache.trouble:
        return
    KernelCache.trouble = (
        f"reassure: compiled kernels cannot be kept ({why}); every start compiles them, some 60 s. "
        "NUMBA_CACHE_DIR names another folder."
    )
    if multiprocessing.parent_process() is None:
        say(KernelCache.trouble)


def say(line: str) -> None:
    """A line on standard error, if there is one (pythonw has none); a closed one is passed over."""
    if sys.stderr is not None:
        with suppress(OSError, ValueError):
            print(line, file=sys.stderr)


def _sum(key: str, body: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\0" + body).digest()


def _write(file: Path, data: bytes) -> None:
    """A file that takes its name once it is whole, however many processes write it."""
    if not file.parent.is_dir():
        file.parent.mkdir(parents=True, exist_ok=True)
        # Beside the package only this version's kernels are of use. In the user's cache other installs may use theirs.
        if file.parent.parent == _PACKAGE / "__pycache__":
            for old in file.parent.parent.glob("kernels-*"):
                if old.name != file.parent.name:
                    shutil.rmtree(old, ignore_errors=True)
    scratch = file.with_name(f"{secrets.token_hex(8)}.part")
    try:
        scratch.write_bytes(data)
        scratch.replace(file)
    except OSError:
        with suppress(OSError):
            scratch.unlink(missing_ok=True)
        raise
