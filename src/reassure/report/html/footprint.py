"""A footprint as one HTML file: a map of the ground that could be protected, or of launch places that are denied, and the areas."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

from reassure.answers.footprint import Footprint, GroundCell
from reassure.report.html.map_svg import STYLE, MapPicture
from reassure.report.html.plain import plain_page, sources_section, table
from reassure.report.text.footprint import verdict_text, words_text
from reassure.report.wording import percent
from reassure.scenario.names import name_of
from reassure.scenario.sent import Attachment
from reassure.words.bands import bands_in_words

__all__ = ["footprint_page"]

# Of each kind that has a flight: its class of colour, and in words.
_KINDS: dict[GroundCell, tuple[str, str]] = {
    GroundCell.COVERED: ("held", "every flight could be met"),
    GroundCell.TOO_LATE: ("late", "some flight only by a launch before the launch delay"),
    GroundCell.NEVER: ("never", "some flight not even by a launch with it"),
    GroundCell.NOT_SENSED: ("unseen", "some flight is tracked by no sensor"),
}
_STEPS = ((60.0, "held wide"), (0.0, "held"))
"""Of protected ground: from so many seconds to spare on, its class."""
_MORE = """
.map .held{fill:var(--covered);fill-opacity:.45}.map .wide{fill-opacity:.8}.map .late{fill:var(--in);fill-opacity:.6}.map .never{fill:var(--uncovered);fill-opacity:.5}
.map .unseen{fill:var(--radar);fill-opacity:.4}.keys{display:flex;flex-wrap:wrap;gap:4px 18px;margin:2px 0 8px;font-size:.9rem}
.keys span{display:inline-flex;gap:6px;align-items:center}.keys i{width:16px;height:12px;display:inline-block;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.keys .held{background:var(--covered);opacity:.5}.keys .wide{opacity:.9}.keys .late{background:var(--in);opacity:.7}.keys .never{background:var(--uncovered);opacity:.6}
.keys .unseen{background:var(--radar);opacity:.5}
"""


def footprint_page(found: Footprint, command: str, files: Sequence[Attachment] = ()) -> str:
    """One HTML file as text. `command`: what makes the file again, from `files`."""
    what = "Where it could not be launched" if found.denied else "What ground could be protected"
    notes = [words_text(found), *bands_in_words([(found.deployment, found.intercept_heights_km)])]
    if found.not_over:
        notes.append(f"No intercept above {' and '.join(map(name_of, found.not_over))} counts.")
    sections = [
        (what, _map(found)),
        ("Areas", _areas(found)),
        ("What this is", "".join(f'<p class="note">{escape(n)}</p>' for n in notes)),
        ("Figures", sources_section(found.sources)),
    ]
    return plain_page(
        found.title,
        found.reassure_version,
        verdict_text(found),
        sections,
        command,
        files,
        STYLE + _MORE,
    )


def _map(found: Footprint) -> str:
    """The cells that have a flight, by what becomes of them, and where the interceptors leave."""
    there = found.threatened()
    if not there.any():
        return '<p class="note">No ground here has a flight.</p>'
    lat, lon = found.latitude_deg[there], found.longitude_deg[there]
    sites = np.unique(
        np.column_stack([found.site_latitude_deg[there], found.site_longitude_deg[there]]), axis=0
    )
    sites = sites[np.isfinite(sites).all(axis=1)]
    ends = np.column_stack([found.worst_latitude_deg[there], found.worst_longitude_deg[there]])
    ends = np.unique(ends[np.isfinite(ends).all(axis=1)], axis=0)
    picture = MapPicture.around(*np.vstack([np.column_stack([lat, lon]), sites, ends]).T)
    kind, margin = found.cell[there], found.margin_s[there]
    side = found.grid.cell_km
    for cell, (style, words) in _KINDS.items():
        if cell is GroundCell.COVERED:
            continue
        mine = kind == cell
        picture.squares(lat[mine], lon[mine], side, style, words)
    above = np.inf
    for spare, style in _STEPS:
        mine = (kind == GroundCell.COVERED) & (-margin >= spare) & (-margin < above)
        words = f"{spare:g} s to spare, or more" if spare else "protected, with less to spare"
        picture.squares(lat[mine], lon[mine], side, style, words)
        above = spare
    for a, b in ends:
        picture.spot(float(a), float(b), "aim", "", 2.5)
    for a, b in sites:
        name = name_of(found.deployment) if len(sites) == 1 else ""
        picture.spot(float(a), float(b), "site", name, 5.0 if len(sites) == 1 else 3.0)
    return _keys(found) + picture.svg(verdict_text(found))


def _keys(found: Footprint) -> str:
    """Of the kinds that are there."""
    other = "launched from" if not found.denied else "aimed at"
    there = set(np.unique(found.cell).tolist())
    keys = [("held wide", "every flight could be met, with 60 s to spare or more"), ("held", "with less to spare")] if int(GroundCell.COVERED) in there else []  # fmt: skip
    keys += [_KINDS[k] for k in _KINDS if k is not GroundCell.COVERED and int(k) in there]
    shown = "".join(f'<span><i class="{c}"></i>{escape(words)}</span>' for c, words in keys)
    return f'<div class="keys">{shown}<span>small grey dots: where the worst flights are {other}</span></div>'


def _areas(found: Footprint) -> str:
    total = found.threatened_km2
    rows = [
        (
            escape(words.capitalize()),
            f"{found.area_km2(kind):,.0f}",
            percent(found.area_km2(kind) / total),
        )
        for kind, (_, words) in _KINDS.items()
        if found.area_km2(kind)
    ]
    return table(("ground where", "km²", "share of the ground that has a flight"), rows, (1, 2))
