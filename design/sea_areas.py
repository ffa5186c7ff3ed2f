"""Outlines of the catalogue's sea areas: from which coasts, cut where, and how far simplified.

    python design/sea_areas.py [write]

Each sea is the inside of a frame, drawn below, without the land: Natural Earth's coasts at 1:50 million (version 4.1.0,
public domain, as the package world-atlas 2.0.2 on npm carries them and the viewer draws them). A frame's edges on the water
are the limits towards other waters; its edges on land only have to stay on land. Then:

1. Water less than 2 x OPEN_KM wide is left out: fjords, lagoons, straits. What is cut off with it goes too.
2. Islands of less than ISLAND_KM2 are left in the sea, larger ones are cut out.
3. The outline and the islands are simplified (Douglas and Peucker) by TOLERANCE_KM and rounded to 0.01 degree (1.1 km).

For each sea the script prints vertices, islands, area, how far the simplified boundary lies from the one of step 2 and the
other way round (km: 95 of 100 points, and the farthest), and the points of a sample at 100 km. With `write` it puts the
zones into src/reassure/catalog/data/zones.toml in place of the sea areas there.

Limits: International Hydrographic Organization, "Limits of Oceans and Seas", Special Publication 23, 3rd edition, 1953, with
straight (geodesic) edges between few points. `Sea.limits` says for each sea where they were read, or that they are from
memory or a choice of ours; a zone's status is that of its limits.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Polygon

from reassure.geography.geodesics import distance_km
from reassure.geography.regions import Outline, outline, plane
from reassure.report.atlas import land
from reassure.typing import Array

OPEN_KM = 10.0
TOLERANCE_KM = 15.0
ISLAND_KM2 = 500.0
ZONES = Path(__file__).parents[1] / "src/reassure/catalog/data/zones.toml"
S23 = "Limits of Oceans and Seas, 3rd edition, 1953"

Point = tuple[float, float]


class Sea(NamedTuple):
    """A sea: its name, its status and what its limits rest on, and its frame (latitude, longitude; deg)."""

    name: str
    status: str
    limits: str
    frame: list[Point]


SEAS = {
    "mediterranean-sea": Sea(
        "Mediterranean Sea", "recalled",
        f"with the Adriatic and the Aegean; from Gibraltar and Ceuta to the Dardanelles, after {S23} (from memory)",
        [(36.1, -5.35), (37.2, -4.5), (38.0, -2.0), (39.5, -1.0), (41.6, 0.5), (42.0, 2.0), (43.2, 2.2), (44.0, 4.5),
         (43.9, 6.5), (44.8, 8.5), (45.2, 8.0), (46.3, 11.5), (46.2, 13.9), (45.7, 14.8), (44.5, 17.0), (43.3, 18.5),
         (42.3, 20.0), (41.0, 21.0), (40.9, 22.4), (41.3, 24.0), (41.2, 26.5), (40.8, 26.95), (40.5, 26.75),
         (40.3, 26.5), (40.05, 26.2), (40.0, 26.2), (39.8, 26.7), (39.6, 28.0), (38.0, 29.0), (37.3, 31.0),
         (37.2, 33.0), (37.3, 36.0), (36.6, 36.8), (34.0, 36.3), (32.0, 35.2), (30.9, 34.2), (30.5, 31.5), (30.5, 27.0),
         (31.3, 23.0), (29.5, 21.0), (29.5, 18.0), (31.3, 15.2), (32.0, 12.0), (33.0, 10.0), (34.5, 9.3), (36.0, 9.0),
         (36.0, 5.0), (35.3, 0.0), (34.6, -2.5), (34.8, -4.5), (35.5, -5.5), (35.9, -5.28)],
    ),
    "baltic-sea": Sea(
        "Baltic Sea", "recalled",
        "with the Gulfs of Bothnia, Finland and Riga; in the west from Falshoft over Aero, Langeland and Lolland, and from "
        f"Stevns to Falsterbo, after {S23} (from memory)",
        [(54.78, 9.96), (54.82, 10.42), (54.72, 10.72), (54.77, 11.02), (54.8, 11.5), (54.85, 11.95), (55.1, 12.0),
         (55.28, 12.45), (55.38, 12.82), (56.0, 13.5), (57.5, 15.5), (59.6, 16.5), (61.0, 15.5), (63.0, 16.5),
         (65.0, 20.5), (66.3, 22.0), (66.3, 25.0), (65.3, 26.5), (63.8, 25.0), (62.5, 22.8), (61.2, 23.0), (60.9, 26.0),
         (60.9, 30.5), (59.7, 31.0), (58.9, 29.0), (58.5, 26.0), (57.0, 25.5), (56.5, 24.0), (56.2, 22.5), (54.5, 22.0),
         (53.9, 19.0), (53.5, 15.0), (53.6, 12.0), (53.6, 10.5), (54.3, 9.6)],
    ),
    "north-sea": Sea(
        "North Sea", "found",
        f"{S23}, as quoted by es.m.wikipedia.org/wiki/Anexo:Islas_del_mar_del_Norte: Walde to Leathercoat Point; Dunnet Head over "
        "Orkney and Shetland, 0 degrees 53 minutes west, 61 degrees north; Hanstholm to Lindesnes",
        [(51.17, 1.4), (50.99, 1.92), (50.5, 3.0), (51.3, 5.5), (52.4, 6.6), (53.1, 8.6), (53.6, 10.0), (54.5, 9.3),
         (55.5, 9.1), (57.0, 9.2), (57.12, 8.6), (58.0, 7.05), (58.9, 7.0), (60.0, 6.9), (61.0, 6.5), (61.0, 4.7), (61.0, 2.8),
         (61.0, 1.0), (61.0, -0.88), (60.86, -0.88), (60.4, -1.2), (59.9, -1.32), (59.4, -2.4), (59.38, -2.88), (59.0, -3.2),
         (58.85, -3.3), (58.67, -3.37), (57.5, -4.6), (56.1, -4.2), (55.0, -2.6), (53.5, -1.5), (52.3, -0.3), (51.5, 0.2),
         (51.15, 1.2)],
    ),
    "norwegian-sea": Sea(
        "Norwegian Sea", "found",
        f"{S23}, as quoted by liquisearch.com/norwegian_sea/extent: Spitsbergen over Bear Island to the North Cape; 61 "
        "degrees north, Fuglo, Gerpir; Jan Mayen",
        [(71.17, 25.78), (74.35, 19.1), (74.52, 19.0), (76.57, 16.6), (71.15, -8.0), (70.83, -9.05), (65.08, -13.5),
         (62.35, -6.25), (61.0, -0.88), (61.0, 1.0), (61.0, 2.8), (61.0, 4.7), (61.0, 6.5), (62.0, 8.0), (63.5, 11.5), (65.0, 13.8),
         (66.5, 15.0), (68.0, 17.5), (69.0, 20.0), (69.8, 23.5), (70.5, 25.6)],
    ),
    "barents-sea": Sea(
        "Barents Sea", "recalled",
        "from the North Cape over Bear Island, Spitsbergen and Franz Josef Land to Cape Zhelaniya, Novaya Zemlya and Vaygach; "
        f"Svyatoy Nos to Kanin Nos, after {S23} (from memory)",
        [(71.17, 25.78), (74.35, 19.1), (74.52, 19.0), (76.57, 16.6), (77.6, 17.0), (78.6, 17.5), (79.0, 18.5), (79.7, 20.5),
         (79.9, 23.0), (80.08, 28.0), (80.15, 36.7), (80.58, 42.5), (81.0, 45.5), (81.4, 52.0), (81.85, 58.5), (81.6, 63.0), (81.23, 65.17),
         (76.95, 68.6), (76.0, 66.5), (75.0, 60.5), (73.6, 57.0), (72.3, 54.5), (71.2, 55.5), (70.6, 57.0), (70.25, 58.42),
         (69.75, 59.9), (69.5, 60.5), (67.8, 60.0), (67.5, 54.0), (66.6, 48.5), (66.5, 46.0), (67.3, 44.6), (68.65, 43.3),
         (68.15, 39.77), (67.4, 38.0), (68.0, 33.0), (69.0, 29.0), (70.0, 26.0), (70.6, 25.4)],
    ),
    "black-sea": Sea(
        "Black Sea", "recalled",
        f"without the Sea of Azov; from the Bosporus to the Strait of Kerch, after {S23} (from memory)",
        [(41.2, 29.12), (41.3, 28.0), (42.5, 27.0), (43.5, 27.4), (45.0, 28.2), (46.9, 30.5), (46.9, 32.5), (46.3, 33.3),
         (46.08, 33.75), (45.5, 34.3), (45.2, 35.2), (45.3, 36.3), (45.1, 36.45), (45.13, 36.65), (45.2, 37.4), (44.9, 38.3),
         (44.0, 40.2), (43.0, 42.0), (41.8, 42.2), (40.7, 41.0), (40.6, 38.0), (41.1, 36.0), (41.2, 34.0), (40.9, 31.5),
         (41.0, 30.0)],
    ),
    "sea-of-okhotsk": Sea(
        "Sea of Okhotsk", "found",
        f"{S23}, as quoted by sites.google.com/view/icetinroru: Nosappu through the Kuril Islands to Cape Lopatka; towards the "
        "Sea of Japan from memory: the Strait of La Perouse, and the Tatar Strait at 52 degrees north",
        [(45.52, 141.95), (45.89, 142.08), (47.0, 142.6), (49.0, 143.2), (51.0, 143.2), (52.2, 142.9), (52.2, 141.3), (52.3, 140.0),
         (52.8, 137.0), (54.3, 134.3), (56.0, 136.5), (58.5, 140.5), (60.0, 145.0), (60.3, 150.0), (62.3, 152.5), (63.3, 160.0),
         (63.3, 165.5), (61.2, 166.2), (60.0, 163.3), (58.0, 160.8), (56.0, 158.5), (54.0, 157.5), (52.0, 157.6), (51.0, 156.8),
         (50.87, 156.67), (50.75, 156.3), (50.2, 155.6), (49.4, 154.75), (48.8, 154.15), (48.05, 153.25), (47.7, 153.0), (46.9, 151.95),
         (45.9, 149.95), (44.85, 147.6), (43.75, 146.85), (43.38, 145.82), (43.3, 144.8), (43.9, 143.0), (45.2, 141.9)],
    ),
    "sea-of-japan": Sea(
        "Sea of Japan (East Sea)", "recalled",
        "with the Korea Strait; Nomo, Goto, Jeju, Jindo; the Straits of Tsugaru and La Perouse; the Tatar Strait up to 52 degrees "
        f"north, after {S23} (from memory)",
        [(32.58, 129.75), (32.65, 128.75), (33.2, 126.57), (33.4, 126.5), (34.4, 126.25), (35.0, 127.0), (36.0, 129.0), (37.0, 128.6), (39.0, 126.6), (41.0, 128.0),
         (42.5, 129.8), (44.0, 132.5), (44.5, 135.5), (47.0, 137.8), (50.0, 140.0), (52.2, 140.6), (52.2, 141.3), (52.2, 142.9),
         (51.0, 143.2), (49.0, 143.0), (47.0, 142.4), (45.89, 142.08), (45.52, 141.95), (44.0, 142.3), (43.0, 142.0), (42.5, 140.8), (41.82, 141.17),
         (41.43, 141.46), (40.8, 140.9), (39.0, 140.5), (37.5, 139.3), (36.3, 137.2), (35.2, 135.0), (34.9, 132.8), (34.1, 131.5), (33.7, 130.9), (33.2, 130.2)],
    ),
    "yellow-sea": Sea(
        "Yellow Sea", "found",
        f"with the Bohai Sea; 33 degrees 17 minutes north from Jeju to the mainland: {S23}, as quoted by "
        "pt.frwiki.wiki/wiki/Mer_de_Chine_orientale; Jeju to Jindo from memory",
        [(33.28, 126.16), (33.28, 123.0), (33.28, 119.8), (35.0, 118.8), (36.5, 119.0), (37.5, 118.0), (39.2, 117.2), (40.2, 119.5), (41.2, 121.5),
         (40.5, 123.0), (40.5, 125.0), (39.0, 126.2), (37.5, 127.0), (36.0, 127.0), (34.9, 126.8), (34.4, 126.25), (33.4, 126.5)],
    ),
    "east-china-sea": Sea(
        "East China Sea", "found",
        f"{S23}, as quoted by enwiki.academic.ru/dic.nsf/enwiki/121813 and "
        "pt.frwiki.wiki/wiki/Mer_de_Chine_orientale: Taiwan to Haitan; Yonaguni, Miyako, Okinawa, Kikai, Tanegashima, Kyushu; Nomo, Goto, Jeju, 33 degrees 17 minutes north",
        [(25.3, 121.55), (25.43, 119.93), (25.4, 119.0), (26.5, 118.8), (28.0, 120.2), (30.0, 119.9), (31.0, 120.0), (32.2, 119.8), (33.28, 119.8),
         (33.28, 123.0), (33.28, 126.16), (33.2, 126.57), (32.65, 128.75), (32.58, 129.75), (32.9, 130.2), (32.6, 130.9), (31.9, 130.9), (31.28, 131.1),
         (30.83, 131.06), (30.35, 130.95), (28.33, 130.03), (26.73, 128.33), (26.07, 127.68), (24.72, 125.47), (24.05, 123.78),
         (24.45, 122.93), (25.02, 122.0)],
    ),
    "south-china-sea": Sea(
        "South China Sea", "recalled",
        "with the Gulf of Tonkin, without the Gulf of Thailand; from Taiwan to Haitan, over Bangka and Belitung, Palawan, Luzon "
        f"and the Batan Islands, after {S23} (from memory)",
        [(25.3, 121.55), (25.43, 119.93), (25.4, 119.0), (24.0, 116.5), (23.2, 113.2), (22.3, 109.5), (22.0, 107.5), (21.3, 106.0), (20.0, 105.4), (18.0, 105.6),
         (16.0, 107.4), (13.0, 108.4), (11.3, 107.0), (9.8, 105.6), (8.6, 104.75), (6.23, 102.35), (5.0, 102.5), (3.0, 102.6), (1.7, 103.8),
         (1.37, 104.3), (1.0, 104.5), (-0.15, 104.6), (-0.8, 103.6), (-2.0, 103.8), (-3.3, 105.0), (-3.23, 106.05), (-2.8, 106.4), (-2.57, 106.85),
         (-2.6, 107.6), (-2.85, 108.2), (-3.0, 110.3), (-2.0, 111.0), (0.0, 110.3), (1.0, 111.2), (2.3, 113.0), (3.3, 114.2), (4.6, 115.8),
         (5.8, 116.9), (6.7, 117.1), (7.03, 116.75), (8.0, 117.0), (8.33, 117.2), (9.5, 118.35), (10.6, 119.3), (11.43, 119.5), (12.3, 119.95), (13.43, 120.4),
         (13.87, 120.1), (14.13, 120.7), (15.3, 120.7), (16.5, 120.7), (18.2, 120.9), (18.3, 121.9), (18.6, 122.2), (20.0, 122.0), (21.1, 121.95),
         (21.95, 120.85), (23.5, 121.0), (25.0, 121.5)],
    ),
    "western-pacific": Sea(
        "Philippine Sea (north of 20 degrees north)", "assumed",
        "a part of the western Pacific chosen here: from the Ryukyu Islands and Japan to the Izu, Bonin and Volcano Islands, and "
        "in the south 20 degrees north",
        [(20.0, 122.0), (21.1, 121.95), (21.95, 120.85), (23.5, 121.1), (25.02, 121.9), (25.02, 122.0), (24.45, 122.93), (24.05, 123.78), (24.72, 125.47),
         (26.07, 127.68), (26.73, 128.33), (28.33, 130.03), (30.35, 130.95), (30.83, 131.06), (31.28, 131.1), (31.9, 131.2), (32.8, 131.7), (33.3, 131.8), (33.35, 132.1), (33.6, 133.3),
         (34.1, 134.4), (34.28, 134.95), (34.2, 135.6), (34.5, 136.4), (35.0, 137.0), (35.2, 138.6), (34.8, 138.9), (34.6, 138.85), (33.1, 139.8), (30.5, 140.3), (27.1, 142.2), (24.8, 141.35),
         (20.5, 144.9), (20.0, 144.9), (20.0, 141.0), (20.0, 137.0), (20.0, 133.0), (20.0, 129.0), (20.0, 125.0)],
    ),
    "north-atlantic": Sea(
        "North Atlantic Ocean (52 to 63 degrees north, east of 35 degrees west)", "assumed",
        "a part of the North Atlantic chosen here: 52 to 63 degrees north, from 35 degrees west to Ireland, the Hebrides, the "
        "Faroes and Iceland",
        [(52.0, -35.0), (57.5, -35.0), (63.0, -35.0), (63.4, -30.0), (63.6, -25.0), (64.0, -22.0), (64.3, -18.0), (64.8, -15.0), (64.4, -14.5), (62.3, -7.0), (61.5, -6.8), (58.5, -6.2),
         (57.6, -7.2), (56.8, -7.5), (55.4, -7.4), (54.5, -7.5), (53.0, -8.5), (52.1, -9.7), (52.0, -10.2), (52.0, -15.0), (52.0, -20.0), (52.0, -25.0), (52.0, -30.0)],
    ),
    "bering-sea": Sea(
        "Bering Sea", "recalled",
        "from the Alaska Peninsula through the Aleutian and Commander Islands to Kamchatka, after "
        f"{S23} (from memory); in the north Cape Dezhnev to Cape Prince of Wales",
        [(66.08, -169.7), (65.63, -168.1), (65.2, -165.5), (65.0, -161.0), (63.5, -159.5), (61.5, -162.5), (60.6, -160.5), (59.4, -157.0), (58.3, -156.0),
         (57.2, -157.0), (56.2, -159.0), (55.5, -161.8), (54.8, -163.37), (54.5, -164.5), (53.3, -167.5), (52.85, -168.9), (52.45, -171.2), (52.25, -172.5),
         (52.0, -174.5), (51.65, -176.6), (51.65, -178.2), (51.3, 179.2), (51.85, 177.4), (52.75, 173.0), (54.55, 167.9), (54.7, 166.2), (56.05, 163.35),
         (56.5, 162.0), (57.5, 162.0), (59.0, 161.8), (60.5, 164.5), (61.2, 168.0), (62.7, 174.0), (64.0, 174.0), (66.0, 176.0), (66.7, -179.5),
         (66.7, -175.0), (66.4, -171.5)],
    ),
    "gulf-of-alaska": Sea(
        "Gulf of Alaska", "recalled",
        f"from Cape Spencer to the Alaska Peninsula, with Kodiak and the islands beside it, after {S23} (from memory)",
        [(58.2, -136.65), (57.2, -144.0), (55.6, -155.0), (54.3, -160.5), (54.3, -162.5), (54.8, -163.37), (55.8, -161.2), (57.0, -158.0), (58.5, -155.5),
         (59.6, -154.3), (61.0, -152.3), (61.9, -150.0), (61.5, -147.0), (61.0, -143.0), (60.2, -140.5), (59.5, -138.0), (58.7, -136.9)],
    ),
}  # fmt: skip


def water(sea: Sea) -> tuple[Polygon, Outline]:
    """The water inside a frame on the frame's own equal-area plane (km), and the frame."""
    frame = outline(sea.frame)
    inside = frame.on_plane()
    flat = plane(*frame.middle(), back=False)
    reach = distance_km(*frame.middle(), *np.array(sea.frame).T).max()
    whole: shapely.Geometry = inside
    for rings in land():
        # Land on the far side of the Earth would be turned inside out on the plane.
        if distance_km(*frame.middle(), *rings[0].T[::-1]).min() > reach:
            continue
        part = shapely.make_valid(Polygon(*_placed(rings, flat)))
        if part.intersects(inside):
            whole = whole.difference(part)
    return whole, frame


