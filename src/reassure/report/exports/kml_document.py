"""What KML files have in common: a legend of colours, a track on the clock, and a text in the order of the schema.

The library that makes the elements numbers them, and writes some in another order than KML 2.2 and its extension
(gx) have them. The text is put right here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from xml.etree import ElementTree

import simplekml

from reassure.report.exports.carried import Moment
from reassure.report.exports.seams import cut_line
from reassure.report.exports.utc import outside_leap_second
from reassure.typing import Array

__all__ = ["LegendKey", "add_legend", "add_track", "legend_rows", "text_of", "when"]

_KML, _GX = "http://www.opengis.net/kml/2.2", "http://www.google.com/kml/ext/2.2"


class LegendKey(NamedTuple):
    """An entry of a legend: a colour (#rrggbb), what it is called, and what it stands for."""

    rgb: str
    colour: str
    words: str


def add_legend(document: Any, keys: Iterable[LegendKey], styles: dict[str, Any]) -> None:
    """A folder of an entry for each colour, named by it; with its style (by colour) where there is one. No picture is
    needed, and none is named.
    """
    entries = list(keys)
    if not entries:
        return
    folder = document.newfolder(name="Legend", description=legend_rows(entries))
    for key in entries:
        # Without a geometry: there is nothing to see on the globe.
        entry = folder.newpoint(name=f"{key.colour}: {key.words}", description=legend_rows([key]))
        if key.rgb in styles:
            entry.style = styles[key.rgb]


def legend_rows(keys: Iterable[LegendKey]) -> str:
    """The legend as a table for a balloon, each entry with a square of its colour; escaped for the file."""
    rows = "".join(
        f'&lt;tr&gt;&lt;td&gt;&lt;font color="{k.rgb}"&gt;\u25a0&lt;/font&gt;&lt;/td&gt;&lt;td&gt;{k.colour}: {k.words}&lt;/td&gt;&lt;/tr&gt;'
        for k in keys
    )
    return f"&lt;table&gt;{rows}&lt;/table&gt;"


@lru_cache(maxsize=100_000)  # flights share most of their moments
def when(moment: Moment, seconds: float) -> str:
    """A moment for a clock: UTC, without a fraction that is 0. KML knows no second 60: the next one stands for it."""
    label = outside_leap_second(moment.after(seconds), later=True)
    return label.removesuffix(".000000") + "Z"


def add_track(folder: Any, name: str, points: Array, moment: Moment, style: Any) -> Any:
    """A mark that moves along points (n, 4): longitude, latitude (deg), height (m), and s after the launch."""
    # A step across the antimeridian would lead round the Earth: there a track begins anew.
    parts = cut_line(points)
    mark = folder.newgxtrack() if len(parts) == 1 else folder.newgxmultitrack(gxinterpolate=0)
    for part in parts:
        track = mark if len(parts) == 1 else mark.newgxtrack()
        track.altitudemode = simplekml.AltitudeMode.absolute
        track.newwhen([when(moment, t) for t in part[:, 3].tolist()])
        track.newgxcoord([(round(x, 4), round(y, 4), round(h)) for x, y, h in part[:, :3].tolist()])
    mark.name, mark.style = name, style
    return mark


# -- the text -----------------------------------------------------------------------------------------

_FEATURE = (
    "name", "visibility", "open", "address", "phoneNumber", "snippet", "Snippet", "description", "LookAt", "TimeStamp",
    "TimeSpan", "styleUrl", "Style", "StyleMap", "Region", "ExtendedData",
)  # fmt: skip
"""The order of what a feature may begin with (OGC 07-147r2, 9.1); what it holds comes behind, as it was added."""
_SHAPE = ("extrude", "tessellate", "altitudeMode")
_TRACK = ("altitudeMode", "when", "coord", "ExtendedData")
_RANKS = {
    name: {part: k for k, part in enumerate(order)}
    for names, order in (
        (("Document", "Folder", "Placemark"), _FEATURE),
        (("Point", "LineString", "Polygon"), _SHAPE),
        (("Track",), _TRACK),
    )
    for name in names
}
"""Of what an element may hold, its place among the rest."""


def text_of(file: simplekml.Kml) -> str:
    """The file as text, without the XML declaration: elements in the order of the schema, ids of styles alone, an
    innerBoundaryIs for each hole, and nothing for a mark that is nowhere.
    """
    root = ElementTree.fromstring(str(file.kml(format=False)))  # noqa: S314  (made here)
    for element in root.iter():
        _put_right(element)
    # By the names that programs know them by.
    ElementTree.register_namespace("", _KML)
    ElementTree.register_namespace("gx", _GX)
    return ElementTree.tostring(root, encoding="unicode")


def _put_right(element: ElementTree.Element) -> None:
    name = _local(element)
    rank = _RANKS.get(name)
    if rank:
        element[:] = sorted(element, key=lambda e: rank.get(_local(e), len(rank)))
    number = element.attrib.pop("id", None)
    if number is not None and name == "Style":
        # An id begins with a letter (xs:ID).
        element.set("id", f"s{number}")
    if name == "styleUrl" and element.text:
        element.text = f"#s{element.text.removeprefix('#')}"
    if name == "Polygon":
        _part_holes(element)
    if name == "Placemark":
        for point in element.findall(f"{{{_KML}}}Point"):
            # An entry of a legend or a source: the library gives it a place that it has not.
            if point.findtext(f"{{{_KML}}}coordinates") == _NOWHERE:
                element.remove(point)


_NOWHERE = "0.0, 0.0, 0.0"
"""What the library writes for a point without coordinates; one that has some is written without blanks."""


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _part_holes(polygon: ElementTree.Element) -> None:
    """The library puts all holes of a polygon into one innerBoundaryIs, where KML has one for each."""
    tag = f"{{{_KML}}}innerBoundaryIs"
    for inner in polygon.findall(tag):
        at = list(polygon).index(inner)
        for k, ring in enumerate(list(inner)[1:], 1):
            inner.remove(ring)
            own = ElementTree.Element(tag)
            own.append(ring)
            polygon.insert(at + k, own)
