"""A figure: what may be written for one, between which numbers it lies, and how far it can be trusted."""

from __future__ import annotations

import math
from typing import Annotated

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from reassure.catalog.figure import Figure, apart, bounds, within
from reassure.catalog.used import FigureUsed


def refused(data: object) -> str:
    """Why something is no figure."""
    with pytest.raises(ValidationError) as caught:
        Figure.model_validate(data)
    return str(caught.value)


# -- what may be written --------------------------------------------------------------------------


@pytest.mark.parametrize("number", [3, 3.0, -2.5, 0])
def test_a_plain_number_is_a_figure_without_interval_or_source(number: float) -> None:
    """As if it stood in a table alone."""
    figure = Figure.model_validate(number)
    assert figure == Figure(value=number)
    assert (figure.low, figure.high, figure.source, figure.dissent) == (None, None, "", ())


@pytest.mark.parametrize("data", [True, False, "3", None, [3.0], (3.0,)])
def test_what_is_neither_a_number_nor_a_table_is_refused(data: object) -> None:
    """True is no 1, and text is no number."""
    assert "allowed: a number, or a table with value" in refused(data)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("key", ["value", "low", "high", "standard_deviation"])
def test_every_number_of_a_figure_is_finite(key: str, number: float) -> None:
    """Not a number, or without end, is refused wherever it stands."""
    whole = {"value": 2.0, "low": 1.0, "high": 3.0, "distribution": "normal"}
    assert "finite" in refused({**whole, "standard_deviation": 0.5, key: number})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "value"),
        ({"value": True}, "value"),
        ({"value": "3"}, "value"),
        ({"value": 3, "vaule": 4}, "did you mean value?"),
        ({"value": 3, "status": "guessed"}, "'found', 'recalled' or 'assumed'"),
        ({"value": 3, "dissent": [{"value": 4}]}, "who"),
        ({"value": 3, "dissent": [{"value": 4, "who": "them", "when": "now"}]}, "unknown key"),
        ({"value": 3, "source": 7}, "source"),
    ],
)
def test_a_table_that_is_no_figure_is_refused(data: object, said: str) -> None:
    """By the key that is missing, of another kind, or unknown."""
    assert said in refused(data)


def test_dissent_is_read_from_a_list_and_the_table_given_stays_as_it_was() -> None:
    """As TOML has it; several voices in their order."""
    voices = [{"value": 4, "who": "them"}, {"value": 5.5, "who": "us", "source": "a speech"}]
    table = {"value": 3.0, "dissent": voices}
    figure = Figure.model_validate(table)
    assert [(d.value, d.who, d.source) for d in figure.dissent] == [
        (4.0, "them", ""),
        (5.5, "us", "a speech"),
    ]
    assert table["dissent"] is voices


def test_a_figure_cannot_be_changed_in_place() -> None:
    """It is shared by every scenario that names its entry."""
    with pytest.raises(ValidationError, match="frozen"):
        Figure(value=1.0).value = 2.0  # type: ignore[misc]


# -- interval and distribution --------------------------------------------------------------------


@pytest.mark.parametrize(("low", "high"), [(3.0, 3.0), (3.0, 4.0), (2.0, 3.0)])
def test_a_value_may_stand_at_an_end_of_its_interval(low: float, high: float) -> None:
    """Or be both of its ends."""
    assert Figure(value=3.0, low=low, high=high).bounds == (low, high)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (3.0001, 4.0, "interval 3.0001 to 4 around 3; allowed: low <= value <= high"),
        (2.0, 2.9, "interval 2 to 2.9 around 3"),
        (4.0, 2.0, "interval 4 to 2 around 3"),
        (2.0, None, "both low and high, or neither"),
        (None, 4.0, "both low and high, or neither"),
    ],
)
def test_an_interval_holds_its_value_and_has_two_ends(
    low: float | None, high: float | None, said: str
) -> None:
    """What was given and what is allowed."""
    assert said in refused({"value": 3.0, "low": low, "high": high})


