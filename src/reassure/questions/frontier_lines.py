"""Lines of equal value on a frontier map, and the area inside which a value is kept out."""

from __future__ import annotations

from typing import Any

import numpy as np
from contourpy import FillType, LineType, contour_generator

from reassure.answers.frontier import Contour, KeepOut
from reassure.typing import Array

__all__ = ["contours", "keep_outs"]

_BEYOND = 1e6  # stands for a value that is greater than any level, in km/s or s

# Latitude and longitude of each point, deg.
Points = tuple[tuple[float, float], ...]


def contours(
    latitude: Array, longitude: Array, value: Array, levels: dict[float, str]
) -> tuple[Contour, ...]:
    """Lines at each of the levels (with what it stands for) that the map has; a level that it has not is left out.

    `latitude` (rows,) and `longitude` (columns,), deg, rising; `value` (rows, columns), NaN: no line goes there.
    """
    # contourpy takes x before y, so longitudes come first
    made = contour_generator(longitude, latitude, value, line_type=LineType.Separate)
    out = []
    for level, words in levels.items():
        lines = tuple(_points(line) for line in made.lines(level))
        if lines:
            out.append(Contour(level, words, lines))
    return tuple(out)


def keep_outs(
    latitude: Array,
    longitude: Array,
    value: Array,
    figures: dict[float, tuple[str, ...]],
    *,
    above: bool,
) -> tuple[KeepOut, ...]:
    """Where each figure lies on the wrong side of the map: the value is below it, or (`above`) above it.

    `latitude` (rows,) and `longitude` (columns,), deg, rising; `value` (rows, columns), NaN: part of no area.
    `figures`: deployments' ids by their figure. A figure that lies nowhere on the wrong side has no polygons.
    """
    # OuterOffset: for each polygon its points, the outer ring's first and then its holes', and where each ring begins
    made = contour_generator(longitude, latitude, value, fill_type=FillType.OuterOffset)
    out = []
    for figure, deployments in figures.items():
        low, high = (figure, _BEYOND) if above else (-_BEYOND, figure)
        polygons = [
            tuple(_points(part) for part in np.split(ring, offsets[1:-1].astype(int)))
            for ring, offsets in zip(*made.filled(low, high), strict=True)
        ]
        out.append(KeepOut(figure, deployments, tuple(polygons)))
    return tuple(out)


def _points(line: Any) -> Points:
    """Latitudes and longitudes of a line (n, 2) of longitudes and latitudes."""
    # 1e-5 deg is 1 m
    return tuple((float(lat), float(lon)) for lon, lat in np.round(np.asarray(line), 5))
