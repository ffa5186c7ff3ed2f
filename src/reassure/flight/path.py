"""Where a flight is at any time from its launch, boost included.

The boost itself is not modelled anywhere here: between launch and burnout the flight is taken along
the cubic that starts at rest at its base and arrives at its burnout with the burnout's velocity. So
a radar that sees into the boost sees it climb at a plausible rate, and no more is claimed for it.
"""

from __future__ import annotations

from reassure.earth.constants import ROTATION_RATE
from reassure.flight.family import BURNOUT_TIME, burnout_state, standing
from reassure.numeric.compile import inner
from reassure.typing import Array, Point

__all__ = ["position_at"]


@inner
def position_at(base: Array, flight: Array, when: float) -> Point:
    """Earth-fixed position, m, `when` seconds after launch.

    `base` (3,): Earth-fixed, m. `flight`: a row of flight.family.standing. After the flight's end
    the free flight goes on below the ground.
    """
    burnout = flight[BURNOUT_TIME]
    if when >= burnout:
        return standing(flight, when)
    u = when / burnout
    # Hermite's cubic from rest; the burnout's velocity relative to the turning Earth
    a = (1.0 + 2.0 * u) * (1.0 - u) * (1.0 - u)
    c = u * u * (3.0 - 2.0 * u)
    d = -u * u * (1.0 - u) * burnout
    p, v = burnout_state(flight)
    vx = v[0] + ROTATION_RATE * p[1]
    vy = v[1] - ROTATION_RATE * p[0]
    return (
        a * base[0] + c * p[0] + d * vx,
        a * base[1] + c * p[1] + d * vy,
        a * base[2] + c * p[2] + d * v[2],
    )