@pytest.mark.parametrize("name", ["uniform", "triangular"])
def test_a_distribution_over_an_interval_needs_one_of_some_width(name: str) -> None:
    """Two ends at one number are none."""
    assert Figure(value=3.0, low=2.0, high=4.0, distribution=name).distribution == name
    for ends in ({}, {"low": 3.0, "high": 3.0}):
        said = refused({"value": 3.0, "distribution": name, **ends})
        assert f'distribution = "{name}" without an interval' in said


@pytest.mark.parametrize("name", ["uniform", "triangular", None])
def test_only_a_normal_distribution_has_a_standard_deviation(name: str | None) -> None:
    """Beside another it is refused, and a normal one without it."""
    table = {"value": 3.0, "low": 2.0, "high": 4.0, "standard_deviation": 0.1}
    assert "neither alone" in refused({**table, "distribution": name})
    assert "neither alone" in refused({"value": 3.0, "distribution": "normal"})


@pytest.mark.parametrize("spread", [0.0, -0.0, -1.0])
def test_a_standard_deviation_is_above_zero(spread: float) -> None:
    """Nought makes no distribution."""
    table = {"value": 3.0, "distribution": "normal", "standard_deviation": spread}
    assert "allowed: above 0" in refused(table)


def test_a_standard_deviation_is_at_most_a_hundred_widths_of_the_interval() -> None:
    """Just allowed, and just refused; without an interval there is no such limit."""
    normal = {"value": 3.0, "distribution": "normal"}
    inside = Figure.model_validate({**normal, "low": 2.0, "high": 4.0, "standard_deviation": 200.0})
    assert inside.bounds == (2.0, 4.0)
    said = refused({**normal, "low": 2.0, "high": 4.0, "standard_deviation": 200.001})
    assert "standard_deviation 200.001 in an interval 2 wide; allowed: at most 100 times" in said
    assert Figure.model_validate({**normal, "standard_deviation": 1e6}).bounds[1] == 3_000_003.0


@given(
    value=st.floats(-1e6, 1e6),
    below=st.floats(0, 1e3),
    above=st.floats(0, 1e3),
    spread=st.floats(1e-3, 1e3),
)
@settings(max_examples=50, deadline=None)
def test_bounds_are_the_interval_or_three_standard_deviations(
    value: float, below: float, above: float, spread: float
) -> None:
    """An interval counts before a spread; with neither the value stands twice; the value lies between."""
    low, high = value - below, value + above
    assert bounds(value, low, high, spread) == (low, high)
    assert bounds(value, None, None, None) == (value, value)
    least, most = bounds(value, None, None, spread)
    assert (least, most) == (value - 3.0 * spread, value + 3.0 * spread)
    assert least < value < most


# -- trust ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "source", "trust"),
    [
        (None, "", "assumed"),
        (None, "a book", "found"),
        ("recalled", "a book", "recalled"),
        ("assumed", "a book", "assumed"),
        ("found", "", "found"),
    ],
)
def test_trust_is_what_is_written_else_what_the_source_makes_likely(
    status: str | None, source: str, trust: str
) -> None:
    """Found where there is a source, assumed where there is none."""
    assert Figure(value=1.0, status=status, source=source).trust == trust  # type: ignore[arg-type]


# -- limits of a kind of figure -------------------------------------------------------------------


