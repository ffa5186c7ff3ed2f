"""What a deployment's figures would be worth as limits. Frozen."""

from __future__ import annotations

from dataclasses import dataclass

from reassure.answers.number_limit import NumberSpan

__all__ = ["AsLimits"]


@dataclass(frozen=True)
class AsLimits:
    """What the figures of one deployment would be worth as limits."""

    region: str
    """Whose protection is the price: an id."""
    missile: str
    """Against which: an id."""
    proved: tuple[str, ...]
    """Ids of bases that are proved out of reach."""
    open: tuple[str, ...]
    """Of those for which this search found no proof: it may be that there is none, or that it takes longer."""
    planned: float | None
    """Of the region's ground that the missile reaches, the share that the deployment as planned could protect; None: it has no vehicle."""
    kept: float | str | None
    """The same held to the limits; why that cannot be told."""
    number: NumberSpan | str | None
    """How many of the bases' accountable warheads its interceptors could engage; why that cannot be told; None: it has no number."""
    names: dict[str, str]
    """What people call the bases, by id."""
