"""A missile's flights and range ring as KML 2.2: ways at their heights, ground tracks, the ring on the ground."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import simplekml

from reassure.answers.fly import FlownMissile
from reassure.machine.files import write_whole
from reassure.report.exports.kml_document import LegendKey, add_legend, legend_rows, text_of
from reassure.report.exports.seams import cut_line
from reassure.report.text.fly import MODEL_LIMITS, answer_text, more_lines

__all__ = ["fly_kml", "write_fly_kml"]

_WAY, _GROUND, _RING = "ffad5c0b", "88ad5c0b", "ff1f45b3"  # KML's aabbggrr
_FLIGHT = LegendKey("#0b5cad", "Blue", "a flight, and paler its ground track")
_FARTHEST = LegendKey("#b3451f", "Red", "where the farthest flights come down")


def fly_kml(found: FlownMissile) -> str:
    """The whole document, without the XML declaration. The same answer gives the same text."""
    simplekml.Kml.resetidcounter()  # simplekml numbers its elements on from the last document of this process
    file = simplekml.Kml(name=escape(found.title), open=1)
    file.parsetext(parse=False)
    words = [answer_text(found), *more_lines(found), MODEL_LIMITS, f"reassure {found.reassure_version}"]  # fmt: skip
    words += [f"{s.key} {s.value:g} ({s.status}) {s.source}" for s in found.sources]
    keys = [*([_FLIGHT] if found.flights else ()), *([_FARTHEST] if found.ring is not None else ())]
    file.document.description = legend_rows(keys) + escape("\n".join(words))
    add_legend(file, keys, {})
    file.newpoint(name=escape(found.place), coords=[(found.longitude_deg, found.latitude_deg)])
    for flight in found.flights:
        folder = file.newfolder(name=escape(f"{flight.shape}, {flight.range_km:,.0f} km"))
        way = np.array([(p.longitude_deg, p.latitude_deg, max(0.0, 1e3 * p.height_km)) for p in flight.way])  # fmt: skip
        _lines(folder, way, "flight", _WAY, simplekml.AltitudeMode.absolute)
        ground = way.copy()
        ground[:, 2] = 0.0
        _lines(folder, ground, "ground track", _GROUND, simplekml.AltitudeMode.clamptoground)
        folder.newpoint(name=escape(f"end after {flight.flight_time_s:,.0f} s"), coords=[(flight.longitude_deg, flight.latitude_deg)])  # fmt: skip
    if found.ring is not None:
        rim = np.array([(lon, lat, 0.0) for lat, lon in (*found.ring.rim, found.ring.rim[0])])
        _lines(file.newfolder(name="range ring"), rim, "farthest flights", _RING, simplekml.AltitudeMode.clamptoground)  # fmt: skip
    return text_of(file)


def _lines(folder: simplekml.Folder, points: np.ndarray, name: str, colour: str, mode: str) -> None:
    """A line, in parts where the map has its edges."""
    for part in cut_line(points):
        line = folder.newlinestring(name=name, coords=[tuple(p) for p in part.tolist()])
        line.altitudemode, line.tessellate = mode, 1
        line.style.linestyle.color, line.style.linestyle.width = colour, 2


def write_fly_kml(found: FlownMissile, path: Path) -> None:
    """Write the file, whole or not at all. Raises OutputError."""
    text = fly_kml(found)
    write_whole(path, '<?xml version="1.0" encoding="UTF-8"?>\n' + text + "\n")
