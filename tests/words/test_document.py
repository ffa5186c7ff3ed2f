"""How an answer stands in a file: keys, and digits by the unit at the end of a key."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

import numpy as np
import pytest

from reassure.words.document import (
    AS_IS,
    BY_UNIT,
    GIVEN,
    OMITTED,
    OMITTED_IF_EMPTY,
    PLAIN,
    SPREAD,
    UNWRITTEN,
    Digits,
    FileType,
    Key,
    Keys,
    Stands,
    file_fields,
    lists,
    plain,
)
from reassure.words.rounding import DOWN, UP, kept

LONG = 1.23456789


@dataclass(frozen=True)
class _Units:
    speed_km_s: float = LONG
    time_s: float = LONG
    place_deg: float = LONG
    height_km: float = LONG
    miss_m: float = LONG
    ratio: float = LONG


@dataclass(frozen=True)
class _OwnDigits(_Units):
    DIGITS: ClassVar = {"_s": Digits(4), "_deg": Digits(1, PLAIN)}


@dataclass(frozen=True)
class _AllPlain(_Units):
    DIGITS: ClassVar = {"": Digits(3, PLAIN), "_ratio": GIVEN, "time_s": Digits(1, UP)}


@dataclass(frozen=True)
class _OneField:
    time_s: Annotated[float, Digits(1, UP)] = LONG
    speed_km_s: Annotated[float | None, Digits(1, DOWN)] = LONG
    given_s: Annotated[float, GIVEN] = LONG
    renamed: Annotated[float, Key("span_s")] = LONG


def test_digits_follow_the_unit_at_the_end_of_the_key() -> None:
    """A speed is no time, though its name ends in _s; without a unit a number is as given."""
    assert plain(_Units()) == {
        "speed_km_s": 1.234568, "time_s": 1.23, "place_deg": 1.23457, "height_km": 1.235, "miss_m": 1.235,
        "ratio": LONG,
    }  # fmt: skip


def test_a_class_may_have_its_own_digits() -> None:
    """They go before the common ones; the longest end that fits counts."""
    assert plain(_OwnDigits()) == plain(_Units()) | {
        "speed_km_s": 1.2346, "time_s": 1.2346, "place_deg": 1.2,
    }  # fmt: skip
    assert set(plain(_AllPlain()).values()) == {1.235, 1.3}
    assert plain(_AllPlain())["time_s"] == 1.3


def test_a_field_may_have_its_own_digits() -> None:
    """Rounded the way it says; a figure as given keeps all of them, and a key's unit is that of the key."""
    assert plain(_OneField()) == {"time_s": 1.3, "speed_km_s": 1.2, "given_s": LONG, "span_s": 1.23}


Rounded = Annotated[float, Digits(6)]


class _TwoDigits(NamedTuple):
    share: Annotated[Rounded, Digits(2)]
    other: Rounded | None


def test_of_two_digits_the_outermost_counts() -> None:
    """So that a type with digits can be used with others, or be missing."""
    assert plain(_TwoDigits(LONG, LONG)) == {"share": 1.23, "other": 1.234568}
    assert plain(_TwoDigits(LONG, None))["other"] is None


@pytest.mark.parametrize("digits", [*BY_UNIT.values(), GIVEN, Digits(3, UP), Digits(4, DOWN), Digits(5, PLAIN)])  # fmt: skip
@pytest.mark.parametrize("huge", [[], [8e12], [1e13, -1e300]])
def test_an_array_is_written_as_its_numbers_are(digits: Digits, huge: list[float]) -> None:
    """One by one and all together, halves, tiny, huge and missing numbers too."""
    rng = np.random.default_rng(5)
    values = np.concatenate([rng.normal(0.0, 1e3, 300), rng.normal(0.0, 1e-6, 100), np.arange(-20, 20) / 8e3,
                             [0.0, -0.0, 1e-9, math.nan, math.inf, -math.inf], huge])  # fmt: skip
    alone = [plain(float(v), digits) for v in values]
    assert json.dumps(lists(values, digits)) == json.dumps(alone)
    if digits.way != PLAIN and digits is not GIVEN:
        assert alone == [kept(v, digits.count, digits.way) for v in values]


