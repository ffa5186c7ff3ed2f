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
    """Polygons: rings (n, 2) of longitude and latitude, deg; the first is the outline, the others are holes."""
    world, arcs = _atlas()
    polygons = []
    for shape in world["objects"]["land"]["geometries"]:
        nested = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        polygons += [[_ring(ring, arcs) for ring in polygon] for polygon in nested]
    return tuple(polygons)


def borders() -> list[Array]:
    """Lines (n, 2) of longitude and latitude, deg: every coast and border once."""
    return list(_atlas()[1])


@cache
def _atlas() -> tuple[dict[str, Any], list[Array]]:
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
    return np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
