"""What a radar can tell of an interceptor's burnout speed, as one HTML file with the curve over its accuracy."""

from __future__ import annotations

import math
from collections.abc import Iterable
from html import escape

from reassure.answers.measurement import Measurement
from reassure.report.html.plain import plain_page, sources_section, table
from reassure.report.text.measure import (
    LEFT_OUT,
    answer_text,
    factor_text,
    flight_lines,
    influence_rows,
    more_lines,
    speed_text,
    title_of,
)

__all__ = ["measure_page"]

# Of the chart, in units of its view box: room for numbers at the left and for words at the right, width and height of the field.
_LEFT, _RIGHT, _TOP, _WIDE, _HIGH = 84, 150, 14, 560, 300
_NOTHING = 1e-9  # km/s: what rounding leaves of a perfect radar
_STYLE = """
.curve{width:100%;max-width:800px;min-width:620px;height:auto;display:block;margin:2px 0 12px}.curve text{fill:var(--ink);font:12px system-ui,sans-serif}
.curve .faint{fill:var(--faint)}.curve .grid{stroke:var(--line);stroke-width:1}.curve .needed{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:5 4}
.curve .all{stroke:#0b5cad}.curve .angles{stroke:#b3451f}.curve .all,.curve .angles{fill:none;stroke-width:2.2}
.curve .here{fill:var(--ink)}.keys{display:flex;flex-wrap:wrap;gap:4px 18px;margin:2px 0 8px;font-size:.9rem}.keys span{display:inline-flex;gap:6px;align-items:center}
.keys i{width:20px;height:0;border-top:3px solid;display:inline-block;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.keys .all{border-color:#0b5cad}.keys .angles{border-color:#b3451f}.keys .needed{border-top:2px dashed var(--ink)}
"""


class _Field:
    """The field of the chart: factors across and uncertainties up, both in powers of ten."""

    def __init__(self, factors: Iterable[float], speeds: Iterable[float]) -> None:
        across, up = [math.log10(f) for f in factors], [math.log10(s) for s in speeds]
        self.left, self.right = math.floor(min(across) + 1e-9), math.ceil(max(across) - 1e-9)
        self.low, self.high = math.floor(min(up)), math.ceil(max(up))

    def x(self, factor: float) -> float:
        part = (math.log10(factor) - self.left) / (self.right - self.left)
        return round(_LEFT + _WIDE * part, 1)

    def y(self, speed: float) -> float:
        part = (math.log10(speed) - self.low) / (self.high - self.low)
        return round(_TOP + _HIGH * (1.0 - part), 1)


def measure_page(found: Measurement, command: str) -> str:
    """One HTML file as text. `command`: what makes the file again."""
    sections = []
    more = more_lines(found)
    if more:
        sections.append(("In numbers", _paragraphs(more)))
    if any(p.all_km_s > _NOTHING for p in found.curve):
        sections.append(("The uncertainty over the radar's accuracy", _chart(found)))
    sections.append(("The flight and the looks", _paragraphs(flight_lines(found))))
    if found.influences:
        heads = ("from", "value", "share of the variance", "uncertainty if halved")
        rows = [[f'<span class="whole">{escape(cell)}</span>' for cell in row] for row in influence_rows(found)]  # fmt: skip
        sections.append(("Which figure counts for how much", table(heads, rows, (1, 2, 3))))
    sections.append(("What this is", _paragraphs([LEFT_OUT])))
    sections.append(("Figures", sources_section(found.sources)))
    return plain_page(
        title_of(found), found.reassure_version, answer_text(found), sections, command, style=_STYLE
    )


def _chart(found: Measurement) -> str:
    """Two lines over the factor, the uncertainty that is needed, and where the radar stands."""
    lines = {
        "all": [(p.factor, p.all_km_s) for p in found.curve if p.all_km_s > _NOTHING],
        "angles": [(p.factor, p.angles_km_s) for p in found.curve if p.angles_km_s > _NOTHING],
    }
    speeds = [s for line in lines.values() for _, s in line] + [found.needed_km_s]
    at = _Field([p.factor for p in found.curve], speeds)
    drawn = "".join(
        f'<path class="{name}" d="M{"L".join(f"{at.x(f)} {at.y(s)}" for f, s in line)}"/>'
        for name, line in lines.items()
        if line
    )
    needed = at.y(found.needed_km_s)
    told = found.standard_uncertainty_km_s or 0.0
    label = escape(f"Standard uncertainty of the burnout speed over a factor on the radar's errors: {answer_text(found)}", quote=True)  # fmt: skip
    return (
        f'{_keys()}<div class="scroll-x"><svg class="curve" viewBox="0 0 {_LEFT + _WIDE + _RIGHT} {_TOP + _HIGH + 44}" role="img" aria-label="{label}">'
        f'{_grid(at)}<path class="needed" d="M{_LEFT} {needed}H{_LEFT + _WIDE}"/>'
        f'<text x="{_LEFT + _WIDE + 8}" y="{needed + 4}">needed: {escape(speed_text(found.needed_km_s))}</text>{drawn}'
        f'<circle class="here" cx="{at.x(1.0)}" cy="{at.y(told)}" r="4.5"><title>{escape(speed_text(told))}</title></circle>'
        f'<text x="{at.x(1.0) + 9}" y="{at.y(told) + 15}">{escape(speed_text(told))}</text></svg></div>'
    )


def _grid(at: _Field) -> str:
    """Powers of ten, both ways, with what they are."""
    up = "".join(
        f'<path class="grid" d="M{_LEFT} {at.y(10.0**n)}H{_LEFT + _WIDE}"/>'
        f'<text class="faint" x="{_LEFT - 8}" y="{at.y(10.0**n) + 4}" text-anchor="end">{escape(_power_text(n))}</text>'
        for n in range(at.low, at.high + 1)
    )
    across = "".join(
        f'<path class="grid" d="M{at.x(10.0**n)} {_TOP}V{_TOP + _HIGH}"/>'
        f'<text class="faint" x="{at.x(10.0**n)}" y="{_TOP + _HIGH + 18}" text-anchor="middle">{factor_text(10.0**n)}</text>'
        for n in range(at.left, at.right + 1)
    )
    words = f'<text class="faint" x="{_LEFT + _WIDE / 2}" y="{_TOP + _HIGH + 38}" text-anchor="middle">errors as many times as large as in the catalogue, or as set by hand</text>'
    return up + across + words


def _power_text(n: int) -> str:
    """A power of ten of km/s."""
    return f"{10**n:,} km/s" if n >= 0 else f"{10 ** (n + 3):g} m/s"


def _keys() -> str:
    return (
        '<div class="keys"><span><i class="all"></i>all noises and biases times the factor</span>'
        '<span><i class="angles"></i>those of the angles alone (up to 10 deg)</span>'
        '<span><i class="needed"></i>needed for the difference that is to be seen</span></div>'
    )


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f'<p class="note">{escape(line)}</p>' for line in lines)
