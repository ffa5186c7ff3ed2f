"""A map as SVG for a page without a script: land, areas, ways and named places on the plane of a map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import numpy as np
import shapely

from reassure.answers.theatre import Coverage, Rim
from reassure.report.plane import (
    EDGE_KM,
    Box,
    Plane,
    borders_within,
    cut_at_the_edge,
    graticule_within,
    land_within,
)
from reassure.typing import Array

__all__ = ["STYLE", "MapPicture"]

_WIDE = 900  # units of the view box
_LETTER = 6.3  # width of a letter of 12 units, on average
_TALL = 14  # of a line of letters
_GAP = 6  # between a place and its name

STYLE = """
.map{width:100%;max-width:900px;min-width:560px;height:auto;display:block;margin:2px 0 10px;background:var(--sea);border:1px solid var(--line)}
.map .land{fill:var(--land)}.map .coast{fill:none;stroke:var(--border);stroke-width:.6}.map .grid{fill:none;stroke:var(--graticule);stroke-width:.6}
.map text{font:12px system-ui,sans-serif;fill:var(--ink);paint-order:stroke;stroke:var(--halo);stroke-width:3px;stroke-linejoin:round}
.map .dot{stroke:var(--halo);stroke-width:1}.map .radar{fill:var(--radar)}.map .site{fill:var(--site)}.map .base{fill:var(--base)}.map .aim{fill:var(--aim)}
.map .beam{fill:var(--radar);fill-opacity:.1;stroke:var(--radar);stroke-width:1}.map .way{stroke:var(--interceptor);stroke-width:1.8}
"""
"""What every such map needs; classes of its own areas, ways and places are the page's."""


