"""What a witness says, as a replay reads it: a flight, an interceptor, and where and when they meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reassure.typing import Array

__all__ = ["FlightPath", "InterceptorPath", "Meeting"]


class FlightPath(Protocol):
    """A flight: Earth-fixed positions (m), times from its launch (s), angles in radians."""

    @property
    def base_rad(self) -> Array:
        """(2,): geodetic latitude and longitude of the base point."""

    @property
    def burnout_m(self) -> Array:
        """Position at burnout."""

    @property
    def burnout_s(self) -> float:
        """Burnout time, s from its launch."""

    @property
    def aim_m(self) -> Array:
        """The aim point, on the ellipsoid."""

    @property
    def end_s(self) -> float:
        """When it is at the aim, s from its launch."""

    @property
    def velocity_m_s(self) -> Array:
        """At burnout; inertial, in the axes that are Earth-fixed at time 0."""


class InterceptorPath(Protocol):
    """An interceptor: Earth-fixed burnout (m), inertial velocity before any impulse (m/s)."""

    @property
    def launch_rad(self) -> Array:
        """(2,): geodetic latitude and longitude of the launch point."""

    @property
    def burnout_m(self) -> Array:
        """Position at burnout."""

    @property
    def burnout_s(self) -> float:
        """Burnout time, s from the flight's launch."""

    @property
    def velocity_m_s(self) -> Array:
        """At burnout; in the axes that are Earth-fixed at time 0."""

    @property
    def impulses(self) -> Sequence[tuple[float, Array]]:
        """Times (s from the flight's launch) and velocity changes (m/s, inertial, the axes of time 0), in order of
        time.
        """


class Meeting(Protocol):
    """What a witness says: a flight, an interceptor, and where and when they meet."""

    @property
    def flight(self) -> FlightPath:
        """The flight that is met."""

    @property
    def interceptor(self) -> InterceptorPath:
        """The interceptor that meets it."""

    @property
    def time_s(self) -> float:
        """When they meet, s from the flight's launch; before the interceptor's burnout, it is still boosting."""

    @property
    def position_m(self) -> Array:
        """Where they meet: inertial, in the axes that are Earth-fixed at time 0."""
