"""What a deployment's figures would be worth as limits, in sentences."""

from __future__ import annotations

from reassure.answers.as_limits import AsLimits
from reassure.report.text.agree import named
from reassure.report.text.number_limit import span_said
from reassure.words.counts import counted
from reassure.words.shares import percent

__all__ = ["as_limits_words"]


_FEW = 4
"""So many bases are read in a sentence without their number."""


def as_limits_words(worth: AsLimits) -> list[str]:
    """The guarantee, what the number is worth, and the cost."""
    out = []
    if worth.proved:
        out.append(
            f"Held to these figures it is proved out of reach of {_listed(worth, worth.proved)}."
        )
    if worth.open:
        out.append(
            f"Not proved by this short search: {_listed(worth, worth.open)}. That does not mean within reach; reassure agree looks longer."
        )
    if worth.number is not None:
        bases = (
            _listed(worth, tuple(worth.names))
            if len(worth.names) <= _FEW
            else f"all {len(worth.names)} bases"
        )
        said = f"not told ({worth.number})." if isinstance(worth.number, str) else span_said(worth.number)  # fmt: skip
        out.append(f"What its number is worth against {bases}: {said[:1].lower()}{said[1:]}")
    if worth.planned is not None and worth.kept is not None:
        against = named(worth.missile)
        kept = (
            f"not told held to these figures ({worth.kept})."
            if isinstance(worth.kept, str)
            else f"{percent(worth.kept)} held to these figures."
        )
        out.append(
            f"What it could protect of {named(worth.region)} against the {against[:1].lower()}{against[1:]}: "
            f"{percent(worth.planned)} as in the scenario, {kept}"
        )
    return out


def _listed(worth: AsLimits, bases: tuple[str, ...]) -> str:
    names = [worth.names.get(b, b) for b in bases]
    if len(names) > _FEW:
        return f"{counted(len(names), 'base')} ({', '.join(names)})"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