def test_no_nan_and_no_infinity_is_written() -> None:
    """Null stands for each, alone, in a list, in an array and in an array of arrays."""
    bad = (math.nan, math.inf, -math.inf)
    for value in bad:
        assert plain(value) is None
        assert plain(np.float64(value), Digits(2)) is None
    assert plain(bad) == [None] * 3
    assert plain({"a": bad}) == {"a": [None] * 3}
    assert plain(np.array([bad, (1.0, 2.0, 3.0)])) == [[None] * 3, [1.0, 2.0, 3.0]]
    assert lists(np.array([bad]), Digits(2, PLAIN)) == [[None] * 3]


@dataclass(frozen=True)
class _Inside:
    a: int = 1
    b: Annotated[float | None, OMITTED] = None


@dataclass(frozen=True)
class _Whole:
    FILE: ClassVar = (
        "total", "title", "sha256", "band", "spread", "inside", "word", "never", "some", "few", "held",
    )  # fmt: skip

    title: Annotated[str, Key("scenario.title")] = "t"
    sha256: Annotated[str, Key("scenario.sha256")] = "s"
    band: Annotated[tuple[float, float], Keys(("low_km", "high_km"), open_ended=True)] = (1.0, math.inf)  # fmt: skip
    spread: Annotated[_Inside, SPREAD] = _Inside()
    inside: _Inside = _Inside(2, 3.0)
    word: Annotated[str, Stands(None, "")] = ""
    never: Annotated[float | None, Stands("never", None)] = None
    some: Annotated[tuple[int, ...] | None, OMITTED] = ()
    few: Annotated[tuple[int, ...], OMITTED_IF_EMPTY] = ()
    held: Annotated[list[Any], AS_IS] = ()
    secret: Annotated[int, UNWRITTEN] = 5

    @property
    def total(self) -> Annotated[int, Key("sum")]:
        """Worked out."""
        return 7


def test_every_mark_does_what_it_says() -> None:
    """Keys, their order, tables in tables, what is left out and what stands for what."""
    held = [math.pi]
    table = plain(_Whole(held=held))
    assert list(table) == ["sum", "scenario", "low_km", "high_km", "a", "inside", "word", "never", "some", "held"]  # fmt: skip
    assert table == {
        "sum": 7, "scenario": {"title": "t", "sha256": "s"}, "low_km": 1.0, "high_km": None, "a": 1,
        "inside": {"a": 2, "b": 3.0}, "word": None, "never": "never", "some": [], "held": held,
    }  # fmt: skip
    assert table["held"] is held
    assert plain(_Whole(few=(1,), word="w", never=2.5))["few"] == [1]
    assert plain(_Whole(never=2.5))["never"] == 2.5


@dataclass(frozen=True)
class _Prefixed:
    PREFIX: ClassVar = "own_"

    plain_s: float = LONG
    marked: Annotated[float | None, Key("span_s"), Digits(1, UP)] = LONG
    gone: Annotated[float | None, OMITTED] = None


@dataclass(frozen=True)
class _Around:
    plain_s: float = 1.0
    inside: Annotated[_Prefixed | None, SPREAD, OMITTED] = _Prefixed()


def test_a_prefix_stands_before_every_key_of_a_class() -> None:
    """Spread into the table around it, its keys meet none of the others."""
    assert plain(_Around()) == {"plain_s": 1.0, "own_plain_s": 1.23, "own_span_s": 1.3}
    assert plain(_Around(inside=None)) == {"plain_s": 1.0}


class _Flag(NamedTuple):
    flag: Annotated[Any, Stands("no", False), Stands("yes", True)]


def test_what_stands_for_a_value_goes_both_ways() -> None:
    """And nothing stands for what is merely equal: 0 is not False."""
    (field,) = file_fields(_Flag)
    for value in (False, True, "x", 0, 1, None):
        assert field.from_file(field.in_file(value)) is value
    assert [field.in_file(v) for v in (False, True, 0, 1)] == ["no", "yes", 0, 1]


class _Column(NamedTuple):
    numbers: Annotated[Any, FileType(list[float])]


def test_types_are_those_of_the_file() -> None:
    """With what stands for a value; of an array what is said of it."""
    types = {f.name: f.types for f in file_fields(_Whole)}
    assert types["band"] == (float, float | None)
    assert types["word"] == (str | None,)
    assert types["never"] == (float | Literal["never"],)
    assert types["title"] == (str,)
    assert file_fields(_Column)[0].types == (list[float],)
