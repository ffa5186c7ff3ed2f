"""How kernels are compiled: once, kept on disk (`machine.kernel_cache`), with IEEE division (no exception on 1/0)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

from reassure.machine.kernel_cache import KernelCache

__all__ = ["batch", "inner"]

F = TypeVar("F", bound=Callable[..., Any])


def _kept(dispatcher: Any) -> Any:
    if hasattr(dispatcher, "py_func"):  # not so where numba is told to compile nothing
        dispatcher._cache = KernelCache(dispatcher.py_func)
    return dispatcher


def inner(function: F) -> F:
    """A scalar kernel, compiled when another kernel calls it."""
    return cast("F", _kept(njit(error_model="numpy")(function)))


def batch(signature: str) -> Callable[[F], F]:
    """A kernel over arrays, compiled at import for this signature, run without the interpreter lock."""

    def compiled(function: F) -> F:
        kernel = _kept(njit(nogil=True, error_model="numpy")(function))
        if hasattr(kernel, "py_func"):
            kernel.compile(signature)
            kernel.disable_compile()
        return cast("F", kernel)

    return compiled
