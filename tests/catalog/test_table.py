"""The base of all tables: keys that are known, numbers that are finite, zeros without a sign."""

from __future__ import annotations

import json
import math
from typing import Annotated

import pytest
from pydantic import Field, ValidationError

from reassure.catalog.table import Table


class Inner(Table):
    """A table in a table."""

    depth_km: float = 0.0


class Outer(Table):
    """With a key of another name than its field, and one of each kind."""

    launch_delay_s: float = 0.0
    first_year: Annotated[int | None, Field(alias="from")] = None
    polygon: Annotated[list[list[float]], Field(default=[])]
    inner: Inner = Inner()
    words: str = ""


def refused(data: object) -> str:
    """Why it is not taken."""
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate(data)
    (problem,) = caught.value.errors()
    return problem["msg"]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("launch_delay", "unknown key; write launch_delay_s: the unit is part of the name"),
        ("launch", "unknown key; write launch_delay_s: the unit is part of the name"),
        ("launch_delays", "unknown key; did you mean launch_delay_s?"),
        ("wrods", "unknown key; did you mean words?"),
        ("form", "unknown key; did you mean from?"),
        ("first_year", "unknown key; allowed here: launch_delay_s, from, polygon, inner, words"),
        ("zzz", "unknown key; allowed here: launch_delay_s, from, polygon, inner, words"),
        ("", "unknown key; allowed here: launch_delay_s, from, polygon, inner, words"),
    ],
)
def test_an_unknown_key_gets_the_nearest_known_one(key: str, said: str) -> None:
    """The one with its unit first; then the most alike; then all, by the names that a file has."""
    assert refused({key: 1}) == said


def test_an_unknown_key_is_told_with_its_name() -> None:
    """A complaint needs it to find the line."""
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate({"words": "x", "zzz": 1})
    (problem,) = caught.value.errors()
    assert problem["type"] == "unknown_key"
    assert problem["ctx"]["key"] == "zzz"


@pytest.mark.parametrize("data", [3, "x", None, [1]])
def test_what_is_no_table_is_refused(data: object) -> None:
    """And not taken apart."""
    assert "valid dictionary" in refused(data)


@pytest.mark.parametrize(
    "data", [{"words": 3}, {"launch_delay_s": "3"}, {"from": 2.5}, {"from": "2"}]
)
def test_no_value_is_turned_into_another_kind(data: dict[str, object]) -> None:
    """Text stays text; a whole number may stand for a number."""
    refused(data)
    assert Outer.model_validate({"launch_delay_s": 3}).launch_delay_s == 3.0


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_numbers_are_finite(number: float) -> None:
    """At the top, in a list of lists, and in a table further in."""
    for data in (
        {"launch_delay_s": number},
        {"polygon": [[0.0, number]]},
        {"inner": {"depth_km": number}},
    ):
        assert "finite" in refused(data)


def test_zero_has_no_sign_wherever_it_stands() -> None:
    """In a number, a list of lists and a table further in."""
    table = Outer.model_validate(
        {
            "launch_delay_s": -0.0,
            "polygon": [[-0.0, 1.0], [-0.0, -0.0]],
            "inner": {"depth_km": -0.0},
        }
    )
    assert "-0.0" not in table.model_dump_json()
    assert json.loads(table.model_dump_json())["polygon"] == [[0.0, 1.0], [0.0, 0.0]]
    assert math.copysign(1.0, table.launch_delay_s) == 1.0
    assert math.copysign(1.0, table.inner.depth_km) == 1.0


def test_a_number_just_below_zero_keeps_its_sign() -> None:
    """Only zero itself has none."""
    assert Outer.model_validate({"launch_delay_s": -5e-324}).launch_delay_s == -5e-324


def test_a_table_stays_what_it_is() -> None:
    """Frozen."""
    with pytest.raises(ValidationError, match="frozen"):
        Outer().words = "other"  # type: ignore[misc]
