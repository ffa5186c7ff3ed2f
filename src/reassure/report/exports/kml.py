"""KML 2.2: a legend, folders of places, flights and closest meetings, with numbers and sources in the balloons; and
the same flights and interceptors in motion, on the clock of the program that shows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import simplekml

from reassure.answers.assessment import Assessment
from reassure.answers.ephemeris import Ephemerides, Track
from reassure.machine.files import write_whole
from reassure.report.colours import DEPLOYMENT, GREY, NEVER, STEPS, Step, step_of
from reassure.report.exports import carried as c
from reassure.report.exports.kml_document import (
    LegendKey,
    add_legend,
    add_track,
    legend_rows,
    text_of,
)
from reassure.report.exports.seams import cut_line
from reassure.report.exports.shapes import Shape, area_shape, parts
from reassure.typing import Array
from reassure.words.rounding import signed

__all__ = ["kml", "write"]

_UNFIT = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # XML 1.0, section 2.2

_COLOURS = ("Dark brown", "Brown", "Orange", "Light blue", "Blue", "Dark blue")
"""What the steps of colour are called, in their order."""

_STEP_S = 60.0
"""Between two places of a track, at most. A mark that moves straight between them departs from the arc by 4.5 km at most
(docs/exports.md), and the file stays small.
"""


def write(result: Assessment, ways: Ephemerides, moment: c.Moment, path: Path) -> None:
    """Write the file, whole or not at all. Raises OutputError."""
    text = kml(result, ways, moment)
    write_whole(path, '<?xml version="1.0" encoding="UTF-8"?>\n' + text + "\n")


def kml(result: Assessment, ways: Ephemerides, moment: c.Moment) -> str:
    """The whole document, without the XML declaration. The same result gives the same text, for one launch."""
    # simplekml numbers its elements on from the last document of this process.
    simplekml.Kml.resetidcounter()  # the same result, the same file
    file = simplekml.Kml(name=_text(result.title), open=1)
    file.parsetext(parse=False)  # simplekml lets CDATA in text through: all text is escaped here
    keys = _keys(result, ways)
    file.document.description = legend_rows(keys) + _text(
        c.html([*c.about(result, ways), _nominal(moment), *c.source_lines(result)])
    )
    _data(
        file.document,
        {"scenario_sha256": result.scenario_sha256, "reassure_version": result.reassure_version},
    )
    looks = _Looks(file.document)
    add_legend(file, keys, {k.rgb: looks.line(k.rgb, 2.0) for k in keys})
    _places(file, result, looks)
    _flights(file, result, ways, looks)
    _meetings(file, result, ways, looks)
    _motion(file, result, ways, moment, looks)
    if result.sources:
        sources = file.newfolder(name="Sources", visibility=0)
        for source in result.sources:
            entry = sources.newpoint(
                name=_text(source.key), description=_text(c.html([c.source_line(source)]))
            )
            _data(entry, {k: v for k, v in source.to_dict().items() if k != "dissent"})
    return text_of(file)


def _keys(result: Assessment, ways: Ephemerides) -> list[LegendKey]:
    """The legend: the colours of the flights that are shown, and those of places and interceptors."""
    margins = [c.least_margin(result, t.flight) for t in ways.flights]
    margins += [float(result.pairs.margin_km_s[m.deployment, m.flight]) for m in ways.interceptions]
    met = {step_of(m).words for m in margins}
    keys = [_key(s, name) for s, name in zip(STEPS, _COLOURS, strict=True) if s.words in met]
    if NEVER.words in met:
        keys.append(LegendKey(NEVER.colour, "Grey", "a flight that no arc meets, out of reach"))
    if ways.interceptions or result.theatre is not None:
        keys.append(LegendKey(DEPLOYMENT, "Green", "a deployment, and its ideal interceptor"))
    if result.theatre is not None:
        keys.append(LegendKey(GREY, "Dark grey", "a base, an aim region, a radar"))
    return keys


def _key(step: Step, colour: str) -> LegendKey:
    reach = "within reach" if step.below <= 0.0 else "out of reach"
    return LegendKey(step.colour, colour, f"a flight of least margin {step.words} km/s, {reach}")


def _nominal(moment: c.Moment) -> str:
    return f"Every flight is launched at {moment.after(0.0)}Z, a nominal epoch that stands for no schedule."


def _text(text: str) -> str:
    """Text as it may stand in an element. What XML cannot hold, as control characters, is U+FFFD."""
    return escape(_UNFIT.sub("\ufffd", text))


def _data(feature: Any, numbers: dict[str, Any]) -> None:
    for key, value in numbers.items():
        if value is not None:
            feature.extendeddata.newdata(name=_text(key), value=_text(str(value)))


def _colour(rgb: str, opacity: float = 1.0) -> str:
    """#rrggbb and an opacity (0 to 1) as KML's aabbggrr."""
    return f"{round(255 * opacity):02x}{rgb[5:7]}{rgb[3:5]}{rgb[1:3]}"


