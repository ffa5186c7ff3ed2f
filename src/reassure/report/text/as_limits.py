"""What a deployment's figures would be worth as limits, in sentences."""

from __future__ import annotations

from reassure.answers.as_limits import AsLimits
from reassure.report.text.agree import named
from reassure.words.counts import counted
from reassure.words.shares import percent

__all__ = ["as_limits_words"]


def as_limits_words(worth: AsLimits) -> list[str]:
    """The guarantee, and the cost."""
    out = []
    if worth.proved:
        out.append(
            f"Held to these figures it is proved out of reach of {_listed(worth, worth.proved)}."
        )
    if worth.open:
        out.append(
            f"Not proved by this short search: {_listed(worth, worth.open)}. That does not mean within reach; reassure agree looks longer."
        )
    if worth.planned is not None and worth.kept is not None:
        out.append(
            f"What it could protect of {named(worth.region)} against the {named(worth.missile)[:1].lower()}{named(worth.missile)[1:]}: "
            f"{percent(worth.planned)} as in the scenario, {percent(worth.kept)} held to these figures."
        )
    return out


def _listed(worth: AsLimits, bases: tuple[str, ...]) -> str:
    names = [worth.names.get(b, b) for b in bases]
    if len(names) > 4:
        return f"{counted(len(names), 'base')} ({', '.join(names)})"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
