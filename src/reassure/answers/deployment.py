"""A deployment's row of an answer: its figures, and what all its pairs come to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from reassure.answers.document import Heights, Index, Portion
from reassure.answers.estimates import EstimateSummary
from reassure.answers.pair_row import Critical, NamedPair
from reassure.answers.weighed import Weighed
from reassure.scenario.figures import DeploymentFigures
from reassure.words.document import GIVEN, LATER, OMITTED, PLAIN, Digits, FileType, Key, Stands

__all__ = ["Deployment", "DeploymentSummary"]


@dataclass(frozen=True, kw_only=True)
class Deployment(DeploymentFigures):
    """A deployment's figures and its row of the answer, summed up."""

    launch_delay_s: Annotated[float | None, GIVEN, Stands("sensed", None)]
    """None: sensed, flight by flight."""
    points: Annotated[Index, Key("sampled_points")]
    """At how many points its place was sampled."""
    least_margin_km_s: float | None
    """Required less available speed, the least over its flights; None: no arc meets any."""
    worst_flight: Index | None
    """The flight of least margin, an index into `flights`; None: there is no margin."""
    share_out_of_reach: Annotated[Portion, Digits(6, PLAIN)]
    """Of the flights it faces, those with a margin above 0 or with no arc at all."""
    latest_flight: Index | None
    """The flight of greatest critical launch delay, an index into `flights`; None: none has one."""
    intercept_heights_km: Annotated[Heights | None, OMITTED] = None
    """km. An intercept counts between these; infinite: no greatest height. None: a file older than these heights."""
    faces: Annotated[tuple[str, ...] | None, OMITTED] = None
    """The forces it faces, by name; None: all. Shares, least margin and worst flight are of theirs alone."""
    weighed: Annotated[Weighed | None, OMITTED] = None
    """Its shares of the accountable force; None: not asked for."""


@dataclass(frozen=True, kw_only=True)
class DeploymentSummary(Deployment):
    """A deployment as it stands in a file, with what follows from its pairs."""

    FILE: ClassVar = (
        "id", "name", "place", "interceptor", "interceptors", "from_year", "until", "burnout_speed_km_s",
        "burnout_speed_status", "divert_km_s", "burnout_height_km", "burn_time_s", "launch_delay_s", "points",
        "least_margin_km_s", "worst_flight", "worst", "latest_flight", "latest", "share_out_of_reach",
        "weighed", "intercept_heights_km", "faces", "flights_faced", "critical", "estimate",
    )  # fmt: skip

    worst: Annotated[dict[str, Any] | None, FileType(NamedPair | None)]
    """The pair of the worst flight; None where there is none."""
    latest: Annotated[dict[str, Any] | None, FileType(NamedPair | None), LATER]
    """The pair of the latest flight; None where there is none."""
    flights_faced: Annotated[Index | None, OMITTED]
    """How many flights it faces; None: all."""
    critical: Critical
    estimate: Annotated[EstimateSummary | None, OMITTED]
    """None: no flyouts were asked for."""