def _placed(rings: list[Array], flat: Transformer) -> tuple[Array, list[Array]]:
    outer, *inner = (np.column_stack(flat.transform(*r.T)) for r in rings)
    return outer, inner


def largest(shape: shapely.Geometry) -> Polygon:
    """The largest polygon of a shape."""
    parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
    return max(parts, key=lambda p: p.area)


def opened(shape: shapely.Geometry) -> Polygon:
    """Steps 1 and 2: without narrow water, in one piece, with the larger islands as holes."""
    # Small islands first: they must not close the water between them.
    one = largest(shape)
    one = Polygon(one.exterior, [h for h in one.interiors if Polygon(h).area >= ISLAND_KM2])
    wide = largest(one.buffer(-OPEN_KM).buffer(OPEN_KM))
    return Polygon(wide.exterior, [h for h in wide.interiors if Polygon(h).area >= ISLAND_KM2])


def rounded(ring: shapely.Geometry, frame: Outline) -> list[Point]:
    """A ring of the plane as vertices on the ground, to 0.01 degree."""
    lon, lat = plane(*frame.middle(), back=True).transform(*np.array(ring.coords[:-1]).T)
    return [(round(float(a), 2), round(float(b), 2)) for a, b in zip(lat, lon, strict=True)]


def made(sea: Sea) -> tuple[list[Point], list[list[Point]], Polygon, Outline]:
    """Step 3: outline and islands of a sea, what they were simplified from (km), and its frame."""
    whole, frame = water(sea)
    wide = opened(whole)
    simple = wide.simplify(TOLERANCE_KM)
    return (
        rounded(simple.exterior, frame),
        [rounded(h, frame) for h in simple.interiors],
        wide,
        frame,
    )


