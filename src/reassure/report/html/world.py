"""A map of the whole Earth in a page: cells of a grid in colours, coasts, borders, lines and places, as SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape

import numpy as np

from reassure.report.atlas import borders, land
from reassure.report.world import World
from reassure.typing import Array, IntArray

__all__ = ["WIDE", "WorldSheet", "text_at"]

WIDE = 1000.0
"""The width of the map in units of its view box."""

_MARGIN = 6.0  # around it
_NEAREST = 0.9  # points of coasts and borders nearer to each other are one


class WorldSheet:
    """The map's plane in units of its view box, and what can be drawn on it."""

    def __init__(self) -> None:
        self.world = World()
        self.scale = 0.5 * WIDE / self.world.wide
        self.tall = 2.0 * self.world.high * self.scale

    def view_box(self) -> str:
        """The attribute `viewBox` of the map."""
        wide, tall = WIDE + 2 * _MARGIN, self.tall + 2 * _MARGIN
        return f"{-_MARGIN:g} {-_MARGIN:g} {wide:g} {tall:.1f}"

    def place(self, latitude_deg: Array, longitude_deg: Array) -> Array:
        """Places (deg, (n,) each) on the sheet, (n, 2): to the right and down."""
        return self._put(np.column_stack(self.world.place(latitude_deg, longitude_deg)))

    def _put(self, km: Array) -> Array:
        return np.column_stack(
            [0.5 * WIDE + self.scale * km[:, 0], 0.5 * self.tall - self.scale * km[:, 1]]
        )

    def rows(self, latitude_deg: Array) -> tuple[list[float], list[float]]:
        """Of a grid's rows (from south): where their edges are, down the sheet, and half the map's width in the middle of
        each.
        """
        edges = _edges(latitude_deg)
        down = self.place(edges, np.zeros(edges.size))[:, 1]
        halves = self.scale * self.world.halves(latitude_deg)
        return [round(float(v), 3) for v in down], [round(float(v), 3) for v in halves]

    def cells(
        self, latitude_deg: Array, longitude_deg: Array, classes: IntArray, names: Sequence[str]
    ) -> str:
        """A path for each class of cells (rows, columns), of the CSS class in `names`; cells of class -1 are left out."""
        south, west = _edges(latitude_deg), _edges(longitude_deg)
        pieces: dict[int, list[str]] = {}
        for r in range(latitude_deg.size):
            row = classes[r]
            # Cells of one class side by side are one piece.
            starts = np.concatenate([[0], np.flatnonzero(np.diff(row)) + 1])
            ends = np.append(starts[1:], row.size)
            lon = np.concatenate([west[starts], west[ends], west[ends], west[starts]])
            lat = np.repeat([south[r], south[r + 1]], 2 * starts.size)
            x, y = self.place(lat, lon).reshape(4, -1, 2).transpose(2, 1, 0)
            for k, xs, ys in zip(row[starts].tolist(), x, y, strict=True):
                if k >= 0:
                    pieces.setdefault(k, []).append(_path(np.column_stack([xs, ys]), closed=True))
        return "".join(
            f'<path class="{names[k]}" d="{"".join(found)}"/>'
            for k, found in sorted(pieces.items())
        )

    def lines(self, lines: Iterable[tuple[Array, Array]], name: str) -> str:
        """Lines of latitudes and longitudes (deg), cut at the antimeridian, as one path of a CSS class."""
        parts = [self._put(p) for lat, lon in lines for p in self.world.line(lat, lon)]
        return f'<path class="{name}" d="{"".join(_path(p) for p in parts)}"/>'

    def frame(self) -> str:
        """The rim of the map."""
        lat = np.linspace(-90.0, 90.0, 91)
        east = self.place(lat, np.full(91, 180.0))
        west = self.place(lat[::-1], np.full(91, -180.0))
        return f'<path class="rim" d="{_path(np.concatenate([east, west]), closed=True)}"/>'

    def ground(self, again: bool = False) -> str:
        """Coasts, borders and a graticule; `again`: those of the page's first map."""
        return '<use href="#ground"/>' if again else f'<g id="ground">{_ground()}</g>'


@cache
def _ground() -> str:
    sheet = WorldSheet()
    steps = np.linspace(-90.0, 90.0, 61), np.linspace(-180.0, 180.0, 3)
    net = [(steps[0], np.full(61, float(k))) for k in range(-150, 180, 30)]
    net += [(np.full(3, float(k)), steps[1]) for k in range(-60, 90, 30)]
    coasts = [(ring[:, 1], ring[:, 0]) for polygon in land() for ring in polygon]
    return (
        sheet.lines(net, "net")
        + _thin(sheet, [(arc[:, 1], arc[:, 0]) for arc in borders()], "border")
        + _thin(sheet, [piece for ring in coasts for piece in _inland(*ring)], "coast")
    )


def _inland(latitude_deg: Array, longitude_deg: Array) -> list[tuple[Array, Array]]:
    """A ring of the atlas without the parts that are no coast: along the antimeridian and the south pole."""
    edge = (np.abs(longitude_deg) > 179.99) | (latitude_deg < -89.9)
    runs = np.split(np.arange(edge.size), np.flatnonzero(np.diff(edge)) + 1)
    return [(latitude_deg[r], longitude_deg[r]) for r in runs if not edge[r[0]] and r.size > 1]


def _thin(sheet: WorldSheet, lines: Iterable[tuple[Array, Array]], name: str) -> str:
    """As `WorldSheet.lines`, without points that are hardly apart, and without lines of which nothing is left."""
    kept = []
    for lat, lon in (piece for line in lines for piece in _one_side(*line)):
        placed = np.round(sheet.place(lat, lon) / _NEAREST)
        moved = np.concatenate([[True], np.any(np.diff(placed, axis=0) != 0.0, axis=1)])
        moved[-1] = True
        if moved.sum() > 2:
            kept.append(_path(sheet.place(lat[moved], lon[moved])))
    return f'<path class="{name}" d="{"".join(kept)}"/>'


def _one_side(latitude_deg: Array, longitude_deg: Array) -> list[tuple[Array, Array]]:
    """A line in pieces that do not step from one side of the antimeridian to the other."""
    cut = np.flatnonzero(np.abs(np.diff(longitude_deg)) > 180.0) + 1
    pieces = np.split(latitude_deg, cut), np.split(longitude_deg, cut)
    return [(lat, lon) for lat, lon in zip(*pieces, strict=True) if lat.size > 1]


def _edges(middles: Array) -> Array:
    """The edges (n + 1,) of n cells of equal width about their middles."""
    half = 0.5 * (middles[1] - middles[0])
    return np.append(middles - half, middles[-1] + half)


def _path(points: Array, *, closed: bool = False) -> str:
    body = "L".join(f"{x:.1f} {y:.1f}" for x, y in points.tolist())
    return f"M{body}{'Z' if closed else ''}"


def text_at(point: Array, words: str, name: str) -> str:
    """A text about a point of the sheet."""
    return f'<text class="{name}" x="{point[0]:.1f}" y="{point[1]:.1f}">{escape(words)}</text>'
