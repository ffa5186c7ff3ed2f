"""Draw docs/leaves.svg: the leaves that prove one row, for the flight in the middle of its box.

python scripts/picture_leaves.py
"""

from __future__ import annotations

import math
import re
from pathlib import Path

from shapely.geometry import Polygon, box

from reassure.claim import claim_from_scenario
from reassure.claim.problem import root_box
from reassure.guarantee.search import PROVED
from reassure.proof.prove import attempt, rows_of

SITE, BASE, AIM = "redzikowo", "tatishchevo", 30  # AIM: a row by its number
# Tokens of a tree (docs/certificate.md): A and F with their numbers up to a semicolon, or one character.
_WORD = re.compile(r"[AF][^;]*;|.")
# By the letter of a leaf.
COLOURS = {"L": "#4477aa", "E": "#ddaa33", "A": "#bb5566", "G": "#dddddd", "B": "#bbbbbb"}
MEANING = {
    "L": "straight line: too far for the time left",
    "E": "energy: too far whenever",
    "A": "reference arc: too fast",
    "G": "nothing to prove",
}
LEFT, TOP, WIDTH, HEIGHT, BOTTOM = 62, 46, 560, 380, 60


def leaves() -> tuple[list[tuple[str, Polygon]], tuple[float, float, float, float]]:
    """Each leaf that holds the middle flight: its kind, and its part of the plane of t and t0."""
    claim = claim_from_scenario("guarantee-2012", deployments=[SITE], bases=[BASE])
    row = rows_of(claim)[0][AIM]
    found = attempt(row, 400_000)  # boxes at most
    if found.verdict != PROVED:
        raise SystemExit("the row is not proved")
    lo, hi = root_box(row.x, row.f, row.key[1], row.stay, False)
    middle = 0.5 * (lo + hi)
    out, stack = [], [(lo, hi)]
    for word in _WORD.findall(found.text.split(" ")[0]):
        # A reference velocity, which cuts nothing.
        if word[0] == "F":
            continue
        low, high = stack.pop()
        # A cut: the box is halved in the coordinate of that hexadecimal digit; the lower half comes first.
        if word in "0123456789abcd":
            k = int(word, 16)
            cut = 0.5 * (low[k] + high[k])
            first, second = high.copy(), low.copy()
            first[k] = second[k] = cut
            stack += [(second, high), (low, first)]
        # Coordinates 0 (t) and 1 (t0) are drawn; 2 to b are the flight and the site: their middle is inside.
        elif all(low[k] <= middle[k] < high[k] or low[k] == high[k] for k in range(2, 12)):
            # Coordinate c is t - t0; a lower end of 0 takes in every time before the burnout.
            far = 2.0 * hi[0]
            since = low[12] if low[12] > 0.0 else -far
            band = Polygon([(0, -high[12]), (far, far - high[12]), (far, far - since), (0, -since)])
            part = box(low[0], low[1], high[0], high[1]).intersection(band)
            if part.area > 0.0:
                out.append((word[0], part))
    return out, (lo[0], hi[0], lo[1], hi[1])


def main() -> None:
    """Write the picture."""
    parts, (t_low, t_high, s_low, s_high) = leaves()

    def at(t: float, s: float) -> tuple[float, float]:
        x = LEFT + WIDTH * (t - t_low) / (t_high - t_low)
        return x, TOP + HEIGHT * (s_high - s) / (s_high - s_low)

    svg = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 20}" '
        f'height="{TOP + HEIGHT + BOTTOM + 62}" font-family="sans-serif" font-size="13">',
        '<rect width="100%" height="100%" fill="white"/>',
        f'<text x="{LEFT}" y="22" font-size="15">One flight, one launch site: {len(parts)} leaves cover '
        "all meetings and burnouts</text>",
    ]
    for kind, part in parts:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*p) for p in part.exterior.coords))
        svg.append(
            f'<polygon points="{points}" fill="{COLOURS[kind]}" stroke="white" stroke-width="1"/>'
        )
    (x0, y0), (x1, y1) = at(s_low, s_low), at(t_high, t_high)
    svg.append(
        f'<line x1="{x0:.1f}" y1="{y0:.1f}" x2="{x1:.1f}" y2="{y1:.1f}" stroke="black" '
        'stroke-width="1.5" stroke-dasharray="5 4"/>'
    )
    xm, ym = at(1080.0, 1190.0)
    # The slope of t = t0 as drawn: the axes have different scales.
    steep = HEIGHT / (s_high - s_low) / (WIDTH / (t_high - t_low))
    tilt = -math.degrees(math.atan(steep))
    svg.append(
        f'<text x="{xm:.0f}" y="{ym:.0f}" transform="rotate({tilt:.1f} {xm:.0f} {ym:.0f})">'
        "above: the interceptor still boosts</text>"
    )
    for t in range(400, int(t_high), 400):
        x, y = at(t, s_low)
        svg.append(f'<text x="{x:.0f}" y="{y + 18:.0f}" text-anchor="middle">{t}</text>')
    for s in range(400, int(s_high), 400):
        x, y = at(t_low, s)
        svg.append(f'<text x="{x - 6:.0f}" y="{y + 5:.0f}" text-anchor="end">{s}</text>')
    base = TOP + HEIGHT
    svg.append(
        f'<text x="{LEFT + WIDTH / 2}" y="{base + 38}" text-anchor="middle">'
        "time of meeting after the flight's launch, s</text>"
    )
    svg.append(
        f'<text transform="translate(16 {TOP + HEIGHT / 2}) rotate(-90)" text-anchor="middle">'
        "the interceptor's burnout, s</text>"
    )
    spots = [(LEFT, base + 58), (LEFT + 310, base + 58), (LEFT, base + 80), (LEFT + 310, base + 80)]
    there = [(kind, text) for kind, text in MEANING.items() if any(k == kind for k, _ in parts)]
    for (x, y), (kind, text) in zip(spots, there, strict=False):
        svg.append(f'<rect x="{x}" y="{y}" width="14" height="14" fill="{COLOURS[kind]}"/>')
        svg.append(f'<text x="{x + 20}" y="{y + 12}">{text}</text>')
    svg.append("</svg>")
    path = Path(__file__).parent.parent / "docs" / "leaves.svg"
    path.write_text("\n".join(svg) + "\n")
    print(f"{path.name}: {len(parts)} leaves")


if __name__ == "__main__":
    main()