def apart(a: shapely.Geometry, b: shapely.Geometry) -> tuple[float, float]:
    """How far points of one boundary, 5 km apart, lie from the other: 95 of 100 within, and the farthest, km."""
    points = shapely.points(shapely.get_coordinates(shapely.segmentize(a, 5.0)))
    away = shapely.distance(points, b)
    return float(np.quantile(away, 0.95)), float(away.max())


def toml(name: str, sea: Sea, rim: list[Point], islands: list[list[Point]]) -> str:
    """The zone as it stands in the catalogue."""

    def rows(points: list[Point], indent: str) -> str:
        pairs = [f"[{a:g}, {b:g}]" for a, b in points]
        lines = [", ".join(pairs[k : k + 8]) for k in range(0, len(pairs), 8)]
        return "".join(f"{indent}{line},\n" for line in lines)

    source = (
        f"coasts: Natural Earth 4.1.0, 1:50 million, by way of world-atlas 2.0.2 (npm), simplified by {TOLERANCE_KM:g} km, without water "
        f"narrower than {2 * OPEN_KM:g} km, islands of {ISLAND_KM2:,.0f} km2 and more cut out (design/sea_areas.py); "
        f"limits: {sea.limits}"
    )
    text = (
        f'[[zone]]\nid = "{name}"\nname = "{sea.name}"\nkind = "sea area"\nstatus = "{sea.status}"\n'
        f'source = "{source}"\npolygon = [\n{rows(rim, "  ")}]\n'
    )
    if islands:
        text += "holes = [\n" + "".join(f"  [\n{rows(h, '    ')}  ],\n" for h in islands) + "]\n"
    return text


