"""One deployment against one flight, as a row of a file: its keys, and the columns that they come from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar

from reassure.answers.document import Index, Latitude, Longitude, Place
from reassure.answers.rows import ColumnOf
from reassure.words.document import GIVEN, LATER, OMITTED, Digits, Stands
from reassure.words.rounding import UP

__all__ = ["Critical", "NamedPair", "Pair"]


@dataclass(frozen=True)
class PairMeeting:
    """Where and when the ideal interceptor meets the flight if it has the required speed. Times count from the flight's
    launch, the place is WGS84.
    """

    launch_s: Annotated[float, ColumnOf("pairs.launch_s")]
    intercept_s: Annotated[float, ColumnOf("pairs.intercept_s")]
    height_km: Annotated[float, ColumnOf("pairs.intercept_height_km")]
    latitude_deg: Annotated[Latitude, ColumnOf("pairs.intercept_latitude_deg")]
    longitude_deg: Annotated[Longitude, ColumnOf("pairs.intercept_longitude_deg")]


@dataclass(frozen=True)
class Critical:
    """The values at which an answer flips; None where there is none (NaN before it is written).

    `launch_delay_s` counts from the flight's launch, `after_burnout_s` from its burnout (negative: before it).
    """

    burnout_speed_km_s: Annotated[float | None, ColumnOf("pairs.critical_burnout_speed_km_s")]
    # critical delays are rounded up, so that none is said safer than it is
    launch_delay_s: Annotated[
        float | None, Digits(3, UP), ColumnOf("pairs.critical_launch_delay_s")
    ]
    after_burnout_s: Annotated[
        float | None, Digits(3, UP), ColumnOf("pairs.critical_after_burnout_s")
    ]


@dataclass(frozen=True)
class PairCritical(Critical):
    """The values at which a pair's answer flips; `reason` says why one is missing (None: none is)."""

    reason: Annotated[str | None, LATER, ColumnOf("pairs.reason_words")]


@dataclass(frozen=True)
class PairSensed:
    """What the sensors of the deployment make of the flight, s after its launch; None in a file: never."""

    # in arrays never is infinite, so that times can be compared; JSON has no infinity
    first_seen_s: Annotated[float | None, Stands(None, math.inf), ColumnOf("timeline.first_seen_s")]
    tracked_s: Annotated[float | None, Stands(None, math.inf), ColumnOf("timeline.tracked_s")]
    sensor: Annotated[str | None, Stands(None, ""), ColumnOf("timeline.sensor")]
    commit_s: Annotated[float | None, Stands(None, math.inf), ColumnOf("timeline.commit_s")]
    launch_s: Annotated[float | None, Stands(None, math.inf), ColumnOf("timeline.launch_s")]


@dataclass(frozen=True)
class PairWitness:
    """A flyout that meets the flight, to so many digits that it can be flown again.

    The height and the place are those of the flight when they meet. Times count from the flight's launch.
    """

    # 0.1 ms at some 7 km/s and 1e-6 deg of azimuth are each about a metre or less
    DIGITS: ClassVar = {"_deg": Digits(6), "_s": Digits(4)}

    site_point: Annotated[
        Place, Digits(5), ColumnOf("estimates.site_latitude_deg", "estimates.site_longitude_deg")
    ]
    azimuth_deg: Annotated[float, ColumnOf("estimates.azimuth_deg")]
    kick_deg: Annotated[float, ColumnOf("estimates.kick_deg")]
    launch_s: Annotated[float, ColumnOf("estimates.launch_s")]
    intercept_s: Annotated[float, ColumnOf("estimates.intercept_s")]
    height_km: Annotated[float, ColumnOf("estimates.intercept_height_km")]
    latitude_deg: Annotated[Latitude, ColumnOf("estimates.intercept_latitude_deg")]
    longitude_deg: Annotated[Longitude, ColumnOf("estimates.intercept_longitude_deg")]
    miss_m: Annotated[float, ColumnOf("estimates.miss_m")]


@dataclass(frozen=True)
class PairEstimate:
    """What flyouts of the deployment's vehicle make of the flight."""

    vehicle: Annotated[str | None, ColumnOf("estimates.vehicle")]
    within_reach: Annotated[bool, ColumnOf("estimates.within")]
    launch_delay_s: Annotated[float | None, ColumnOf("estimates.launch_delay_s")]
    latest_launch_s: Annotated[float | None, ColumnOf("estimates.latest_launch_s")]
    margin_s: Annotated[float | None, ColumnOf("estimates.margin_s")]
    first_intercept_s: Annotated[float | None, ColumnOf("estimates.first_intercept_s")]
    last_intercept_s: Annotated[float | None, ColumnOf("estimates.last_intercept_s")]
    shots: Annotated[Index, ColumnOf("estimates.shots")]
    # a witness is there in exactly the pairs that are within reach, so one column serves both keys
    witness: Annotated[PairWitness | None, ColumnOf("estimates.within")]
    reason: Annotated[str | None, ColumnOf("estimates.reason_words")]


@dataclass(frozen=True)
class NamedPair:
    """A pair under a deployment: the flight that decides, and where the answer flips."""

    base: Annotated[str, ColumnOf("flights.base")]
    base_point: Annotated[
        Place, Digits(5), ColumnOf("flights.base_latitude_deg", "flights.base_longitude_deg")
    ]
    aim: Annotated[str, ColumnOf("flights.aim")]
    aim_point: Annotated[
        Place, Digits(5), ColumnOf("flights.aim_latitude_deg", "flights.aim_longitude_deg")
    ]
    flight_time_ratio: Annotated[float, GIVEN, ColumnOf("flights.flight_time_ratio")]
    at: Annotated[PairMeeting | None, ColumnOf("pairs.met")]
    critical: PairCritical


@dataclass(frozen=True)
class Pair(NamedPair):
    """A pair in full (docs/assessment.md)."""

    FILE: ClassVar = (
        "deployment", "site_point", "base", "base_point", "aim", "aim_point", "flight_time_ratio", "flight_time_s",
        "flight_burnout_speed_km_s", "required_speed_km_s", "available_speed_km_s", "margin_km_s", "at", "critical",
        "sensed", "estimate",
    )  # fmt: skip

    deployment: Annotated[str, ColumnOf("deployments.id")]
    site_point: Annotated[
        # None where no arc meets the flight: then no point of an area is the best
        Place | None, Digits(5), ColumnOf("pairs.site_latitude_deg", "pairs.site_longitude_deg")
    ]
    flight_time_s: Annotated[float, Digits(3), ColumnOf("flights.flight_time_s")]
    flight_burnout_speed_km_s: Annotated[float, ColumnOf("flights.burnout_speed_km_s")]
    required_speed_km_s: Annotated[float | None, ColumnOf("pairs.required_speed_km_s")]
    available_speed_km_s: Annotated[float, ColumnOf("deployments.available_speed_km_s")]
    margin_km_s: Annotated[float | None, ColumnOf("pairs.margin_km_s")]
    sensed: Annotated[PairSensed | None, OMITTED, ColumnOf("timeline.sensed")]
    estimate: Annotated[PairEstimate | None, OMITTED, ColumnOf("estimates")]
