"""What a joint project gives, as one HTML file: a table, and maps of sectors, radars and protected ground."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from reassure.answers.joint import JointProject, SchemeOutcome
from reassure.report.html.map_svg import STYLE, MapPicture
from reassure.report.html.plain import plain_page, sources_section, table
from reassure.report.text.joint import (
    HEADS,
    NOTES,
    about_lines,
    answer_text,
    called,
    differences,
    rows,
    share_text,
)
from reassure.report.text.sensors import place_text
from reassure.scenario.names import name_of
from reassure.scenario.sent import Attachment
from reassure.words.links import linked

__all__ = ["joint_page"]

_MORE = """
.map .sector{fill:var(--wrong);fill-opacity:.08;stroke:var(--wrong);stroke-width:1.2;stroke-dasharray:5 3}
.map .before{fill:var(--covered);fill-opacity:.5}.map .after{fill:var(--accent);fill-opacity:.6}.map .bare{fill:var(--uncovered);fill-opacity:.4}
.map .own{fill:none;stroke:var(--radar);stroke-width:1.4}.map .theirs{fill:none;stroke:var(--radar);stroke-width:1.2;stroke-dasharray:4 3}
.map .launch{fill:var(--aim);fill-opacity:.25;stroke:var(--aim);stroke-width:1}
.keys{display:flex;flex-wrap:wrap;gap:4px 18px;margin:2px 0 8px;font-size:.9rem}.keys span{display:inline-flex;gap:6px;align-items:center}
.keys i{width:16px;height:12px;display:inline-block;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.keys .before{background:var(--covered);opacity:.6}.keys .after{background:var(--accent);opacity:.7}.keys .bare{background:var(--uncovered);opacity:.5}
.keys .sector{border:2px dashed var(--wrong)}.keys .own{border-top:2px solid var(--radar);height:0}.keys .theirs{border-top:2px dashed var(--radar);height:0}
"""
_HEIGHT_KM = 200.0  # of the coverage that is drawn: where a boost ends


def joint_page(found: JointProject, command: str, files: Sequence[Attachment] = ()) -> str:
    """One HTML file as text. `command`: what makes the file again, from `files`."""
    heads = tuple(h.replace("\n", " ") for h in HEADS)
    sections = [("Scheme by scheme", table(heads, ([escape(c) for c in row] for row in rows(found)), range(2, len(heads))))]  # fmt: skip
    first, *others = found.outcomes
    sections += [(o.name, _about(found, o) + _map(found, first, o)) for o in others or [first]]
    sections.append(("Which sensor makes the difference", _differences(found)))
    sections.append(("What this is", "".join(f'<p class="note">{escape(n)}</p>' for n in NOTES)))
    sections.append(("Figures", sources_section(found.sources)))
    return plain_page(
        found.title,
        found.reassure_version,
        answer_text(found),
        sections,
        command,
        files,
        STYLE + _MORE,
    )


def _about(found: JointProject, outcome: SchemeOutcome) -> str:
    told = dict(
        zip((o.scheme for o in found.outcomes if o.scheme), about_lines(found), strict=True)
    )
    words = told.get(outcome.scheme or "", "")
    source = f" <small>{linked(outcome.source)}</small>" if outcome.source else ""
    return f'<p class="note">{escape(words)}{source}</p>' if words else ""


def _map(found: JointProject, before: SchemeOutcome, after: SchemeOutcome) -> str:
    """The region's cells before and after, the radars of both sides, and the sector that is closed to intercepts."""
    cells = np.array(found.cells).reshape(-1, 2)
    radars = [r for r in found.radars if not r.joined or r.id in after.joined]
    seen = [(r, c) for r in radars for c in r.coverage if c.height_km == _HEIGHT_KM]
    places = [*map(tuple, cells), *found.launch_area, *((lat, lon) for _, lat, lon in found.sites)]
    near = [r for r in radars if _near(r.latitude_deg, r.longitude_deg, places)]
    picture = MapPicture.around(*np.array([*places, *((r.latitude_deg, r.longitude_deg) for r in near)]).T)  # fmt: skip
    for name in after.not_over:
        picture.area(found.sectors[name], "sector", title=f"no intercept above {name_of(name)}")
    picture.area(found.launch_area, "launch", title="launch area of the missile")
    was, now = set(before.covered), set(after.covered)
    for style, which, title in (
        ("bare", set(range(len(cells))) - was - now, "not protected"),
        ("before", was & now, "protected with and without the scheme"),
        ("after", now - was, "protected under the scheme alone"),
        ("bare", was - now, "no longer protected"),
    ):
        some = cells[sorted(which)]
        if some.size:
            picture.squares(some[:, 0], some[:, 1], found.cell_km, style, title)
    for r, c in seen:
        picture.seen(c, "theirs" if r.joined else "own", f"{r.name}, {_HEIGHT_KM:g} km up")
    for name, lat, lon in dict.fromkeys(found.sites):
        picture.spot(lat, lon, "site", name, 5.0)
    for r in near:
        picture.spot(r.latitude_deg, r.longitude_deg, "radar", place_text(r.name))
    label = f"{called(after)}: {share_text(after.share_covered)} protected, {share_text(before.share_covered)} without it"
    return _keys(after) + picture.svg(label)


def _near(latitude: float, longitude: float, places: Sequence[tuple[float, float]]) -> bool:
    """Is a place within some 2,000 km of what is shown? A radar that is not is left off the map."""
    lat, lon = np.radians(np.array(places)).T
    a, o = np.radians([latitude, longitude])
    cosine = np.sin(a) * np.sin(lat) + np.cos(a) * np.cos(lat) * np.cos(lon - o)
    return bool(np.arccos(np.clip(cosine, -1.0, 1.0)).min() * 6371.0 < 2000.0)


def _keys(after: SchemeOutcome) -> str:
    keys = [("before", "protected with and without the scheme"), ("after", "protected under the scheme alone"), ("bare", "not protected"), ("own", f"what a radar of the deployment sees {_HEIGHT_KM:g} km up")]  # fmt: skip
    keys += [("theirs", "what a radar that joins sees there")] if after.joined else []
    keys += [("sector", "no intercept above this ground")] if after.not_over else []
    return f'<div class="keys">{"".join(f"<span><i class={c}></i>{escape(words)}</span>" for c, words in keys)}</div>'


def _differences(found: JointProject) -> str:
    lines = [[escape(c) for c in row] for row in differences(found)]
    if not lines:
        return '<p class="note">No sensor was left out, or none makes a difference.</p>'
    return table(("scheme", "deployment", "without", "regional flights"), lines)
