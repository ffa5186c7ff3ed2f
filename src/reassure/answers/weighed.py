"""Shares of an accountable force: what each base weighs, and the bounds of a share where that is not known. Frozen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from reassure.answers.document import Portion
from reassure.catalog import Status
from reassure.words.document import OMITTED, OMITTED_IF_EMPTY, Key

__all__ = [
    "NONE_ACCOUNTABLE", "ShareSpan", "Weighed", "WeighedAccount", "WeighedTally", "WeighedTotal", "Weighing",
]  # fmt: skip

NONE_ACCOUNTABLE = "no accountable warheads"
"""Why there is no share: the bases hold none, whatever the numbers that are allowed."""

_STEPS = 1_000_000


@dataclass(frozen=True)
class ShareSpan:
    """The least and the greatest that a share can be, rounded outward to millionths; and both exactly."""

    low: Portion
    high: Portion
    exact: tuple[str, ...]
    """The two as fractions: "183/295", "9/10"."""

    @classmethod
    def of(cls, least: Fraction, greatest: Fraction) -> ShareSpan:
        """Of two exact shares."""
        low, high = math.floor(least * _STEPS) / _STEPS, math.ceil(greatest * _STEPS) / _STEPS
        return cls(low, high, (str(least), str(greatest)))

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """Both, exactly."""
        return Fraction(self.exact[0]), Fraction(self.exact[1])

    @property
    def rest(self) -> ShareSpan:
        """Of what is not in the share."""
        least, greatest = self.ends
        return ShareSpan.of(1 - greatest, 1 - least)


@dataclass(frozen=True)
class Weighed:
    """A deployment's share of the accountable force that it faces."""

    share_out_of_reach: ShareSpan | None
    """None: there is no share, and `reason` says why."""
    share_within_reach: ShareSpan | None
    reason: Annotated[str, OMITTED_IF_EMPTY] = ""


@dataclass(frozen=True)
class WeighedTally:
    """The share of the accountable force in each group of a tally. Each is between its own bounds: they need not add up."""

    guaranteed: Annotated[ShareSpan | None, Key("share_guaranteed")]
    """None: no proof was looked for, or there is no share at all."""
    within_reach: Annotated[ShareSpan | None, Key("share_within_reach")]
    """None, here and below: there is no share, and `reason` says why."""
    undecided: Annotated[ShareSpan | None, Key("share_undecided")]
    out_of_ideal_reach: Annotated[ShareSpan | None, Key("share_out_of_ideal_reach")]
    open: Annotated[ShareSpan | None, Key("share_open")]
    not_tried: Annotated[ShareSpan | None, Key("share_not_tried")]
    reason: Annotated[str, OMITTED_IF_EMPTY] = ""


@dataclass(frozen=True)
class WeighedAccount:
    """What a base weighs: its warheads, as all accounts and totals together allow them."""

    force: int
    """Counted from 1."""
    base: str
    low: int
    high: int
    status: Status
    """Of what is known of the base: the least of it."""
    source: str


@dataclass(frozen=True)
class WeighedTotal:
    """A total that binds the warheads of some bases together."""

    name: str
    """What it is of, in words."""
    bases: tuple[str, ...]
    low: int
    high: int | None
    """None: it bounds from below only."""
    status: Status
    source: str


@dataclass(frozen=True)
class Weighing:
    """What flights are weighed by, and from where that is known."""

    by: Literal["warheads"]
    on: Annotated[str | None, OMITTED]
    """The day whose declaration and holdings of the catalogue count, YYYY-MM-DD; None: the scenario has all accounts."""
    accounts: tuple[WeighedAccount, ...]
    totals: Annotated[tuple[WeighedTotal, ...], OMITTED_IF_EMPTY] = ()
