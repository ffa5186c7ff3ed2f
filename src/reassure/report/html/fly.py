"""A missile flown, as one HTML file: height and speed as charts, the ground track or the ring on a map."""

from __future__ import annotations

import math
from collections.abc import Callable
from html import escape

import numpy as np

from reassure.answers.fly import FlownMissile, FlownPoint
from reassure.report.html.map_svg import STYLE, MapPicture
from reassure.report.html.plain import plain_page, sources_section, table
from reassure.report.plane import EDGE_KM, Plane
from reassure.report.text.fly import HEADS, MODEL_LIMITS, answer_text, cells, more_lines

__all__ = ["fly_page"]

# Of a chart, in units of its view box: room for numbers, width and height of the field.
_LEFT, _RIGHT, _TOP, _WIDE, _HIGH = 70, 20, 14, 640, 240
_CLASSES = ("one", "two", "three", "four")
_TICKS = 6  # at most, on an axis
_STYLE = (
    STYLE
    + """
.curve{width:100%;max-width:800px;min-width:560px;height:auto;display:block;margin:2px 0 12px}.curve text{fill:var(--ink);font:12px system-ui,sans-serif}
.curve .faint{fill:var(--faint)}.curve .grid{stroke:var(--line);stroke-width:1}.curve .one,.curve .two,.curve .three,.curve .four{fill:none;stroke-width:2.2}
.one{stroke:#0b5cad}.two{stroke:#b3451f;stroke-dasharray:9 4}.three{stroke:#3f7d20;stroke-dasharray:3 3}.four{stroke:#7a4fa3}
.curve .spot{fill:var(--ink)}.keys{display:flex;flex-wrap:wrap;gap:4px 18px;margin:2px 0 8px;font-size:.9rem}.keys span{display:inline-flex;gap:6px;align-items:center}
.keys svg{width:30px;height:8px}.map .one,.map .two,.map .three,.map .four{stroke-width:1.8}.map .ring{stroke:var(--interceptor);stroke-width:2}
"""
)


def fly_page(found: FlownMissile, command: str) -> str:
    """One HTML file as text. `command`: what makes the file again."""
    sections: list[tuple[str, str]] = []
    if found.flights:
        heads = tuple(h.replace("\n", ", ").lower() for h in HEADS)
        rows = [[escape(c) for c in cells(f)] for f in found.flights]
        sections.append(("In numbers", table(heads, rows, tuple(range(1, len(HEADS))))))
        side = _chart(found, lambda p: p.away_km, lambda p: p.height_km, "range, km", "height, km")
        height = _chart(found, lambda p: p.t_s / 60.0, lambda p: p.height_km, "time, min", "height, km")  # fmt: skip
        speed = _chart(found, lambda p: p.t_s / 60.0, lambda p: p.speed_km_s, "time, min", "speed over the turning Earth, km/s")  # fmt: skip
        sections += [
            ("Height against range", _keys(found) + side),
            ("Height against time", height),
            ("Speed against time", speed),
        ]
    sections.append(("On the map", _map(found)))
    notes = [*more_lines(found), MODEL_LIMITS]
    sections.append(("What this is", "".join(f'<p class="note">{escape(n)}</p>' for n in notes)))
    sections.append(("Figures", sources_section(found.sources)))
    return plain_page(
        found.title, found.reassure_version, answer_text(found), sections, command, style=_STYLE
    )


def _keys(found: FlownMissile) -> str:
    spans = "".join(
        f'<span><svg viewBox="0 0 30 8"><path class="{name}" d="M0 4H30" stroke-width="2.2"/></svg>{escape(f.shape)}</span>'
        for name, f in zip(_CLASSES, found.flights, strict=False)
    )
    return f'<div class="keys">{spans}</div>'


def _step(most: float) -> float:
    """Between the marks of an axis: 1, 2 or 5 times a power of ten."""
    rough = most / _TICKS
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * k for k in (1.0, 2.0, 5.0, 10.0) if power * k >= rough * (1.0 - 1e-9))


