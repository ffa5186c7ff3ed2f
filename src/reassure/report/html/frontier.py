"""A map of the whole globe as one HTML file: at what speed an interceptor begins to matter, place by place, and to whose
flights.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

import numpy as np

from reassure.answers.frontier import Frontier, Why
from reassure.catalog import Interceptor, catalog
from reassure.report.html.packing import packed
from reassure.report.html.plain import plain_page, sources_section, table
from reassure.report.html.shell import asset
from reassure.report.html.world import WIDE, WorldSheet, text_at
from reassure.report.text.frontier import party_lines, shown_limit
from reassure.report.wording import latitude_longitude, percent
from reassure.scenario.names import name_of
from reassure.scenario.sent import Attachment
from reassure.typing import Array, IntArray
from reassure.words.counts import counted
from reassure.words.rounding import DOWN, UP, steps_of

__all__ = ["frontier_page"]

_STEPS = {
    "speed": (2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0, 6.5, 7.0),
    "delay": (60.0, 120.0, 180.0, 240.0, 300.0, 420.0, 540.0, 660.0, 780.0, 900.0),
}
"""Between the classes of colour: km/s, s."""
_RAMP = (
    "#a50026", "#d73027", "#f46d43", "#fdae61", "#fee090", "#ffffbf", "#e0f3f8", "#abd9e9", "#74add1",
    "#4575b4", "#5a63a8",
)  # fmt: skip
"""ColorBrewer's RdYlBu, which readers of every colour vision tell apart: red where a slow interceptor is enough. Its last is lighter
here, so that coasts are seen on it.
"""
_PARTIES = ("#d55e00", "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#f0e442")
"""Okabe and Ito's colours, told apart by every colour vision; what comes after them is grey."""
_REST = "#9a9a9a"
_NAMED_SPEEDS = (3.0, 4.5)
"""km/s. The answer says from where these are enough: what is published of the SM-3 IA and IB, and of the IIA (`reassure catalog`)."""
_SPECK = 0.004
"""Of the Earth's surface (some 2 million km2): what is smaller bears no party's name on the map, which would cover it."""

_STYLE = (
    """
svg.world{width:100%;height:auto;display:block;touch-action:manipulation;cursor:crosshair}.world path{stroke-linejoin:round}
path.net{fill:none;stroke:#1c2026;stroke-opacity:.13;stroke-width:.5}path.border{fill:none;stroke:#1c2026;stroke-opacity:.45;stroke-width:.35}
path.coast{fill:none;stroke:#14171b;stroke-width:.8}.world .rim{fill:none;stroke:#626b77;stroke-width:1}
.world .level{fill:none;stroke:#14171b;stroke-width:1.5;stroke-dasharray:5 2.5}.world .none{fill:#6b6f76;stroke:#6b6f76;stroke-width:.6}
.world .base{fill:#fff;stroke:#14171b;stroke-width:1.1}.world .site{fill:#14171b;stroke:#fff;stroke-width:1}
.world text{font:600 12px system-ui,sans-serif;fill:#14171b;stroke:#fff;stroke-width:3px;stroke-linejoin:round;paint-order:stroke;text-anchor:middle;pointer-events:none}
.world .whose{font-size:16px}.ramp{max-width:760px;width:100%;height:auto;display:block;margin:8px 0 4px}.ramp text{fill:var(--ink);font:12px system-ui,sans-serif;text-anchor:middle}
.ramp .end{text-anchor:start}.ramp .end.last{text-anchor:end}.ramp rect,.ramp path{stroke:var(--ink);stroke-width:.6}
.keys{display:flex;flex-wrap:wrap;gap:4px 18px;margin:8px 0 10px;font-size:.92rem}.keys span{display:inline-flex;gap:6px;align-items:center}
.keys i{width:14px;height:14px;border-radius:2px;display:inline-block;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.reader{position:sticky;top:0;z-index:2;background:var(--panel);border-radius:8px;padding:8px 14px;margin:8px 0;display:flex;flex-wrap:wrap;gap:4px 16px;align-items:center}
.reader[hidden]{display:none}.reader output{flex:1 1 360px;font-weight:600;font-variant-numeric:tabular-nums;min-height:1.5em}.reader input{width:6.5em}.reader label{font-size:.9rem}
"""
    + "".join(
        f".world .s{k}{{fill:{c};stroke:{c};stroke-width:.6}}.ramp .s{k}{{fill:{c}}}"
        for k, c in enumerate(_RAMP)
    )
    + "".join(
        f".world .p{k}{{fill:{c};stroke:{c};stroke-width:.6}}.keys .p{k}{{background:{c}}}"
        for k, c in enumerate((*_PARTIES, _REST))
    )
    + ".keys .none{background:#6b6f76}"
)


