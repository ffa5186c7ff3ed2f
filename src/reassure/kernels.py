"""How kernels are compiled: once, cached on disk, with IEEE division (no exception on 1/0)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

__all__ = ["batch", "inner"]

F = TypeVar("F", bound=Callable[..., Any])


def inner(function: F) -> F:
    """A scalar kernel, compiled when another kernel calls it."""
    return cast("F", njit(cache=True, error_model="numpy")(function))


def batch(signature: str) -> Callable[[F], F]:
    """A kernel over arrays, compiled at import for this signature, run without the interpreter lock."""

    def compile_it(function: F) -> F:
        compiled = njit(signature, cache=True, nogil=True, error_model="numpy")(function)
        return cast("F", compiled)

    return compile_it
