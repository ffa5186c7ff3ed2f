"""The flights of an answer, column by column."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from reassure.answers.document import Latitude, Longitude, Vector
from reassure.typing import Array
from reassure.words.document import GIVEN, LATER, PLAIN, Digits, FileType, plain

__all__ = ["BoostRule", "Flights", "MissingFlight"]

Texts = Annotated[NDArray[np.str_], FileType(list[str])]
Latitudes = Annotated[Array, FileType(list[Latitude])]
Longitudes = Annotated[Array, FileType(list[Longitude])]
Numbers = Annotated[Array, FileType(list[float])]
Vectors = Annotated[Array, FileType(list[Vector])]


class BoostRule(StrEnum):
    """Along which geodesic from the base flights boost."""

    AS_FLOWN = "as flown"
    """Along the one whose direction at burnout is that of the flight's own Earth-relative velocity."""
    TOWARDS_AIM = "towards the aim at launch"
    """Towards where the aim stands at launch: the rule of results before version 0.2."""


@dataclass(frozen=True)
class MissingFlight:
    """Flights from one base to one aim, of one shape, that were asked for and do not exist: how many, and why."""

    base: str
    aim: str
    flight_time_ratio: float
    count: int
    reason: str


@dataclass(frozen=True, eq=False)
class Flights:
    """n flights; arrays have shape (n,) where nothing else is said. Places are WGS84, times count from the launch."""

    # a figure as it was given, like the shape of a flight, keeps all its digits wherever it stands
    DIGITS: ClassVar = {"": Digits(6, PLAIN), "_ratio": GIVEN}

    base: Texts
    base_latitude_deg: Latitudes
    base_longitude_deg: Longitudes
    aim: Texts
    aim_latitude_deg: Latitudes
    aim_longitude_deg: Longitudes
    flight_time_ratio: Numbers
    """Free-flight time over that of the minimum-energy flight."""
    way: Annotated[NDArray[np.str_], FileType(list[Literal["short", "long"]]), LATER]
    """`short` or `long`: by less than half a turn about the Earth's centre from burnout to end, or by more."""
    flight_time_s: Numbers
    """From launch to the end at the aim."""
    burnout_time_s: Numbers
    burnout_speed_km_s: Numbers
    """Relative to the turning Earth."""
    burnout_position_m: Vectors
    """(n, 3), Earth-fixed."""
    burnout_velocity_m_s: Vectors
    """(n, 3), inertial, along the Earth-fixed axes of that instant."""

    @property
    def count(self) -> int:
        """How many flights there are, n."""
        return int(self.flight_time_s.size)

    def to_dict(self) -> dict[str, list[Any]]:
        """As in a JSON file: a list for each column, in the order of the pairs of one deployment."""
        table: dict[str, list[Any]] = plain(self)
        return table
