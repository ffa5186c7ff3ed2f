"""How kernels are compiled: once, kept on disk (`machine.kernel_cache`), with IEEE division (no
exception on 1/0).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit
from numba.core import types

from reassure.machine.kernel_cache import KernelCache

__all__ = ["batch", "inner", "record"]

F = TypeVar("F", bound=Callable[..., Any])


def _kept(dispatcher: Any, form: str = "") -> Any:
    if hasattr(dispatcher, "py_func"):  # not so where numba is told to compile nothing
        # numba's own cache keys a kernel by its own file, but it changes with every kernel that it calls.
        dispatcher._cache = KernelCache(dispatcher.py_func, form)
    return dispatcher


def inner(function: F) -> F:
    """A scalar kernel, compiled when another kernel calls it, and once more when Python does."""
    kernel = _kept(njit(error_model="numpy")(function))
    if hasattr(kernel, "py_func"):
        # For other kernels without what calls it from Python: a fifth less to compile.
        bare: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
        called = _kept(njit(error_model="numpy", **bare)(function), "called")

        def template(arguments: Any, named: Any) -> Any:
            # numba would compile the kernel once more for each constant that a call passes.
            plain = {name: types.unliteral(kind) for name, kind in named.items()}
            return called.get_call_template(tuple(map(types.unliteral, arguments)), plain)

        # What numba asks a kernel for while it compiles another.
        kernel.get_call_template, kernel.get_overload = template, called.get_overload
    return cast("F", kernel)


def record(kind: type[tuple[Any, ...]], *fields: Any) -> Any:
    """The type of a NamedTuple in a signature for `batch`; `fields` are its fields' types, in
    order.

    A field's type is one of numba's (`float64[:, ::1]`) or another record. Raises TypeError where
    there are more or fewer types than fields. A kernel that takes a record takes exactly these
    types: a field that is `float64` takes a float and no int.
    """
    names: tuple[str, ...] = getattr(kind, "_fields", ())
    if len(names) != len(fields):
        raise TypeError(f"{len(fields)} types for {kind.__name__}; allowed: {len(names)}, {names}")
    return types.BaseTuple.from_types(fields, kind)


def batch(signature: Any) -> Callable[[F], F]:
    """A kernel over arrays, compiled at import for this signature, run without the interpreter
    lock.

    `signature`: numba's, as text or as an object; where a kernel takes NamedTuples it is an object,
    and says with `record` what is in them.
    """

    def compiled(function: F) -> F:
        # numpy's error model: 1/0 is infinite and raises nothing. Without fastmath sums keep their order.
        kernel = _kept(njit(nogil=True, error_model="numpy")(function))
        if hasattr(kernel, "py_func"):
            kernel.compile(signature)
            # Arguments of other types are then refused instead of compiled for on the spot.
            kernel.disable_compile()
        return cast("F", kernel)

    return compiled