def _chart(
    found: FlownMissile,
    across: Callable[[FlownPoint], float],
    up: Callable[[FlownPoint], float],
    name: str,
    title: str,
) -> str:
    """A line for each flight, with its burnout as a spot."""
    ways = [([across(p) for p in f.way], [up(p) for p in f.way]) for f in found.flights]
    right, high = (max(max(w[k]) for w in ways) * 1.02 for k in (0, 1))

    def x(value: float) -> float:
        return round(_LEFT + _WIDE * value / right, 1)

    def y(value: float) -> float:
        return round(_TOP + _HIGH * (1.0 - value / high), 1)

    drawn = ""
    for css, flight, (xs, ys) in zip(_CLASSES, found.flights, ways, strict=False):
        line = "L".join(f"{x(a)} {y(b)}" for a, b in zip(xs, ys, strict=True))
        i = min(range(len(xs)), key=lambda k, f=flight: abs(f.way[k].t_s - f.burnout_s))  # type: ignore[misc]
        drawn += f'<path class="{css}" d="M{line}"/><circle class="spot" cx="{x(xs[i])}" cy="{y(ys[i])}" r="3"><title>burnout</title></circle>'
    label = escape(f"{title} against {name}. {answer_text(found)}", quote=True)
    return (
        f'<div class="scroll-x"><svg class="curve" viewBox="0 0 {_LEFT + _WIDE + _RIGHT} {_TOP + _HIGH + 44}" role="img" aria-label="{label}">'
        f"{_grid(right, high, x, y)}{drawn}"
        f'<text class="faint" x="{_LEFT}" y="{_TOP - 3}">{escape(title)}</text>'
        f'<text class="faint" x="{_LEFT + _WIDE / 2}" y="{_TOP + _HIGH + 38}" text-anchor="middle">{escape(name)}</text></svg></div>'
    )


def _grid(right: float, high: float, x: Callable[[float], float], y: Callable[[float], float]) -> str:  # fmt: skip
    out = ""
    step = _step(high)
    for k in range(int(high / step) + 1):
        out += f'<path class="grid" d="M{_LEFT} {y(k * step)}H{_LEFT + _WIDE}"/><text class="faint" x="{_LEFT - 8}" y="{y(k * step) + 4}" text-anchor="end">{k * step:,g}</text>'
    step = _step(right)
    for k in range(int(right / step) + 1):
        out += f'<path class="grid" d="M{x(k * step)} {_TOP}V{_TOP + _HIGH}"/><text class="faint" x="{x(k * step)}" y="{_TOP + _HIGH + 18}" text-anchor="middle">{k * step:,g}</text>'
    return out


def _map(found: FlownMissile) -> str:
    """Ground tracks and the ring, about the launch."""
    places: list[tuple[float, float]] = [(found.latitude_deg, found.longitude_deg)]
    places += [(p.latitude_deg, p.longitude_deg) for f in found.flights for p in f.way]
    note = ""
    if found.ring is None:
        picture = MapPicture.around(*np.array(places).T)
    else:
        # About the launch: distances and directions from there are true.
        half = min(1.08 * max(found.ring.range_km), EDGE_KM)
        plane = Plane(found.latitude_deg, found.longitude_deg)
        picture = MapPicture(plane, (-half, -half, half, half))
        if max(found.ring.range_km) > EDGE_KM:
            note = '<p class="note">Where the line is open the farthest flights come down beyond the edge of the map, near the far side of the Earth.</p>'
    if found.ring is not None:
        rim = (*found.ring.rim, found.ring.rim[0])
        picture.way(rim, "ring", "where its farthest flights come down")
    for css, flight in zip(_CLASSES, found.flights, strict=False):
        track = tuple((p.latitude_deg, p.longitude_deg) for p in flight.way)
        picture.way(track, css, f"ground track, {flight.shape}")
        words = f"{flight.shape}, {flight.range_km:,.0f} km"
        picture.spot(flight.latitude_deg, flight.longitude_deg, "aim", words)
    picture.spot(found.latitude_deg, found.longitude_deg, "base", found.place)
    return picture.svg(f"A map of where it flies. {answer_text(found)}") + note
