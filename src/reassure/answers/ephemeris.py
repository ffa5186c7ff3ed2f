"""Where flights are at every moment, and the ideal interceptors that meet them: for maps and exports."""

from __future__ import annotations

from dataclasses import dataclass

from reassure.typing import Array

__all__ = ["Ephemerides", "FlightTrack", "Interception", "Track"]


@dataclass(frozen=True, eq=False)
class Track:
    """A path over the turning Earth, sampled m times: arrays (m,). Times count from the flight's launch, places are
    geodetic (WGS84).
    """

    time_s: Array
    position_m: Array
    """(m, 3), Earth-fixed."""
    latitude_deg: Array
    longitude_deg: Array
    height_m: Array


@dataclass(frozen=True, eq=False)
class FlightTrack:
    """A flight: from its launch to its burnout as it is drawn (the boost is not modelled: docs/exports.md),
    and from its burnout to its end as it falls. The two share their point at the burnout.
    """

    flight: int
    """Index into the result's flights."""
    boost: Track
    fall: Track
    velocity_m_s: Array
    """(m, 3), at the times of `fall`: along the Earth-fixed axes, relative to the turning Earth."""


@dataclass(frozen=True, eq=False)
class Interception:
    """The ideal interceptor of a deployment on its way to a flight: from its burnout, straight above its site, to
    the meeting. It is launched `launch_s` after the flight.
    """

    deployment: int
    """Index into the result's deployments, as `flight` is into its flights."""
    flight: int
    launch_s: float
    site_latitude_deg: float
    site_longitude_deg: float
    arc: Track
    """From burnout to meeting, times from the flight's launch."""


@dataclass(frozen=True, eq=False)
class Ephemerides:
    """Some flights of a result, and for each deployment the meeting with its closest flight if that is one of
    them.
    """

    flights: tuple[FlightTrack, ...]
    interceptions: tuple[Interception, ...]
    of: int
    """How many flights the result has."""
    selection: str
    """What is here and what is not, in words."""

    @property
    def left_out(self) -> int:
        """How many flights of the result are not among these."""
        return self.of - len(self.flights)