@pytest.mark.parametrize(
    "table",
    [
        {"value": 1.0},
        {"value": 5.0},
        {"value": 3.0, "low": 1.0, "high": 5.0},
        {"value": 4.0, "distribution": "normal", "standard_deviation": 1.0 / 3.0},
    ],
)
def test_a_figure_within_its_limits_is_let_pass(table: dict[str, object]) -> None:
    """Limits included, for the value and for all that may be drawn."""
    limited = TypeAdapter(Annotated[Figure, within(1.0, 5.0, "km")])
    assert limited.validate_python(table) == Figure.model_validate(table)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"value": 0.999}, "0.999 km; allowed: 1 to 5"),
        ({"value": 5.001}, "5.001 km; allowed: 1 to 5"),
        ({"value": 3.0, "low": 0.5, "high": 4.0}, "0.5 km; allowed: 1 to 5"),
        ({"value": 3.0, "low": 2.0, "high": 6.0}, "6 km; allowed: 1 to 5"),
        ({"value": 4.0, "distribution": "normal", "standard_deviation": 0.5}, "5.5 km"),
        ({"value": 2.0, "distribution": "normal", "standard_deviation": 0.5}, "0.5 km"),
    ],
)
def test_a_figure_beyond_its_limits_is_refused_with_the_number_at_fault(
    table: dict[str, object], said: str
) -> None:
    """Its value, an end of its interval, or a draw of it; with the unit."""
    limited = TypeAdapter(Annotated[Figure, within(1.0, 5.0, "km")])
    with pytest.raises(ValidationError, match=said):
        limited.validate_python(table)


def test_two_figures_are_apart_by_a_number_just_allowed() -> None:
    """A kilometre apart, as it is written, is a kilometre or more; all of their intervals count."""
    for value in (40.0, 7.7, 15.4):  # 8.7 - 7.7 < 1
        apart("heights", Figure(value=value), Figure(value=round(value + 1.0, 1)), 1.0, "km")
    low = Figure(value=30.0, low=20.0, high=40.0)
    apart("heights", low, Figure(value=50.0, low=41.0, high=60.0), 1.0, "km")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (Figure(value=40.0), Figure(value=40.999), "heights 40 to 40.999 km"),
        (Figure(value=50.0), Figure(value=40.0), "heights 50 to 40 km"),
        (Figure(value=30.0, low=20.0, high=40.0), Figure(value=40.5), r"30 \(20 to 40\) to 40.5 km"),
        (Figure(value=30.0), Figure(value=50.0, low=30.5, high=60.0), r"30 to 50 \(30.5 to 60\)"),
    ],
)  # fmt: skip
def test_two_figures_too_near_are_refused_with_both_and_their_intervals(
    low: Figure, high: Figure, said: str
) -> None:
    """Just refused, upside down, and only where they may be drawn so."""
    with pytest.raises(PydanticCustomError, match=said) as caught:
        apart("heights", low, high, 1.0, "km")
    assert "least below greatest by 1 km or more" in str(caught.value)


# -- as an answer uses it -------------------------------------------------------------------------

FULL = Figure.model_validate(
    {
        "value": 3.0, "low": 2.0, "high": 4.0, "distribution": "normal", "standard_deviation": 0.5,
        "status": "recalled", "source": "a book", "dissent": [{"value": 5, "who": "them", "source": "a speech"}],
    }
)  # fmt: skip


def test_a_figure_used_holds_all_of_the_figure_under_its_key() -> None:
    """Flat, dissent as plain rows."""
    used = FigureUsed.of("a.b_km", FULL)
    assert used == FigureUsed(
        "a.b_km", 3.0, 2.0, 4.0, "recalled", "a book", ((5.0, "them", "a speech"),), "normal", 0.5
    )
    assert used.to_dict() == {
        "key": "a.b_km", "value": 3.0, "status": "recalled", "source": "a book", "low": 2.0, "high": 4.0,
        "distribution": "normal", "standard_deviation": 0.5,
        "dissent": [{"value": 5.0, "who": "them", "source": "a speech"}],
    }  # fmt: skip


def test_a_figure_used_leaves_out_of_a_file_what_it_does_not_have() -> None:
    """A bare number has its trust and an empty source; an interval from nought keeps its nought."""
    assert FigureUsed.of("a.b_km", Figure(value=3.0)).to_dict() == {
        "key": "a.b_km", "value": 3.0, "status": "assumed", "source": "",
    }  # fmt: skip
    zero = FigureUsed.of("a.b_km", Figure(value=0.0, low=0.0, high=0.0)).to_dict()
    assert (zero["low"], zero["high"]) == (0.0, 0.0)
