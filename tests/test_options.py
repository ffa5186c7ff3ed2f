"""Functions whose options are a dataclass: called as if its fields were their arguments."""

from __future__ import annotations

import inspect
from dataclasses import KW_ONLY, dataclass

import pytest

import reassure
from reassure.options import spread


@dataclass(frozen=True)
class Asked:
    """What is asked."""

    first: str
    _: KW_ONLY
    second: int = 2


@spread(Asked)
def answer(asked: Asked) -> str:
    """Says it."""
    return f"{asked.first} {asked.second}"


def test_the_fields_are_the_arguments() -> None:
    """By place and by name, with their defaults."""
    assert answer("a") == "a 2"
    assert answer("a", second=3) == "a 3"
    assert answer(first="b") == "b 2"


@pytest.mark.parametrize(("given", "named"), [((), {}), (("a", 3), {}), (("a",), {"third": 1})])
def test_wrong_arguments_are_refused_as_anywhere(
    given: tuple[str, ...], named: dict[str, int]
) -> None:
    """Too few, too many, unknown."""
    with pytest.raises(TypeError):
        answer(*given, **named)  # type: ignore[arg-type]


def test_help_shows_the_fields() -> None:
    """With types that can be read, and the function's own words."""
    told = inspect.signature(answer)
    assert list(told.parameters) == ["first", "second"]
    assert told.parameters["second"].default == 2
    assert told.parameters["second"].annotation is int
    assert answer.__doc__ == "Says it."
    assert answer.__annotations__["first"] is str


@pytest.mark.parametrize("name", ["assess", "frontier", "trade", "claim_from_scenario"])
def test_the_public_functions_keep_their_arguments(name: str) -> None:
    """Each by its name; what was keyword-only is still."""
    told = inspect.signature(getattr(reassure, name)).parameters
    assert next(iter(told)) == "scenario"
    assert "asked" not in told
    kinds = {p.kind for p in list(told.values())[2:]}
    assert kinds == {inspect.Parameter.KEYWORD_ONLY}