def frontier_page(f: Frontier, command: str, files: Sequence[Attachment] = ()) -> str:
    """One HTML file as text. `f` is of the whole globe; `command` makes the file again, from `files`."""
    sheet = WorldSheet()
    sections = [("Where an interceptor begins to matter", _speeds(f, sheet))]
    if f.parties is not None:
        sections.append(("To whose deterrent", _whose(f, sheet)))
    if f.kind == "speed":
        sections.append(("What known burnout speeds come to", _known_speeds(f)))
    sections.append(("At the sites of the scenario", _sites(f)))
    sections.append(("What this is", _paragraphs(_notes(f))))
    sections.append(("Figures", sources_section(f.sources)))
    return plain_page(
        f.title, f.reassure_version, _answer(f), sections, command, files, _STYLE, asset("world.js")
    )


def _paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _answer(f: Frontier) -> str:
    """The map in a sentence or two."""
    known = np.isfinite(f.value)
    if not known.any():
        return "From nowhere on Earth is any of the flights within reach."
    at = int(np.nanargmin(f.value) if f.kind == "speed" else np.nanargmax(f.value))
    r, c = np.unravel_index(at, f.value.shape)
    first = f.first_party
    whose = "" if f.parties is None or first is None else f" ({f.parties[int(first[r, c])]} first)"
    where = latitude_longitude([float(f.latitude_deg[r]), float(f.longitude_deg[c])])
    if f.kind == "delay":
        return (
            f"An interceptor can wait longest at {where}: {shown_limit(f, f.value[r, c])}{whose}."
        )
    weight = f.weights
    low, high = (percent(float(weight[f.value < v].sum())) for v in _NAMED_SPEEDS)
    return (
        f"An interceptor begins to matter soonest at {where}, with {shown_limit(f, f.value[r, c])}{whose}. With {_NAMED_SPEEDS[0]:g} km/s it could "
        f"reach some flight from {low} of the Earth's surface, with {_NAMED_SPEEDS[1]:g} km/s from {high}."
    )


def _classes(f: Frontier) -> IntArray:
    """The class of colour of each cell (rows, columns); the last is where nothing is in reach."""
    found: IntArray = np.digitize(np.nan_to_num(f.value, nan=0.0), _STEPS[f.kind])
    if f.kind == "delay":
        # the colour of reach is at the end of late launches
        found = len(_RAMP) - 1 - found
    return np.where(np.isfinite(f.value), found, len(_RAMP))


def _speeds(f: Frontier, sheet: WorldSheet) -> str:
    """The map of the limits, what reads it, and its legend."""
    names = [*(f"s{k}" for k in range(len(_RAMP))), "none"]
    lines = [
        (np.array([p[0] for p in line]), np.array([p[1] for p in line]))
        for contour in f.contours
        for line in contour.lines
    ]
    inside = (
        sheet.cells(f.latitude_deg, f.longitude_deg, _classes(f), names)
        + sheet.ground() + sheet.lines(lines, "level") + _places(f, sheet) + sheet.frame()
    )  # fmt: skip
    about = f.words[0].upper() + f.words[1:]
    return (
        f'<p class="note">{escape(about)}. Below the limit an interceptor reaches no flight.</p>{_reader(f, sheet)}'
        f"{_svg(sheet, inside, about)}{_ramp(f)}{_line_keys(f)}"
    )


def _svg(sheet: WorldSheet, inside: str, about: str) -> str:
    label = escape(about, quote=True)
    return f'<svg class="world" viewBox="{sheet.view_box()}" role="img" aria-label="{label}">{inside}</svg>'


def _places(f: Frontier, sheet: WorldSheet) -> str:
    """Bases and sites, each with its name where the pointer rests on it."""
    out = []
    for area in f.theatre.areas:
        if area.kind == "aim":
            continue
        lat, lon = np.array(area.rim).T
        own = name_of if area.kind == "base" else f.name_of_deployment
        name = escape(area.name or own(area.id))
        if area.kind == "base":
            x, y = sheet.place(lat[:1], lon[:1])[0] if lat.size == 1 else _inside(sheet, lat, lon)
            out.append(
                f'<path class="base" d="M{x:.1f} {y - 3.6:.1f}l3.6 6.4h-7.2z"><title>{name}</title></path>'
            )
        elif lat.size < 3:
            x, y = sheet.place(lat[:1], lon[:1])[0]
            out.append(
                f'<rect class="site" x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"><title>{name}</title></rect>'
            )
    return "".join(out)


def _inside(sheet: WorldSheet, lat: Array, lon: Array) -> Array:
    """The middle of an area's rim on the sheet."""
    from reassure.answers.theatre import middle

    where = middle(tuple(zip(lat.tolist(), lon.tolist(), strict=True)))
    found: Array = sheet.place(np.array(where[:1]), np.array(where[1:]))[0]
    return found


