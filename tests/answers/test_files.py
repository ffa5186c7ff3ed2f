"""One writer and one reader for every kind of answer: the same bytes again, and one line for any other file."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reassure.answers.assessment import Assessment
from reassure.answers.assessment_file import read_assessment
from reassure.answers.document import Document
from reassure.answers.files import read_answer
from reassure.answers.footprint import Footprint
from reassure.answers.frontier import Frontier
from reassure.answers.number_limit import NumberLimit
from reassure.errors import ResultError
from tests.answers.handmade import answers, assessment, footprint, frontier, number_limit

NAMES = sorted(answers())


def _read(answer: Document, path: Path) -> Document:
    if isinstance(answer, Assessment):
        return read_assessment(path)
    return read_answer(type(answer), path)


@pytest.mark.parametrize("name", NAMES)
def test_written_read_and_written_again_is_the_same_file(name: str, tmp_path: Path) -> None:
    """Byte for byte, with every part that may be missing and without."""
    answer = answers()[name]
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    answer.write_json(one)
    again = _read(answer, one)
    again.write_json(two)
    assert one.read_bytes() == two.read_bytes()
    assert type(again) is type(answer)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_says_what_to_dict_says(name: str, tmp_path: Path) -> None:
    """With its format first."""
    answer = answers()[name]
    answer.write_json(tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text()) == answer.to_dict()
    assert next(iter(answer.to_dict())) == "format"
    assert answer.to_dict()["format"] == answer.FORMAT


@pytest.mark.parametrize("name", NAMES)
def test_there_is_no_nan_and_no_infinity_in_a_file(name: str, tmp_path: Path) -> None:
    """Null stands for them; a reader that knows neither takes the file."""
    answers()[name].write_json(tmp_path / "a.json")

    def refuse(constant: str) -> float:
        raise AssertionError(constant)

    json.loads((tmp_path / "a.json").read_text(), parse_constant=refuse)


@pytest.mark.parametrize(
    ("answer", "field"),
    [(footprint(denied=True, region=None), "range_km"), (assessment(), "deployments")],
)
def test_a_number_that_is_none_is_null(answer: Any, field: str, tmp_path: Path) -> None:
    """Also where none should be: rather null than a file that nobody can read."""
    bad = replace(answer, **{field: math.nan if field == "range_km" else tuple(replace(d, divert_km_s=math.inf) for d in answer.deployments)})  # fmt: skip
    bad.write_json(tmp_path / "a.json")
    assert "NaN" not in (tmp_path / "a.json").read_text()
    assert "Infinity" not in (tmp_path / "a.json").read_text()


def _leaves(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to all keys of all tables, one of each list."""
    if isinstance(value, dict):
        return [w for k, v in value.items() for w in ((*way, k), *_leaves(v, (*way, k)))]
    if isinstance(value, list) and value:
        return _leaves(value[0], (*way, 0))
    return []


def _changed(table: Any, way: tuple[Any, ...], change: Callable[[Any, Any], None]) -> Any:
    copy = json.loads(json.dumps(table))
    place = copy
    for step in way[:-1]:
        place = place[step]
    change(place, way[-1])
    return copy


