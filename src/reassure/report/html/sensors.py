"""Who sees what, and when, as one HTML file: a table, and a map of what each radar sees."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from reassure.answers.sensors import SensorsSeen
from reassure.report.html.map_svg import STYLE, MapPicture
from reassure.report.html.plain import plain_page, sources_section, table
from reassure.report.text.sensors import (
    BOOST_ONLY,
    ITSELF,
    POINT_HEADS,
    VIEW_HEADS,
    answer_text,
    azimuth_text,
    place_text,
    view_cells,
)
from reassure.scenario.names import name_of
from reassure.scenario.sent import Attachment

__all__ = ["sensors_page"]


def sensors_page(found: SensorsSeen, command: str, files: Sequence[Attachment] = ()) -> str:
    """One HTML file as text. `command`: what makes the file again, from `files`."""
    sections = [
        (f"What each radar sees {height:,.0f} km up", _map(found, height))
        for height in sorted(found.heights_km)
    ]
    sections.append(("Sensor by sensor", _table(found)))
    notes = [BOOST_ONLY, ITSELF] if any(r.kind == "infrared" for r in found.sensors) else [ITSELF]
    sections.append(("What this is", "".join(f'<p class="note">{escape(n)}</p>' for n in notes)))
    sections.append(("Figures", sources_section(found.sources)))
    return plain_page(
        found.title, found.reassure_version, answer_text(found), sections, command, files, STYLE
    )


def _map(found: SensorsSeen, height: float) -> str:
    """The coverage of every radar at a height, with the point or the flight that was asked about."""
    shown = [(r, c) for r in found.sensors for c in r.coverage if c.height_km == height]
    if not shown:
        return f'<p class="note">No radar sees anything {height:,.0f} km up.</p>'
    places = [p for _, c in shown for p in c.rim]
    if found.of is not None:
        places += found.of.track
    picture = MapPicture.around(*np.array(places).T)
    for row, seen in shown:
        picture.seen(seen, "beam", f"{row.name}, {height:,.0f} km up")
    if found.of is not None:
        flight = found.of
        picture.way(flight.track, "way", "ground track of the flight")
        picture.spot(*flight.track[0], "base", name_of(flight.base))
        picture.spot(*flight.track[-1], "aim", flight.aim if flight.aim[:1].isdigit() else name_of(flight.aim))  # fmt: skip
    if found.at is not None:
        words = f"{found.at.height_km:g} km up"
        picture.spot(found.at.latitude_deg, found.at.longitude_deg, "aim", words, 5.0)
    for row in found.sensors:
        if row.latitude_deg is not None and row.longitude_deg is not None:
            picture.spot(row.latitude_deg, row.longitude_deg, "radar", place_text(row.name))
    return picture.svg(f"A map of what radars see {height:,.0f} km up. {answer_text(found)}")


def _table(found: SensorsSeen) -> str:
    more = VIEW_HEADS if found.of is not None else POINT_HEADS if found.at is not None else ()
    heads = ("sensor", "place", "azimuths, deg", "elevations, deg", "range, km", *(h.lower().replace("\n", " ") for h in more))  # fmt: skip
    rows = []
    for r in found.sensors:
        radar = r.latitude_deg is not None
        place = f"{r.latitude_deg:.2f}, {r.longitude_deg:.2f}" if radar else "the whole Earth"
        up = f"{r.least_elevation_deg:g} to {r.greatest_elevation_deg:g}" if radar else ""
        far = f"{r.range_km:,.0f}" if r.range_km is not None else ""
        what = azimuth_text(r) or f"the boost alone, from {r.detection_delay_s:g} s on"
        cells = view_cells(r) or ("",) * len(more)
        rows.append([escape(c) for c in (r.name, place, what, up, far, *cells)])
    return table(heads, rows, (4,))
