"""A footprint in words and signs: every sign of the map, every sentence, and a map no wider than the terminal."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from reassure.answers.footprint import Footprint, GroundCell
from reassure.geography.grid import Grid
from reassure.report.text.footprint import footprint_text
from tests.report.made import NAN, SHA, flat, printed

K = GroundCell


def footprint(cells: list[list[GroundCell]], **changes: Any) -> Footprint:
    """Square cells of 100 km about 45 N 10 E; rows from the south. Covered with 60 s to spare, too late by 30."""
    cell = np.array([[int(k) for k in row] for row in cells])
    rows, columns = cell.shape
    grid = Grid(45.0, 10.0, 100.0, -50.0 * columns, -50.0 * rows, columns, rows)
    lat, lon = grid.middles()
    margin = np.where(cell == K.COVERED, -60.4, np.where(cell == K.TOO_LATE, 30.0, NAN))
    met = cell == K.COVERED
    made = Footprint(
        "By hand", SHA, "0.9", "north", "i", "v-1", "mrbm-2000", "theran", 2000.0, None, False, grid, lat, lon, cell,
        margin, np.ones(cell.shape, np.int64), lat, lon, np.where(met, 45.0, NAN), np.where(met, 10.0, NAN), (),
        (40.0, math.inf),
    )  # fmt: skip
    return replace(made, **changes)


ALL = [
    [K.COVERED, K.COVERED, K.TOO_LATE, K.NEVER],
    [K.NOT_SENSED, K.OUTSIDE, K.OUT_OF_RANGE, K.TOO_NEAR],
]


def test_shares_are_of_the_ground_that_has_a_flight() -> None:
    """Two of five cells: 40 per cent, of 50,000 square kilometres; what is outside counts for nothing."""
    said = flat(footprint_text(footprint(ALL)))
    assert (
        "By hand I (north): of the land and sea that the solid-propellant missile of 2,000 km from theran could reach, 40.0 % could be protected: 20,000 km²."
        in said
    )
    assert "protected 20,000 40.0 %" in said
    assert "only by an earlier launch 10,000 20.0 %" in said
    assert "not even by a launch with the missile 10,000 20.0 %" in said
    assert "not tracked in time 10,000 20.0 %" in said
    assert "all that has a flight 50,000" in said
    assert "An intercept counts from 40 km up." in said


def test_most_seconds_to_spare_have_their_place() -> None:
    """Of the cell of least margin; not said where the least margin is none to spare."""
    said = flat(footprint_text(footprint(ALL)))
    lat, lon = footprint(ALL).latitude_deg[0, 0], footprint(ALL).longitude_deg[0, 0]
    assert f"Most seconds to spare: 60, at {lat:.0f} N {lon:.0f} E." in said
    assert "to spare" not in flat(footprint_text(footprint([[K.TOO_LATE, K.NEVER]])))


def test_a_footprint_of_a_region_and_one_denied() -> None:
    """Each names what it is of; the table's head too."""
    region = flat(footprint_text(footprint(ALL, region="italy")))
    assert (
        "of the land and sea of Italy that the solid-propellant missile of 2,000 km from theran could reach"
        in region
    )
    denied = flat(footprint_text(footprint(ALL, region="italy", denied=True)))
    assert (
        "of the land and sea from which the solid-propellant missile of 2,000 km could be launched at Italy, 40.0 % is denied: 20,000 km²"
        in denied
    )
    assert "Launch area km² Share" in denied
    assert "denied 20,000 40.0 %" in denied
    assert "every point of the region that is in range" in denied
    assert "every launch point that is in range" in region


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "By hand I (north): there is no such ground; the solid-propellant missile of 2,000 km from theran gets to none of it."),
        ({"region": "italy"}, "the solid-propellant missile of 2,000 km from theran gets to none of Italy."),
        ({"region": "italy", "denied": True}, "no place of launch is within the range of the solid-propellant missile of 2,000 km from Italy."),
    ],
)  # fmt: skip
def test_where_nothing_has_a_flight_that_is_said(changes: dict[str, Any], said: str) -> None:
    """And the table has no share."""
    text = flat(footprint_text(footprint([[K.OUT_OF_RANGE, K.TOO_NEAR]], **changes)))
    assert said in text
    assert "0 none" in text


def test_covered_ground_has_its_row_also_where_there_is_none() -> None:
    """The others only where there is some."""
    said = flat(footprint_text(footprint([[K.NEVER]])))
    assert "protected 0 0 % not even by" in said
    assert "only by an earlier launch" not in said


# -- the map --------------------------------------------------------------------------------------------


def drawn(found: Footprint, width: int = 200) -> list[str]:
    """The lines between the verdict and the table, the legend in the last two."""
    lines = printed(footprint_text(found), width).splitlines()
    end = next(k for k, line in enumerate(lines) if "north up at its middle" in line)
    start = next(k for k, line in enumerate(lines) if not line.strip())
    return lines[start + 1 : end + 1]


def test_every_kind_has_its_sign_and_north_is_up() -> None:
    """Two characters for a cell, as a character is twice as high as wide; the site where it is."""
    found = footprint(ALL, site_latitude_deg=np.full((2, 4), NAN))
    *lines, legend, about = drawn(found)
    assert lines == ["??", "####++.."]
    assert legend == (
        "# protected   + only by an earlier launch   . not even by a launch with the missile   ? not tracked in time"
    )
    assert about == "400 km wide, equal-area about 45 N 10 E, north up at its middle"


def test_the_site_is_marked_and_named_in_the_legend() -> None:
    """At the middle of the grid, where there is one site on it."""
    middle = footprint([[K.NEVER] * 3, [K.NEVER, K.COVERED, K.NEVER], [K.NEVER] * 3])
    *lines, legend, _ = drawn(middle)
    assert lines[1][2:4] in ("X#", "#X")
    assert sum(line.count("X") for line in lines) == 1
    assert legend.endswith("   X the site")
    far = replace(middle, site_latitude_deg=np.where(middle.cell == K.COVERED, -60.0, NAN))
    assert "X" not in "".join(drawn(far))


def test_ships_at_several_places_have_no_mark_but_a_sentence() -> None:
    """One ship cannot be at all of them."""
    found = footprint([[K.COVERED, K.COVERED]])
    sites = np.array([[45.0, 46.0]])
    said = flat(footprint_text(replace(found, site_latitude_deg=sites)))
    assert "X the site" not in said
    assert "one ship cannot be at all of them" in said
    assert "one ship" not in flat(footprint_text(found))


@pytest.mark.parametrize(("width", "wide"), [(200, 72), (72, 72), (40, 40), (7, 7)])
def test_a_map_is_no_wider_than_the_terminal(width: int, wide: int) -> None:
    """Nor than 72 characters, however many cells it has; about half as high."""
    found = footprint([[K.COVERED] * 100] * 100)
    lines = [line for line in printed(footprint_text(found), width).splitlines() if line.startswith("##")]  # fmt: skip
    assert {len(line) for line in lines} == {wide}
    assert abs(len(lines) - wide / 2) <= 1


def test_a_map_of_one_row_has_one_line() -> None:
    """However wide it is."""
    lines = drawn(footprint([[K.NEVER] * 60]))
    assert lines[0] == "." * 72
    assert len(lines) == 3