def _reader(f: Frontier, sheet: WorldSheet) -> str:
    """What a pointer on the map, or a place that is typed, is answered in; it is there where scripts run."""
    edges, halves = sheet.rows(f.latitude_deg)
    digits = 2 if f.kind == "speed" else 0
    # A speed is written a little lower and a delay a little later than it is, as everywhere.
    way = DOWN if f.kind == "speed" else UP
    values = [
        np.where(np.isfinite(v), steps_of(np.where(np.isfinite(v), v, 0.0), digits, way), -1).ravel().tolist()
        for v in (f.value, *_layers(f))
    ]  # fmt: skip
    data = {
        "edges": edges, "halves": halves, "middle": 0.5 * WIDE, "columns": int(f.longitude_deg.size),
        "parties": list(f.parties or ()), "unit": f.unit, "digits": digits,
        "none": "not at any speed" if f.kind == "speed" else "never", "values": values,
    }  # fmt: skip
    return (
        '<div class="reader" id="reader" hidden><output id="reading">Point at a place on a map, or type one.</output>'
        '<label>latitude <input id="read-latitude" type="number" min="-90" max="90" step="any"></label>'
        '<label>longitude <input id="read-longitude" type="number" min="-180" max="180" step="any"></label></div>'
        f'<script type="application/octet-stream" id="world-data">{packed(json.dumps(data, separators=(",", ":")))}</script>'
    )


def _ramp(f: Frontier) -> str:
    """The classes of colour with the values between them."""
    steps = _STEPS[f.kind]
    width = 64
    order = range(len(_RAMP)) if f.kind == "speed" else range(len(_RAMP) - 1, -1, -1)
    boxes = "".join(
        f'<rect class="s{k}" x="{20 + width * i}" y="4" width="{width}" height="18"/>'
        for i, k in enumerate(order)
    )
    ticks = "".join(
        f'<text x="{20 + width * (i + 1)}" y="38">{v:g}</text>' for i, v in enumerate(steps)
    )
    last = 20 + width * len(_RAMP)
    return (
        f'<svg class="ramp" viewBox="0 0 {last + 50} 44" role="img" aria-label="Colours: {", ".join(f"{v:g}" for v in steps)} {f.unit}">'
        f'{boxes}{ticks}<text class="end" x="{last + 8}" y="18">{f.unit}</text></svg>'
    )


def _line_keys(f: Frontier) -> str:
    """What the lines, marks and the colour of no answer stand for."""
    named = "".join(f"<li>{escape(c.words)}</li>" for c in f.contours)
    words = {
        Why.NO_ARC: "no speed reaches any flight at this delay",
        Why.NEVER: "no flight is in reach, even if launched with it",
    }
    none = "".join(
        f'<p class="keys"><span><i class="none"></i>{text}</span></p>'
        for why, text in words.items()
        if (f.why == why).any()
    )
    return (
        f'{none}<p class="note">Dashed lines, where they go, are at:</p><ul class="note">{named}</ul>'
        '<p class="note">White triangles: bases. Black squares: sites of the scenario.</p>'
    )


def _whose(f: Frontier, sheet: WorldSheet) -> str:
    """The map of whose flights are first in reach, and its legend."""
    first = f.first_party
    assert f.parties is not None  # noqa: S101
    assert first is not None  # noqa: S101
    last = len(_PARTIES)
    classes = np.where(first < 0, last + 1, np.minimum(first, last))
    names = [*(f"p{k}" for k in range(last + 1)), "none"]
    inside = (
        sheet.cells(f.latitude_deg, f.longitude_deg, classes, names)
        + sheet.ground(again=True) + _places(f, sheet) + _party_names(f, sheet, first) + sheet.frame()
    )  # fmt: skip
    keys = "".join(
        f'<span><i class="p{min(k, last)}"></i>{escape(name)}</span>'
        for k, name in enumerate(f.parties)
    )
    if (first < 0).any():
        keys += '<span><i class="none"></i>none in reach</span>'
    what = "slowest" if f.kind == "speed" else "latest"
    about = (
        f"Whose flights the {what} interceptor that reaches any would reach first, from each place"
    )
    lines = "".join(f"<li>{escape(line)}</li>" for line in party_lines(f))
    return (
        f'<p class="note">{about}.</p>{_svg(sheet, inside, about)}<div class="keys">{keys}</div><ul>{lines}</ul>'
        '<p class="note">Shares are of the whole surface, sea and land. What another force needs beside the first is read '
        "by pointing at a place, or from frontier.csv.</p>"
    )