class MapPicture:
    """A map that grows: what is drawn later lies on top."""

    def __init__(self, plane: Plane, box: Box) -> None:
        self._plane, self._box = plane, box
        self._scale = _WIDE / (box[2] - box[0])
        self._tall = round(self._scale * (box[3] - box[1]))
        self._drawn: list[str] = []
        self._places: list[tuple[float, float, str]] = []
        for part in land_within(plane, box):
            self._drawn.append(f'<path class="land" d="{self._polygon(part)}"/>')
        for name, lines in (("coast", borders_within(plane, box)), ("grid", graticule_within(plane, box))):  # fmt: skip
            d = "".join(map(self._line, lines))
            self._drawn.append(f'<path class="{name}" d="{d}"/>')

    @classmethod
    def around(cls, latitude_deg: Array, longitude_deg: Array, pad_km: float = 400.0) -> MapPicture:
        """A map of all these places (n,), deg, and `pad_km` around them."""
        plane = Plane.about(latitude_deg, longitude_deg)
        x, y = plane.place(latitude_deg, longitude_deg)
        west, east = x.min() - pad_km, x.max() + pad_km
        south, north = y.min() - pad_km, y.max() + pad_km
        # A map is at least half as high as wide, and no higher than wide.
        lack = max(0.0, 0.5 * (east - west) - (north - south))
        wide = max(0.0, (north - south) - (east - west))
        box = (west - 0.5 * wide, south - 0.5 * lack, east + 0.5 * wide, north + 0.5 * lack)
        return cls(plane, tuple(float(np.clip(v, -EDGE_KM, EDGE_KM)) for v in box))  # type: ignore[arg-type]

    def area(self, rim: Rim, style: str, holes: Sequence[Rim] = (), title: str = "") -> None:
        """An area inside a rim (latitudes and longitudes, deg) without its holes; `style`: a CSS class."""
        shape = shapely.make_valid(shapely.Polygon(self._ring(rim), [self._ring(h) for h in holes]))
        whole = shapely.intersection(shape, shapely.box(*self._box))
        d = "".join(self._polygon(p) for p in shapely.get_parts(whole) if p.geom_type == "Polygon")
        if d:
            self._drawn.append(
                f'<path class="{style}" fill-rule="evenodd" d="{d}">{_titled(title)}</path>'
            )

    def seen(self, coverage: Coverage, style: str, title: str = "") -> None:
        """What a radar sees at a height."""
        self.area(coverage.rim, style, coverage.holes, title)

    def way(self, rim: Rim, style: str, title: str = "") -> None:
        """A line along places (deg)."""
        x, y = self._plane.place(*np.array(rim).T)
        d = "".join(map(self._line, cut_at_the_edge(np.column_stack([x, y]))))
        self._drawn.append(f'<path class="{style}" fill="none" d="{d}">{_titled(title)}</path>')

    def squares(
        self, latitude_deg: Array, longitude_deg: Array, side_km: float, style: str, title: str = ""
    ) -> None:
        """Squares of a side (km) about places (n,), deg: cells of a footprint."""
        x, y = self._plane.place(latitude_deg, longitude_deg)
        # Larger than they are: turned against the map as they may be, there are no gaps between them.
        half = 0.62 * side_km * self._scale
        d = "".join(
            f"M{a - half:.1f} {b - half:.1f}h{2 * half:.1f}v{2 * half:.1f}h{-2 * half:.1f}z"
            for a, b in map(self._at, x.tolist(), y.tolist())
        )
        if d:
            self._drawn.append(f'<path class="{style}" d="{d}">{_titled(title)}</path>')

    def spot(
        self, latitude_deg: float, longitude_deg: float, style: str, name: str, size: float = 4.0
    ) -> None:
        """A place with its name beside it, where there is room for it."""
        x, y = self._plane.place(np.array([latitude_deg]), np.array([longitude_deg]))
        a, b = self._at(float(x[0]), float(y[0]))
        if 0.0 <= a <= _WIDE and 0.0 <= b <= self._tall:
            self._drawn.append(
                f'<circle class="dot {style}" cx="{a:.1f}" cy="{b:.1f}" r="{size:g}">{_titled(name)}</circle>'
            )
            self._places.append((a, b, name))

    def svg(self, label: str) -> str:
        """The picture; `label` says what it shows."""
        inside = "\n".join([*self._drawn, *self._names()])
        return (
            f'<div class="scroll-x"><svg class="map" viewBox="0 0 {_WIDE} {self._tall}" role="img" '
            f'aria-label="{escape(label, quote=True)}">\n{inside}\n</svg></div>'
        )

    def _names(self) -> Iterable[str]:
        """Names, each where it lies over no other name and no place; one for which there is no room is in its place's title."""
        taken = [(a - 4, b - 4, a + 4, b + 4) for a, b, _ in self._places]
        known = set[tuple[int, int, str]]()
        for a, b, name in sorted(self._places, key=lambda p: (p[1], p[0])):
            # What stands at one place has its name once.
            if not name or (round(a), round(b), name) in known:
                continue
            known.add((round(a), round(b), name))
            long = _LETTER * len(name)
            for dx, dy, side in _SPOTS:
                left = a + dx - (long if side == "end" else 0.5 * long if side == "middle" else 0.0)
                box = (left, b + dy - 11, left + long, b + dy + 3)
                free = all(
                    box[2] < t[0] or box[0] > t[2] or box[3] < t[1] or box[1] > t[3] for t in taken
                )
                if (
                    free
                    and box[0] >= 2
                    and box[2] <= _WIDE - 2
                    and box[1] >= 2
                    and box[3] <= self._tall - 2
                ):
                    taken.append(box)
                    yield f'<text x="{a + dx:.1f}" y="{b + dy:.1f}" text-anchor="{side}">{escape(name)}</text>'
                    break

    def _ring(self, rim: Rim) -> Array:
        return np.column_stack(self._plane.place(*np.array(rim).T))

    def _at(self, x: float, y: float) -> tuple[float, float]:
        """From kilometres on the plane to the picture."""
        return self._scale * (x - self._box[0]), self._scale * (self._box[3] - y)

    def _line(self, points: Array) -> str:
        # A tenth of a unit is a kilometre on a map of 9,000.
        return "M" + "L".join(
            f"{a:.1f} {b:.1f}" for a, b in (self._at(float(x), float(y)) for x, y in points)
        )

    def _polygon(self, shape: shapely.Polygon) -> str:
        rings: Sequence[shapely.LinearRing] = (shape.exterior, *shape.interiors)
        return "".join(f"{self._line(np.array(ring.coords)[:-1])}z" for ring in rings)


_SPOTS = (
    (_GAP, 4, "start"), (-_GAP, 4, "end"), (0, -_GAP - 2, "middle"), (0, _TALL + 2, "middle"), (_GAP, -6, "start"), (_GAP, 15, "start"),
    (-_GAP, -6, "end"), (-_GAP, 15, "end"), (14, -16, "start"), (14, 24, "start"), (-14, -16, "end"), (-14, 24, "end"),
)  # fmt: skip
"""Where a name may stand, from its place: across and down, and which end of it is there."""


def _titled(text: str) -> str:
    return f"<title>{escape(text)}</title>" if text else ""