class _Looks:
    """Styles, each once, where the format wants the shared ones: in the document."""

    def __init__(self, document: Any) -> None:
        self._document = document
        # By kind, colour, and width (pixels) or scale.
        self._made: dict[tuple[str, str, float], simplekml.Style] = {}

    def _style(self, kind: str, rgb: str, size: float) -> tuple[simplekml.Style, bool]:
        key = (kind, rgb, size)
        new = key not in self._made
        if new:
            self._made[key] = simplekml.Style()
            self._document.styles.append(self._made[key])
        return self._made[key], new

    def line(self, rgb: str, width: float) -> simplekml.Style:
        """A line that many pixels wide."""
        style, new = self._style("line", rgb, width)
        if new:
            style.linestyle.color, style.linestyle.width = _colour(rgb), width
        return style

    def moving(self, rgb: str) -> simplekml.Style:
        """A dot on its way, without a name, and what it has behind it."""
        style, new = self._style("moving", rgb, 0.0)
        if new:
            style.iconstyle.color, style.iconstyle.scale = _colour(rgb), 0.6
            style.iconstyle._kml["Icon_"] = None  # as in `spot`
            style.labelstyle.scale = 0.0
            style.linestyle.color, style.linestyle.width = _colour(rgb), 3.0
        return style

    def spot(self, rgb: str, scale: float) -> simplekml.Style:
        """A dot of that scale with a name beside it."""
        style, new = self._style("spot", rgb, scale)
        if new:
            style.iconstyle.color, style.iconstyle.scale = _colour(rgb), scale
            # simplekml names a picture on the network; without one the program draws its own mark
            style.iconstyle._kml["Icon_"] = None
            style.labelstyle.scale = 0.8
        return style

    def area(self, rgb: str) -> simplekml.Style:
        """An outline, filled to a quarter."""
        style, new = self._style("area", rgb, 0.0)
        if new:
            style.linestyle.color, style.linestyle.width = _colour(rgb), 1.5
            style.polystyle.color = _colour(rgb, 0.25)
        return style


# -- what stands there --------------------------------------------------------------------------------


def _places(file: Any, result: Assessment, looks: _Looks) -> None:
    if result.theatre is None:
        return
    for kind, title, rgb in (
        ("base", "Bases", GREY),
        ("aim", "Aim regions", GREY),
        ("deployment", "Deployments", DEPLOYMENT),
    ):
        areas = [a for a in result.theatre.areas if a.kind == kind]
        if not areas:
            continue
        folder = file.newfolder(name=title)
        spot, area = looks.spot(rgb, 0.6), looks.area(rgb)
        for a in areas:
            numbers = c.deployment_numbers(result, a.id) if kind == "deployment" else {}
            _shape(folder, a.id, area_shape(a.rim, a.holes), numbers, spot, area)
    if result.theatre.radars:
        # Switched off at first: sectors cover much of the map.
        folder = file.newfolder(name="Radars", visibility=0)
        spot, area = looks.spot(GREY, 0.6), looks.area(GREY)
        for r in result.theatre.radars:
            numbers = {k: v for k, v in r.to_dict().items() if k not in ("rim", "coverage")}
            _shape(
                folder, r.id, area_shape(((r.latitude_deg, r.longitude_deg),)), numbers, spot, area
            )
            # Results of earlier versions do not say what a radar sees at a height.
            if not r.coverage:
                _shape(folder, f"{r.id}: sector", area_shape(r.rim), numbers, spot, area)
            for seen in r.coverage:
                name, up = f"{r.id}: sees {seen.height_km:g} km up", 1e3 * seen.height_km
                _shape(folder, name, area_shape(seen.rim, seen.holes), numbers, spot, area, up)


def _shape(
    folder: Any,
    name: str,
    shape: Shape,
    numbers: dict[str, Any],
    spot: Any,
    area: Any,
    up: float = 0.0,
) -> None:
    """`up`: height of an area, m above the ellipsoid; 0: on the ground."""
    balloon = _text(c.html([], numbers))
    if shape.geom_type == "Point":
        mark = folder.newpoint(name=_text(name), coords=[(shape.x, shape.y)], description=balloon)
        mark.style = spot
    else:
        mark = folder.newmultigeometry(name=_text(name), description=balloon)
        mark.style = area
        for part in parts(shape):
            rim, *holes = (
                [(round(lon, 7), round(lat, 7), up) for lon, lat in ring.coords]
                for ring in (part.exterior, *part.interiors)
            )
            if up:
                mark.newpolygon(outerboundaryis=rim, innerboundaryis=holes, altitudemode="absolute")
            else:
                # tessellate: the edge follows the ground instead of cutting through it.
                mark.newpolygon(outerboundaryis=rim, innerboundaryis=holes, tessellate=1)
    _data(mark, numbers)


# -- what flies ---------------------------------------------------------------------------------------


