"""A job: named arrays over named dimensions, in blocks that are computed apart and written once each.

Some dimensions are split into blocks; each block of the grid that they span is one task, and one chunk of
every array. What a task computes depends on its arguments alone: not on when, where or after what it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any

from reassure.words.counts import counted

__all__ = ["Block", "Coordinate", "Job", "Task", "Variable", "Work"]

Block = tuple[int, ...]
"""Which block along each split dimension, counted from 0."""


@dataclass(frozen=True)
class Variable:
    """An array of the result.

    `dims`: its dimensions in order. `dtype`: little-endian or of one byte ("<f8", "<i4", "|u1"). `fill`: what stands
    where nothing has been computed yet: NaN; or None for whole numbers, which is 0 and does not make readers take them
    for fractions. `attrs`: units, what it is, what its codes mean.
    """

    name: str
    dims: tuple[str, ...]
    dtype: str
    fill: float | None
    attrs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Coordinate:
    """Values along the dimension `dim`: numbers, or text."""

    name: str
    dim: str
    values: tuple[float, ...] | tuple[str, ...]
    attrs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Task:
    """One block, and the arguments, after the common ones, with which the job's function computes it."""

    block: Block
    """The block, and with it the chunk of every array."""
    arguments: tuple[Any, ...]
    """What the function is called with after the common arguments: can be pickled."""


Work = Callable[[], Callable[..., dict[str, Any]]]
"""Gives the function that works out a block. It is imported there and then, in the process that needs it: it brings the
kernels along. A function of a module, so that it can be sent to another process.
"""


@dataclass(frozen=True)
class Job:
    """What is to be computed.

    `function`: gives the function that is called with `common` and the task's own arguments, all of which can be
    pickled. It returns an array for every variable's name, of the dtype and of its block's shape. `sizes`: the length
    of every dimension. `split`: of those that are split, the length of a block (the last one of a dimension may be
    shorter). `sha256`: of all that the results depend on, except the package itself. `attrs`: of the whole, to be
    written as JSON. Raises ValueError where tasks are not the blocks, or a variable or coordinate does not fit.
    """

    function: Work
    common: tuple[Any, ...]
    sizes: Mapping[str, int]
    split: Mapping[str, int]
    variables: tuple[Variable, ...]
    tasks: tuple[Task, ...]
    sha256: str
    coordinates: tuple[Coordinate, ...] = ()
    attrs: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Every block has one task, every variable has every split dimension, every coordinate fits."""
        # -(-a // b) is a / b rounded up.
        wanted = product(*(range(-(-self.sizes[d] // n)) for d, n in self.split.items()))
        if sorted(t.block for t in self.tasks) != list(wanted):
            raise ValueError("the tasks are not the blocks of the split dimensions, each once")
        for v in self.variables:
            # A variable without a split dimension would be written by several tasks.
            if not set(self.split) <= set(v.dims) <= set(self.sizes):
                raise ValueError(
                    f"{v.name}{v.dims}: lacks a split dimension, or has an unknown one"
                )
        for c in self.coordinates:
            if len(c.values) != self.sizes[c.dim]:
                raise ValueError(
                    f"{c.name}: {counted(len(c.values), 'value')}; {c.dim} has {self.sizes[c.dim]}"
                )

    @property
    def grid(self) -> tuple[int, ...]:
        """How many blocks there are along each split dimension, in the order of `split`."""
        return tuple(-(-self.sizes[d] // n) for d, n in self.split.items())

    @property
    def points(self) -> int:
        """How many points the split dimensions span, over all blocks."""
        return prod(self.sizes[d] for d in self.split)

    def shape(self, variable: Variable) -> tuple[int, ...]:
        """The shape of the whole array of a variable."""
        return tuple(self.sizes[d] for d in variable.dims)

    def chunk(self, variable: Variable) -> tuple[int, ...]:
        """The shape of a whole block of the array; a dimension that is not split has its full length."""
        return tuple(self.split.get(d, self.sizes[d]) for d in variable.dims)

    def chunk_of(self, variable: Variable, block: Block) -> tuple[int, ...]:
        """Which chunk of the array a block is, counted from 0 along each of its dimensions."""
        at = dict(zip(self.split, block, strict=True))
        return tuple(at.get(d, 0) for d in variable.dims)

    def part(self, variable: Variable, block: Block) -> tuple[int, ...]:
        """The shape of one block of the array: shorter at the end of a dimension."""
        at = self.chunk_of(variable, block)
        whole = zip(variable.dims, self.chunk(variable), at, strict=True)
        return tuple(min(n, self.sizes[d] - i * n) for d, n, i in whole)
