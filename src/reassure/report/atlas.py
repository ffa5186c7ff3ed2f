"""Coasts and borders: the viewer's TopoJSON (world-atlas, 1:50 million, public domain), decoded."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from reassure.errors import ResultError
from reassure.typing import Array

__all__ = ["borders", "land"]


def land() -> tuple[list[Array], ...]:
    """The land as polygons: each a list of rings (n, 2) of longitude and latitude, deg.
    The first ring of a polygon is the outline, the others are holes. Raises ResultError where the viewer is not built.
    """
    world, arcs = _atlas()
    polygons = []
    for shape in world["objects"]["land"]["geometries"]:
        nested = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        polygons += [[_ring(ring, arcs) for ring in polygon] for polygon in nested]
    return tuple(polygons)


def borders() -> list[Array]:
    """Lines (n, 2) of longitude and latitude, deg: every coast and border once. Raises ResultError as `land`."""
    return list(_atlas()[1])


@cache
def _atlas() -> tuple[dict[str, Any], list[Array]]:
    """The TopoJSON as it is, and its arcs in degrees; read once."""
    try:
        text = files("reassure.report").joinpath("viewer", "atlas.json").read_text("utf-8")
    except OSError:
        raise ResultError(
            "the atlas for maps is not there; allowed: the package as `pip install` builds it"
        ) from None
    world = json.loads(text)
    scale, shift = (np.array(world["transform"][key]) for key in ("scale", "translate"))
    # TopoJSON, section 2.1.4: steps from one position to the next, in whole numbers
    return world, [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in world["arcs"]]


def _ring(numbers: list[int], arcs: list[Array]) -> Array:
    """Arcs end to end; a number below 0 is the arc of its complement, backwards."""
    pieces = [arcs[k] if k >= 0 else arcs[~k][::-1] for k in numbers]
    # Arcs share their end points: the first of each but the first arc is there already.
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
