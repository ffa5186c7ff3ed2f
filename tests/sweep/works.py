"""Work for the engine that costs next to nothing: what a job calls in the tests."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from reassure.errors import InputError
from reassure.sweep import Coordinate, Job, Task, Variable

SIZE, STEP = 23, 5
"""Not a multiple: the last block is shorter."""


def numbers(factor: float, first: int, n: int) -> dict[str, np.ndarray]:
    """A float and a whole number for each of n places, and each of two columns."""
    x = np.arange(first, first + n)
    return {"product": np.outer(x * factor, [1.0, 2.0]), "number": x.astype(np.int32)}


def fails_in_the_middle(factor: float, first: int, n: int) -> dict[str, np.ndarray]:
    """As `numbers`, but for one block."""
    if first == 2 * STEP:
        raise ZeroDivisionError("the middle\nof it")
    return numbers(factor, first, n)


def fails(factor: float, first: int, n: int) -> dict[str, np.ndarray]:
    """In every block."""
    raise InputError(f"no {first}")


def of_wrong_shape(factor: float, first: int, n: int) -> dict[str, np.ndarray]:
    """One number too many."""
    return numbers(factor, first, n + 1)


def colours() -> Callable[..., object]:
    """Imports what nothing else does."""
    import colorsys

    return colorsys.rgb_to_hsv


def by_name(function: str) -> Callable[..., dict[str, np.ndarray]]:
    """One of the functions above."""
    found: Callable[..., dict[str, np.ndarray]] = globals()[function]
    return found


def job(function: str = "numbers", size: int = SIZE, step: int = STEP, factor: float = 2.0) -> Job:
    """A job over one split dimension."""
    tasks = [
        Task((i,), (first, min(step, size - first))) for i, first in enumerate(range(0, size, step))
    ]
    return Job(
        function=partial(by_name, function),
        common=(factor,),
        sizes={"x": size, "column": 2},
        split={"x": step},
        variables=(
            Variable("product", ("x", "column"), "<f8", float("nan"), {"units": "km s-1"}),
            Variable("number", ("x",), "<i4", None),
        ),
        tasks=tuple(tasks),
        sha256=f"{function} {size} {factor}",
        coordinates=(Coordinate("column", "column", ("one", "two")),),
        attrs={"title": "Numbers"},
    )
