"""Functions whose options are one frozen dataclass: they are called with its fields as arguments."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

__all__ = ["spread"]

P = ParamSpec("P")
Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


def spread(asked: Callable[P, Asked]) -> Callable[[Callable[[Asked], Answer]], Callable[P, Answer]]:
    """Make a function of one dataclass into one whose arguments are the dataclass's fields.

    `asked` is the dataclass. What comes back is a decorator for a function that takes one of it. The signature that
    `help`, mypy and typer see is the constructor's, so an option is written once, with its type and its default. A
    wrong argument raises TypeError, as it would anywhere.
    """

    def of(function: Callable[[Asked], Answer]) -> Callable[P, Answer]:
        @wraps(function)
        def call(*args: P.args, **options: P.kwargs) -> Answer:
            return function(asked(*args, **options))

        # eval_str: with `from __future__ import annotations` the types are text until they are asked for
        taken = inspect.signature(asked, eval_str=True)
        returns = function.__annotations__.get("return")
        # wraps() copied the signature of the function with its one argument; `inspect` looks here first
        call.__signature__ = taken.replace(return_annotation=returns)  # type: ignore[attr-defined]
        call.__annotations__ = {name: p.annotation for name, p in taken.parameters.items()}
        call.__annotations__["return"] = returns
        return call

    return of