_FREE = {"area_km2"}  # a table of which only the type of the values is said
_MAY_BE_MISSING = {
    "boost", "way", "latest", "latest_flight", "reason", "low", "high", "distribution", "standard_deviation",
    "dissent", "theatre", "curves", "uncertainty", "estimate", "sensed", "faces", "flights_faced",
    "least_intercept_height_km", "greatest_intercept_height_km", "estimate_share_within_reach", "vehicle_burnout_speed_km_s",
    "certified_burnout_speed_km_s", "greatest_burnout_speed_km_s", "least_launch_delay_s", "weighed", "weighing", "on", "totals",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_checked(name: str, tmp_path: Path) -> None:
    """Another type in its place, or none at all where there must be one, gets one line that names it."""
    answer = answers()[name]
    table, path = answer.to_dict(), tmp_path / "a.json"
    for way in _leaves(table):
        if _FREE & set(way[:-1]):
            continue
        key = way[-1]
        for change, needed in (
            (lambda place, key: place.__setitem__(key, {"not": "this"}), True),
            (lambda place, key: place.__delitem__(key), key not in _MAY_BE_MISSING),
        ):
            path.write_text(json.dumps(_changed(table, way, change)))
            if not needed:
                continue
            with pytest.raises(ResultError) as error:
                _read(answer, path)
            assert key in str(error.value), way
            assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_key_is_refused(name: str, tmp_path: Path) -> None:
    """In every table."""
    answer = answers()[name]
    table, path = answer.to_dict(), tmp_path / "a.json"
    for way in {w[:-1] for w in _leaves(table) if not _FREE & set(w[:-1])}:
        path.write_text(json.dumps(_changed(table, (*way, "extra"), lambda place, key: place.__setitem__(key, 1))))  # fmt: skip
        with pytest.raises(ResultError, match="extra = 1: unknown key"):
            _read(answer, path)


@pytest.mark.parametrize("name", NAMES)
def test_another_kinds_file_is_refused(name: str, tmp_path: Path) -> None:
    """With the format that is allowed."""
    answer = answers()[name]
    answer.write_json(tmp_path / "a.json")
    other = Footprint if not isinstance(answer, Footprint) else Frontier
    with pytest.raises(ResultError, match=f'allowed: "{other.FORMAT}"'):
        read_answer(other, tmp_path / "a.json")


def _changed_file(answer: Document, way: tuple[Any, ...], to: Any, path: Path) -> Path:
    path.write_text(
        json.dumps(_changed(answer.to_dict(), way, lambda place, key: place.__setitem__(key, to)))
    )
    return path


@pytest.mark.parametrize(
    ("way", "to", "said"),
    [
        (("grid", "cell_km"), 0.0, "allowed: above 0"),
        (("grid", "rows"), 10**7, "allowed: 1 to"),
        (("cells", "flights"), [[4], [0, 1]], "not such a file"),
        (("cells", "flights"), [[10**30, 0]], "not such a file"),
        (("of",), "x", "allowed: 'area protected' or 'launch area denied'"),
        (("missile", "id"), 5, "missile, id = 5: allowed: text"),
    ],
)
def test_what_cannot_be_gets_one_line(way: tuple[str, ...], to: Any, said: str, tmp_path: Path) -> None:  # fmt: skip
    """Of the right types, yet no footprint."""
    path = _changed_file(footprint(denied=True, region=None), way, to, tmp_path / "f.json")
    with pytest.raises(ResultError) as error:
        read_answer(Footprint, path)
    assert said in str(error.value)
    assert str(error.value).startswith(str(path))
    assert "\n" not in str(error.value)


def test_a_number_too_large_for_its_column_gets_one_line(tmp_path: Path) -> None:
    """Of an assessment, too."""
    path = _changed_file(assessment(), ("pairs", 0, "estimate_shots"), [10**30, 0], tmp_path / "a.json")  # fmt: skip
    with pytest.raises(ResultError, match="not such a file: .*allowed: a file that"):
        read_assessment(path)


def test_limits_are_rounded_to_the_safe_side() -> None:
    """A greatest speed down, a least delay up."""
    speeds, delays = frontier("speed", None).to_dict(), frontier("delay", None).to_dict()
    assert speeds["greatest_burnout_speed_km_s"] == [[None, 2.33333]]
    assert delays["least_launch_delay_s"] == [[None, 2.33334]]
    assert "least_launch_delay_s" not in speeds
    assert "greatest_burnout_speed_km_s" not in delays


def test_what_is_not_in_a_file_is_empty_when_it_is_read(tmp_path: Path) -> None:
    """A map's contours, and where everything stands."""
    frontier("speed", None).write_json(tmp_path / "f.json")
    again = read_answer(Frontier, tmp_path / "f.json")
    assert again.contours == again.keep_out == again.theatre.areas == ()
    assert np.isnan(again.value[0, 0])


def test_shares_at_a_half_are_rounded_as_they_always_were() -> None:
    """1/128 is half way between two numbers of six digits: a bound's share goes to the even one."""
    bound = number_limit(None)
    account = replace(bound.accounts[0], launchers=128, warheads=128, engaged=1)
    found: NumberLimit = replace(bound, accounts=(account,))
    assert found.to_dict()["share_engaged"] == 0.007812
