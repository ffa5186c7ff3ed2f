"""Counts of accounts as bars against the treaty's limits: for quantities that were declared once, so that no line over
time shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from reassure.answers.accounts import Countable, PartyAccount
from reassure.report.text.accounts import count_text, party_name

__all__ = ["bars"]

# In units of the view box: room for names at the left and for numbers at the right, the width of the field, a row.
_LEFT, _RIGHT, _WIDE, _ROW, _THICK = 160, 320, 320, 26, 14


def bars(shown: list[tuple[PartyAccount, Countable]], what: str, colours: Mapping[str, str]) -> str:
    """A row for each account, in the order given: its count, what it may lie between, the limit on it, and others' counts.

    `what`: the quantity in words. `colours`: of each party.
    """
    most = max(
        (
            n
            for _, q in shown
            for n in (
                q.value, q.high or 0, q.limit.at_most if q.limit else 0, *(d.value for d in q.dissent)
            )
        ),
        default=0,
    )  # fmt: skip
    scale = _WIDE / max(most, 1)
    rows = "".join(_row(k, a, q, scale, colours[a.party]) for k, (a, q) in enumerate(shown))
    said = "; ".join(f"{_head(a)} {count_text(q)}" for a, q in shown)
    label = escape(f"{what} against the limit: {said}", quote=True)
    return (
        f'<svg class="over-time" viewBox="0 0 {_LEFT + _WIDE + _RIGHT} {_ROW * len(shown) + 4}" role="img" '
        f'aria-label="{label}">{rows}</svg>'
    )


def _head(account: PartyAccount) -> str:
    return f"{party_name(account.party)}, {account.declared_on}"


def _row(k: int, account: PartyAccount, q: Countable, scale: float, colour: str) -> str:
    top = 2 + k * _ROW + (_ROW - _THICK) // 2
    middle = top + _THICK / 2
    parts = [
        f'<text x="{_LEFT - 8}" y="{middle + 4:g}" text-anchor="end">{escape(_head(account))}</text>',
        f'<rect x="{_LEFT}" y="{top}" width="{q.value * scale:.1f}" height="{_THICK}" fill="{colour}">'
        f"<title>{escape(f'{_head(account)}: {count_text(q)}')}</title></rect>",
    ]
    if q.high is not None and q.high != q.low:
        # A count that is known within bounds: a thin line from the least to the greatest that it can be.
        parts.append(f'<path stroke="currentColor" d="M{_LEFT + q.low * scale:.1f} {middle:g}H{_LEFT + q.high * scale:.1f}"/>')  # fmt: skip
    words = count_text(q)
    if q.limit is not None:
        at = _LEFT + q.limit.at_most * scale
        way = f"M{at:.1f} {top - 4}V{top + _THICK + 4}"
        # On paper, so that it is seen on a bar too.
        parts.append(
            f'<path stroke="var(--paper)" stroke-width="4" d="{way}"/><path class="limit" d="{way}"/>'
        )
        words += f"; at most {q.limit.at_most:,} from {q.limit.due}"
    parts += [
        f'<circle class="other" cx="{_LEFT + d.value * scale:.1f}" cy="{middle:g}" r="4.4" stroke="{colour}">'
        f"<title>{escape(f'{_head(account)}: {d.value:,} by another count. {d.who}')}</title></circle>"
        for d in q.dissent
    ]
    parts.append(f'<text x="{_LEFT + _WIDE + 10}" y="{middle + 4:g}">{escape(words)}</text>')
    return "".join(parts)
