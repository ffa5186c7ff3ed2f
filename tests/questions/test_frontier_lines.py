"""Lines and areas of a map against surfaces whose lines are known, and the shell around a question."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.questions.frontier_lines import contours, keep_outs

LAT, LON = np.linspace(40.0, 60.0, 41), np.linspace(170.0, 200.0, 61)
CONE = np.hypot(LAT[:, None] - 50.0, LON[None, :] - 185.0)
"""Distance in degrees from a place in the middle of the map."""


def as_shape(polygons: tuple[tuple[tuple[tuple[float, float], ...], ...], ...]) -> shapely.Geometry:
    """Polygons with their holes, as (latitude, longitude)."""
    return shapely.union_all([shapely.Polygon(rings[0], rings[1:]) for rings in polygons])


def test_a_line_of_a_plane_is_straight() -> None:
    """Latitude itself: a parallel, all along the map; longitudes pass 180 as the grid's do."""
    value = np.repeat(LAT[:, None], LON.size, axis=1)
    (line,) = contours(LAT, LON, value, {51.3: "a level"})
    assert (line.level, line.words) == (51.3, "a level")
    (points,) = line.lines
    lat, lon = np.array(points).T
    assert lat == pytest.approx(51.3)
    assert (lon.min(), lon.max()) == (170.0, 200.0)


def test_a_line_of_a_cone_is_a_circle() -> None:
    """Closed, of its radius, to a part of the grid's step."""
    (line,) = contours(LAT, LON, CONE, {6.0: "six"})
    (points,) = line.lines
    assert points[0] == points[-1]
    lat, lon = np.array(points).T
    assert np.hypot(lat - 50.0, lon - 185.0) == pytest.approx(6.0, abs=0.02)


def test_levels_that_the_map_does_not_hold_are_left_out() -> None:
    """The others stand in their order, each with its words; a level may have several lines."""
    twice = np.minimum(CONE, np.hypot(LAT[:, None] - 50.0, LON[None, :] - 195.0))
    found = contours(LAT, LON, twice, {-1.0: "below", 3.0: "three", 2.0: "two", 99.0: "above"})
    assert [(c.level, c.words, len(c.lines)) for c in found] == [(3.0, "three", 2), (2.0, "two", 2)]
    assert contours(LAT, LON, CONE, {}) == ()


def test_a_line_stops_where_the_map_does_not_know() -> None:
    """No place without a value is crossed."""
    holed = CONE.copy()
    holed[:, LON > 185.0] = np.nan
    (line,) = contours(LAT, LON, holed, {6.0: "six"})
    assert max(lon for part in line.lines for _, lon in part) <= 185.0
    assert contours(LAT, LON, np.full_like(CONE, np.nan), {6.0: "six"}) == ()


def test_points_are_rounded_to_a_metre() -> None:
    """Five digits of a degree; plain numbers."""
    (line,) = contours(LAT, LON, CONE, {math.pi: "pi"})
    for point in line.lines[0]:
        assert all(type(v) is float and round(v, 5) == v for v in point)


@pytest.mark.parametrize("above", [False, True])
def test_what_is_kept_out_is_one_side_of_the_line(above: bool) -> None:
    """Of a cone the disc, or all of the map but it, with a hole; areas by hand."""
    (found,) = keep_outs(LAT, LON, CONE, {6.0: ("a", "b")}, above=above)
    assert (found.value, found.deployments) == (6.0, ("a", "b"))
    (polygon,) = found.polygons
    assert len(polygon) == (2 if above else 1)
    area = as_shape(found.polygons).area
    disc = math.pi * 36.0
    assert area == pytest.approx(600.0 - disc if above else disc, rel=0.005)
    assert all(ring[0] == ring[-1] for ring in polygon)


def test_the_two_sides_make_the_whole_map() -> None:
    """Whatever the figure; with islands in holes."""
    rings = np.cos(CONE)
    for figure in (-0.5, 0.0, 0.9):
        below, above = (
            as_shape(keep_outs(LAT, LON, rings, {figure: ()}, above=a)[0].polygons)
            for a in (False, True)
        )
        assert below.area + above.area == pytest.approx(600.0, rel=1e-6)
        assert below.intersection(above).area == pytest.approx(0.0, abs=1e-2)


@given(figure=st.floats(-1.0, 20.0))
@settings(max_examples=50, deadline=None)
def test_places_of_the_grid_are_kept_out_by_their_values(figure: float) -> None:
    """Inside the polygons the value is below the figure, outside above it, everywhere but on the line."""
    shape = as_shape(keep_outs(LAT, LON, CONE, {figure: ("d",)}, above=False)[0].polygons)
    lat, lon = np.meshgrid(LAT, LON, indexing="ij")
    held = shapely.intersects_xy(shape, lat.ravel(), lon.ravel()).reshape(lat.shape)
    clear = np.abs(CONE - figure) > 1e-4
    assert (held[clear] == (CONE[clear] < figure)).all()


@pytest.mark.parametrize(("figure", "above"), [(-1.0, False), (99.0, True)])
def test_a_figure_that_keeps_nothing_out_stands_with_no_polygon(figure: float, above: bool) -> None:
    """Its deployments are told all the same; a figure beyond all keeps out the whole map."""
    (found,) = keep_outs(LAT, LON, CONE, {figure: ("d",)}, above=above)
    assert (found.deployments, found.polygons) == (("d",), ())
    (whole,) = keep_outs(LAT, LON, CONE, {figure: ("d",)}, above=not above)
    assert as_shape(whole.polygons).area == pytest.approx(600.0)


def test_a_value_greater_than_all_is_on_the_far_side() -> None:
    """As the map has it for a place that no speed reaches: never kept out by a figure, always above one."""
    steep = CONE.copy()
    steep[CONE > 6.0] = 1e6
    below = as_shape(keep_outs(LAT, LON, steep, {6.5: ()}, above=False)[0].polygons)
    assert math.pi * 5.4**2 < below.area < math.pi * 6.6**2