def _party_names(f: Frontier, sheet: WorldSheet, first: IntArray) -> str:
    """Each party's name about the middle of what is its own, where that is no mere speck."""
    assert f.parties is not None  # noqa: S101
    weight = f.weights
    lat, lon = np.meshgrid(np.radians(f.latitude_deg), np.radians(f.longitude_deg), indexing="ij")
    way = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    out = []
    for k, name in enumerate(f.parties):
        mine = first == k
        if weight[mine].sum() < _SPECK:
            continue
        mean = (way[:, mine] * weight[mine]).sum(axis=1)
        # The cell of its own that is nearest to the mean direction.
        at = np.flatnonzero(mine)[int((mean @ way[:, mine]).argmax())]
        r, c = np.unravel_index(at, first.shape)
        out.append(
            text_at(
                sheet.place(f.latitude_deg[r : r + 1], f.longitude_deg[c : c + 1])[0], name, "whose"
            )
        )
    return "".join(out)


def _known_speeds(f: Frontier) -> str:
    """For each interceptor of the catalogue, from what share of the Earth its burnout speed is enough."""
    weight = f.weights
    kinds = [e for e in catalog().entries.values() if isinstance(e, Interceptor)]
    rows = []
    for entry in sorted(kinds, key=lambda e: e.burnout_speed_km_s.value):
        speed = entry.burnout_speed_km_s.value
        cells = [escape(entry.name), f"{speed:g} km/s"]
        cells.append(percent(float(weight[f.value < speed].sum())))
        cells += [percent(float(weight[layer < speed].sum())) for layer in _layers(f)]
        rows.append(cells)
    heads = (
        "interceptor",
        "burnout speed",
        "reaches some flight from",
        *(f"of {p}" for p in f.parties or ()),
    )
    note = "Shares of the Earth's surface. Of each interceptor the burnout speed alone counts here: all else is as the map has it."
    return table(heads, rows, range(1, len(heads))) + f'<p class="note">{note}</p>'


def _layers(f: Frontier) -> list[Array]:
    return [] if f.by_party is None else list(f.by_party)


def _sites(f: Frontier) -> str:
    """What the map says in the cell of each site of the scenario."""
    rows, half = [], 90.0 / f.latitude_deg.size
    for area in f.theatre.areas:
        if area.kind != "deployment" or len(area.rim) > 2:
            continue
        lat, lon = area.rim[0]
        r = min(int((lat + 90.0) / (2.0 * half)), f.latitude_deg.size - 1)
        c = int((lon + 180.0) / (2.0 * half)) % f.longitude_deg.size
        first = f.first_party
        whose = (
            ""
            if f.parties is None or first is None or first[r, c] < 0
            else f.parties[int(first[r, c])]
        )
        rows.append(
            [
                escape(f.name_of_deployment(area.id)),
                latitude_longitude([lat, lon]),
                shown_limit(f, f.value[r, c]),
            ]
            + ([escape(whose)] if f.parties is not None else [])
            + [shown_limit(f, layer[r, c]) for layer in _layers(f)]
        )
    if not rows:
        return "<p>The scenario has no sites, only areas for ships.</p>"
    several = f.parties is not None
    heads = (
        "site",
        "place",
        "the limit in its cell",
        *(("first",) if several else ()),
        *(f.parties or ()),
    )
    exact = [
        f"{f.name_of_deployment(s.deployment)}: exactly at its place {shown_limit(f, s.least)}, and it has {s.figure:g} {f.unit}."
        for s in f.stands
        if s.least is not None and s.least == s.greatest
    ]
    return table(heads, rows, range(2, len(heads))) + _paragraphs(exact)


def _notes(f: Frontier) -> list[str]:
    """What was asked, of which flights, and on what grid."""
    h = f.held
    delay = (
        "when its sensors let it"
        if h.launch_delay_s is None
        else f"{h.launch_delay_s:g} s after the flight"
    )
    bases = len({a.id for a in f.theatre.areas if a.kind == "base"})
    shapes = ", ".join(f"{x:g}" for x in np.unique(f.ratios))
    step = 180.0 / f.latitude_deg.size
    kind = (
        f"The interceptor is launched {delay}"
        if f.kind == "speed"
        else f"The interceptor has {h.burnout_speed_km_s:g} km/s"
    )
    return [
        f"{kind}, at the earliest. All else is as {f.name_of_deployment(h.deployment)} has it.",
        "Over the bases a slow interceptor meets flights as they rise, and over the aims as they come down.",
        f"{counted(len(f.bases), 'flight')} from {counted(bases, 'base')}, each with free-flight times of {shapes} times that of the "
        "least-energy flight. Flights stand for a force, not for a plan.",
        f"{counted(f.value.size, 'place')}: the middles of cells of {step:g} by {step:g} degrees, which cover the Earth.",
        "The interceptor is the ideal one of an assessment: all its speed at once, in whatever direction it likes, and then only "
        "gravity. That favours the interceptor. It is an estimate and no guarantee.",
        "Equal Earth projection: equal areas are equal. Coasts and borders: Natural Earth.",
    ]