def _flights(file: Any, result: Assessment, ways: Ephemerides, looks: _Looks) -> None:
    if not ways.flights:
        return
    folder = file.newfolder(
        name="Flights", description=_text(c.html([f"Shown: {ways.selection}.", c.BOOST]))
    )
    bases: dict[str, Any] = {}
    for track in ways.flights:
        base = str(result.flights.base[track.flight])
        if base not in bases:
            bases[base] = folder.newfolder(name=_text(f"from {base}"))
        step = step_of(c.least_margin(result, track.flight))
        numbers = c.flight_numbers(result, track.flight)
        _way(
            bases[base], c.flight_name(result, track.flight), c.way(track), numbers, looks.line(step.colour, 2.0)
        )  # fmt: skip


def _way(
    folder: Any,
    name: str,
    points: Iterable[tuple[float, float, float]],
    numbers: dict[str, Any],
    style: Any,
) -> None:
    # (n, 3): longitude, latitude, height. At the antimeridian and the poles a line falls into parts.
    parts = cut_line(np.array(list(points)))
    whole = _ribbon(folder, parts[0]) if len(parts) == 1 else folder.newmultigeometry()
    if len(parts) > 1:
        for part in parts:
            _ribbon(whole, part)
    whole.name, whole.description = _text(name), _text(c.html([], numbers))
    whole.style = style
    _data(whole, numbers)


def _ribbon(holder: Any, part: Array) -> Any:
    """A line at its own height. It needs two points, though they be one spot."""
    line = holder.newlinestring(altitudemode=simplekml.AltitudeMode.absolute)
    places = [(round(lon, 6), round(lat, 6), round(h, 1)) for lon, lat, h in part.tolist()]
    # KML's LineString has at least two coordinates.
    line.coords = places if len(places) > 1 else 2 * places
    return line


def _motion(
    file: Any, result: Assessment, ways: Ephemerides, moment: c.Moment, looks: _Looks
) -> None:
    """Flights and interceptors as marks that move with the program's clock; their numbers stand with the lines."""
    if not ways.flights:
        return
    words = [_nominal(moment), "The time slider moves the flights, and the ideal interceptors towards their closest ones."]  # fmt: skip
    folder = file.newfolder(name="In motion", description=_text(c.html(words)))
    for track in ways.flights:
        rgb = step_of(c.least_margin(result, track.flight)).colour
        name = _text(c.flight_name(result, track.flight))
        boost, fall = _rows(track.boost), _rows(track.fall)
        # The burnout is a place of its own: the way bends there.
        points = np.concatenate([_thinned(boost), _thinned(fall)[1:]])
        add_track(folder, name, points, moment, looks.moving(rgb))
    for meeting in ways.interceptions:
        name = _text(f"{result.deployment_names[meeting.deployment]}: ideal interceptor")
        add_track(folder, name, _thinned(_rows(meeting.arc)), moment, looks.moving(DEPLOYMENT))


def _rows(track: Track) -> Array:
    """(n, 4): longitude, latitude (deg), height (m), s after the launch."""
    return np.column_stack([track.longitude_deg, track.latitude_deg, track.height_m, track.time_s])


def _thinned(rows: Array) -> Array:
    """As few of the places as are no more than _STEP_S apart, the first and the last among them."""
    kept = [0]
    for k in range(1, len(rows) - 1):
        if rows[k + 1, 3] - rows[kept[-1], 3] > _STEP_S + 1e-6:
            kept.append(k)
    return rows[[*kept, len(rows) - 1]] if len(rows) > 1 else rows


def _meetings(file: Any, result: Assessment, ways: Ephemerides, looks: _Looks) -> None:
    if not ways.interceptions:
        return
    folder = file.newfolder(name="Closest flights", description=_text(c.html([c.MEETING])))
    for meeting in ways.interceptions:
        d, i = meeting.deployment, meeting.flight
        numbers = c.meeting_numbers(result, d, i)
        rgb = step_of(float(result.pairs.margin_km_s[d, i])).colour
        part = folder.newfolder(name=_text(result.deployments[d].id))
        arc = meeting.arc
        points = zip(
            arc.longitude_deg.tolist(),
            arc.latitude_deg.tolist(),
            arc.height_m.tolist(),
            strict=True,
        )
        _way(
            part,
            f"{result.deployments[d].id}: interceptor",
            points,
            numbers,
            looks.line(DEPLOYMENT, 2.0),
        )
        # `ephemerides` has the flight of every meeting among its flights.
        track = next(t for t in ways.flights if t.flight == i)
        _way(
            part,
            c.flight_name(result, i),
            c.way(track),
            c.flight_numbers(result, i),
            looks.line(rgb, 3.0),
        )
        spot = part.newpoint(
            name=_text(f"{result.deployments[d].id}: {signed(numbers['margin_km_s'])} km/s"),
            description=_text(c.html([c.flight_name(result, i)], numbers)),
            coords=[
                (
                    numbers["intercept_longitude_deg"],
                    numbers["intercept_latitude_deg"],
                    1e3 * numbers["intercept_height_km"],
                )
            ],
            altitudemode=simplekml.AltitudeMode.absolute,
            # A line from the meeting down to the ground.
            extrude=1,
        )
        spot.style = looks.spot(rgb, 0.9)
        _data(spot, numbers)
