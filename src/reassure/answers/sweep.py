"""What a sweep's store says: in a summary, and along one or two of its dimensions as numbers for a chart. Frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from reassure.typing import Array, IntArray

__all__ = [
    "ChartAxis",
    "DeploymentSwept",
    "Gap",
    "SweepChart",
    "SweepSummary",
    "Swept",
    "SweptDimension",
    "SweptPlace",
    "WorstSwept",
]  # fmt: skip


class SweptPlace(NamedTuple):
    """Where a point of a sweep is along one dimension."""

    dimension: str
    """As the study calls it."""
    value: str
    words: str
    """In a sentence: "SM-3 IIA: burnout speed 7 km/s"."""


class WorstSwept(NamedTuple):
    """The worst value for whoever wants to be reassured, and the point where it is."""

    value: float
    at: tuple[SweptPlace, ...]


@dataclass(frozen=True)
class SweptDimension:
    """A dimension, and where the answer changes along it between two neighbouring values."""

    name: str
    """As the study calls it."""
    words: str
    """What moves along it, with units."""
    labels: tuple[str, ...]
    """Its values in order."""
    cases: int
    """Settings of all other dimensions."""
    flips: int
    """In how many of these the answer changes along this one."""
    between: tuple[str, str] | None
    """The values that all these changes lie between; None: there are none."""
    at_worst: tuple[tuple[str, str], ...]
    """Between which neighbours it changes while some flight is in reach at one setting of the others, and at none."""
    ordered: bool = True
    """False: its rows are no way along which anything could change; `flips`, `between` and `at_worst` are empty."""
    drawn: bool = False
    """Its rows were drawn from intervals."""


@dataclass(frozen=True)
class DeploymentSwept:
    """A deployment over all points."""

    name: str
    in_reach: int
    """Points at which some flight is within its reach."""
    worst: WorstSwept | None
    """Its least margin, km/s; None: there is none at any point."""
    margins_km_s: tuple[float, float, float] | None = None
    """Where all points are draws: the 5th, 50th and 95th percentile of its least margin to any flight."""
    shares_out: tuple[float, float, float] | None = None
    """The same of the share of flights that are out of reach."""


@dataclass(frozen=True)
class Swept:
    """Points of a study: how many there are, how many are done, and how many of those have each answer."""

    points: int
    done: int
    in_reach: int | None
    """Points at which some flight is within reach of some deployment; None: the store does not say."""
    out_of_reach: int | None
    missing: tuple[tuple[str, int], ...]
    """Why a number is missing, in words, and in how many answers (a point and a deployment, or a place)."""
    answers: int
    """How many answers there are in all."""


@dataclass(frozen=True)
class SweepSummary:
    """What a store says, in few numbers."""

    title: str
    swept: Swept
    words: str
    """What `worst` is: "least margin to any flight"."""
    unit: str
    worst: WorstSwept | None
    """None: no point has a number."""
    dimensions: tuple[SweptDimension, ...]
    deployments: tuple[DeploymentSwept, ...]


@dataclass(frozen=True)
class ChartAxis:
    """An axis of a chart: a dimension's values in order."""

    name: str
    words: str
    """What moves along it, with its unit."""
    labels: tuple[str, ...]
    numbers: tuple[float, ...] | None
    """The values, rising; None: they are no numbers of one figure, and stand side by side."""
    own: float | None = None
    """What the scenario itself has; None: nothing that could be marked."""
    drawn: bool = False
    """Its values are draws, in no order."""


class Gap(NamedTuple):
    """Why there is no number: what kind of gap it is, and in words."""

    kind: Literal["no arc", "not sensed", "out", "in", "no answer", "not computed"]
    """`out` and `in`: out of reach, or within it, whatever the figure that is missing."""
    words: str


@dataclass(frozen=True, eq=False)
class SweepChart:
    """One variable over one dimension or two; the others are fixed, or at their worst."""

    title: str
    variable: str
    words: str
    unit: str
    x: ChartAxis
    y: ChartAxis | None
    """None: a chart of one dimension, whose arrays have one row."""
    value: Array
    """(rows, columns); NaN where there is none."""
    gap: IntArray
    """(rows, columns): the number of the gap in `gaps`, counted from 1; 0: there is a value."""
    gaps: tuple[Gap, ...]
    margin: Array | None
    """(rows, columns), km/s, the least margin at the same points; None: the store has none."""
    settings: str
    """What the other dimensions are at, in words; empty where there are none."""

    @property
    def late(self) -> bool:
        """Is it a launch delay, of which the greatest is the worst for whoever wants to be reassured?"""
        return self.variable in ("critical_launch_delay_s", "least_launch_delay_s")