def main() -> None:
    """A line for each sea; with `write`, the catalogue's file too."""
    texts = []
    for name, sea in SEAS.items():
        rim, islands, wide, frame = made(sea)
        region = outline(rim, islands)
        flat = plane(*frame.middle(), back=False)
        x, y = flat.transform(*np.array(rim).T[::-1])
        ring = Polygon(np.column_stack([x, y])).exterior
        there, back = apart(ring, wide.exterior), apart(wide.exterior, ring)
        print(
            f"{name:18s} {len(rim):4d} vertices, {len(islands):2d} islands of {sum(map(len, islands)):3d};"
            f" {region.area_km2 / 1e3:6.0f} thousand km2; away {there[0]:3.0f} and {there[1]:3.0f} km, back {back[0]:3.0f} and "
            f"{back[1]:3.0f} km; {len(region.sample(100.0)):4d} points",
            flush=True,
        )
        texts.append(toml(name, sea, rim, islands))
    if sys.argv[1:] == ["write"]:
        head, *zones = ZONES.read_text("utf-8").split("[[zone]]\n")
        kept = ["[[zone]]\n" + z.rstrip("\n") + "\n" for z in zones if 'kind = "sea area"' not in z]
        ZONES.write_text("\n".join([head.rstrip("\n") + "\n", *kept, *texts]), "utf-8")


if __name__ == "__main__":
    main()
