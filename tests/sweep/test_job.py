"""A job's shapes, block by block, against numpy; and what does not fit together."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.sweep import Coordinate, Job, Task, Variable
from tests.sweep.works import job


def grid(sizes: dict[str, int], split: dict[str, int], dims: tuple[str, ...]) -> Job:
    """A job over any dimensions."""
    blocks = product(*(range(-(-sizes[d] // n)) for d, n in split.items()))
    return Job(
        function=lambda: dict, common=(), sizes=sizes, split=split, variables=(Variable("v", dims, "<f8", None),),
        tasks=tuple(Task(b, ()) for b in blocks), sha256="x",
    )  # fmt: skip


LENGTH = st.integers(1, 7)


@settings(max_examples=50, deadline=None)
@given(LENGTH, LENGTH, LENGTH, LENGTH, st.permutations(["x", "y", "z"]))
def test_the_blocks_of_an_array_make_it_whole(
    x: int, y: int, step_x: int, step_y: int, dims: list[str]
) -> None:
    """Each place of it in one block and no other, whatever the order of its dimensions."""
    made = grid({"x": x, "y": y, "z": 2}, {"x": step_x, "y": step_y}, tuple(dims))
    (v,) = made.variables
    count = np.zeros(made.shape(v), int)
    for task in made.tasks:
        at, part = made.chunk_of(v, task.block), made.part(v, task.block)
        spans = tuple(
            slice(k * n, k * n + m) for k, n, m in zip(at, made.chunk(v), part, strict=True)
        )
        assert count[spans].shape == part
        count[spans] += 1
    assert (count == 1).all()
    assert len(made.tasks) == np.prod(made.grid)
    assert made.points == x * y


def test_a_dimension_that_is_not_split_is_whole_in_every_block() -> None:
    """And the last block of one that is, shorter."""
    made = grid({"x": 5, "z": 3}, {"x": 2}, ("z", "x"))
    (v,) = made.variables
    assert (made.grid, made.shape(v), made.chunk(v)) == ((3,), (3, 5), (3, 2))
    assert [made.chunk_of(v, (k,)) for k in range(3)] == [(0, 0), (0, 1), (0, 2)]
    assert [made.part(v, (k,)) for k in range(3)] == [(3, 2), (3, 2), (3, 1)]


def test_a_block_longer_than_its_dimension_is_one_block() -> None:
    """Of the dimension's own length."""
    made = grid({"x": 3}, {"x": 10}, ("x",))
    assert (made.grid, made.part(made.variables[0], (0,))) == ((1,), (3,))


def test_a_job_without_a_split_dimension_is_one_task() -> None:
    """Whose block has no number."""
    made = grid({"z": 3}, {}, ("z",))
    assert (made.grid, made.points, made.tasks[0].block) == ((), 1, ())
    assert made.part(made.variables[0], ()) == (3,)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"tasks": job().tasks[:-1]}, "each once"),
        ({"tasks": (*job().tasks, job().tasks[0])}, "each once"),
        ({"tasks": (*job().tasks[:-1], Task((9,), ()))}, "each once"),
        ({"variables": (Variable("v", ("x", "nowhere"), "<f8", None),)}, r"v\('x', 'nowhere'\): lacks a split"),
        ({"variables": (Variable("v", (), "<f8", None),)}, "lacks a split dimension"),
        ({"coordinates": (Coordinate("c", "column", (1.0,)),)}, "c: 1 value; column has 2"),
        ({"coordinates": (Coordinate("c", "x", ()),)}, "c: 0 values; x has 23"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_when_it_is_made(changes: dict[str, Any], said: str) -> None:
    """Not when it is written."""
    with pytest.raises(ValueError, match=said):
        replace(job(), **changes)
