"""KML 2.2: folders of places, flights and closest meetings, with numbers and sources in the balloons."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import simplekml

from reassure.answers.assessment import Assessment
from reassure.answers.ephemeris import Ephemerides
from reassure.machine.files import whole
from reassure.report.colours import DEPLOYMENT, GREY, step_of
from reassure.report.exports import carried as c
from reassure.report.exports.seams import cut_line
from reassure.report.exports.shapes import Shape, area_shape, parts
from reassure.typing import Array
from reassure.words.rounding import signed

__all__ = ["kml", "write"]

_UNFIT = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)  # XML 1.0, section 2.2

_NEXT_HOLE = "</LinearRing></innerBoundaryIs><innerBoundaryIs><LinearRing"


def write(result: Assessment, ways: Ephemerides, moment: c.Moment, path: Path) -> None:
    """Write the file, whole or not at all; KML has no need of a moment. Raises OutputError."""
    text = kml(result, ways)
    with whole(path) as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n' + text + "\n")


def kml(result: Assessment, ways: Ephemerides) -> str:
    """The whole document, without the XML declaration. The same result gives the same text."""
    # simplekml numbers its elements on from the last document of this process.
    simplekml.Kml.resetidcounter()  # the same result, the same file
    file = simplekml.Kml(name=_text(result.title), open=1)
    file.parsetext(parse=False)  # simplekml lets CDATA in text through: all text is escaped here
    file.document.description = _text(c.html([*c.about(result, ways), *c.source_lines(result)]))
    _data(
        file.document,
        {"scenario_sha256": result.scenario_sha256, "reassure_version": result.reassure_version},
    )
    looks = _Looks(file.document)
    _places(file, result, looks)
    _flights(file, result, ways, looks)
    _meetings(file, result, ways, looks)
    sources = file.newfolder(name="Sources", visibility=0)
    for source in result.sources:
        entry = sources.newfolder(
            name=_text(source.key), description=_text(c.html([c.source_line(source)]))
        )
        _data(entry, {k: v for k, v in source.to_dict().items() if k != "dissent"})
    # simplekml puts all holes of a polygon into one innerBoundaryIs, where KML has one for each.
    # The texts in it are escaped: no tag stands in them.
    return str(file.kml(format=False)).replace("</LinearRing><LinearRing", _NEXT_HOLE)


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
        folder = file.newfolder(name=title)
        spot, area = looks.spot(rgb, 0.6), looks.area(rgb)
        for a in result.theatre.areas:
            if a.kind == kind:
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


def _meetings(file: Any, result: Assessment, ways: Ephemerides, looks: _Looks) -> None:
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
