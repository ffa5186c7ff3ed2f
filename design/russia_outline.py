"""The outline of Russia's mainland as a zone: from Natural Earth's countries, simplified.

`python design/russia_outline.py` prints the polygon of the zone `russia` (src/reassure/catalog/data/zones.toml). The countries are
those of world-atlas 2 (Natural Earth, 1:50 million, public domain), which the viewer carries. The mainland is put together across
the antimeridian on an equal-area plane, and simplified by 60 km (Douglas and Peucker). Islands and Kaliningrad are left out.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import shapely

from reassure.geography.regions import plane

ATLAS = Path(__file__).parents[1] / "viewer/node_modules/world-atlas/countries-50m.json"
RUSSIA = "643"  # ISO 3166-1
MIDDLE = (65.0, 100.0)  # deg
TOLERANCE_KM = 60.0
TOUCHING_KM = 3.0  # the two sides of the antimeridian lie this near to each other, or nearer


def mainland() -> shapely.Polygon:
    """On the plane about MIDDLE, km."""
    world = json.loads(ATLAS.read_text())
    scale, shift = (np.array(world["transform"][k]) for k in ("scale", "translate"))
    arcs = [np.cumsum(np.array(a), axis=0) * scale + shift for a in world["arcs"]]
    (country,) = [g for g in world["objects"]["countries"]["geometries"] if g.get("id") == RUSSIA]
    flat = plane(*MIDDLE, back=False)
    parts = []
    for polygon in country["arcs"]:
        ring = np.concatenate([arcs[k] if k >= 0 else arcs[~k][::-1] for k in polygon[0]])
        parts.append(shapely.make_valid(shapely.Polygon(np.column_stack(flat.transform(*ring.T)))))
    joined = shapely.union_all([p.buffer(TOUCHING_KM) for p in parts]).buffer(-TOUCHING_KM)
    return max(shapely.get_parts(joined), key=lambda p: p.area)


if __name__ == "__main__":
    simple = mainland().exterior.simplify(TOLERANCE_KM)
    x, y = np.array(simple.coords[:-1]).T
    lon, lat = plane(*MIDDLE, back=True).transform(x, y)
    print(f"# {len(lat)} corners, {shapely.Polygon(simple).area / 1e6:.2f} million km2")
    for k in range(0, len(lat), 7):
        print(
            "  "
            + " ".join(
                f"[{a:.2f}, {o:.2f}]," for a, o in zip(lat[k : k + 7], lon[k : k + 7], strict=True)
            )
        )
