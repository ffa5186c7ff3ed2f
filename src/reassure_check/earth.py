"""The Earth: constants, what turns with it, and cells of its ellipsoid. Numbers in brackets are those of docs/guarantee.md."""

from types import SimpleNamespace
from typing import Any

from reassure_check.ball import PI, ZERO, Ball, Vector, atan2, exact, sin_cos, sq

MU, OMEGA = exact("3.986004418e14"), exact("7.292115e-5")
A, B = exact(6378137), exact("6356752.3142")  # the ellipsoid's radii
GROUND, SLOPE = exact(6371000), exact(21600)  # the latter of the ellipsoid's radius, m per radian
G_POLAR, ROOT_MU, RADIAN = MU / sq(B), MU.sqrt(), PI / 180.0  # (1)
N_POLAR = (G_POLAR / B).sqrt()


def spin(a: Vector) -> Vector:
    """The turning Earth's velocity at a point."""
    return -OMEGA * a[1], OMEGA * a[0], ZERO


def turned(a: Vector, time: Ball) -> Vector:
    """Where the Earth carries a point in that time."""
    s, c = sin_cos(OMEGA * time)
    return c * a[0] - s * a[1], s * a[0] + c * a[1], a[2]


class Bundle(SimpleNamespace):
    """Things with names."""


def cell(latitudes: Any, longitudes: Any, carried: Ball, wider: Ball = ZERO) -> Bundle:
    """A cell of the ellipsoid (degrees), carried east by an angle and wider to both sides by another (rad): middle,
    half-extents north and east, what these leave out (m); angle from the middle; eastward, m per radian.
    """
    (s0, c0), (s1, c1) = (sin_cos(x * RADIAN) for x in latitudes)
    low, high = atan2(B / A * s0, c0), atan2(B / A * s1, c1)
    (b, db), (along, dl) = half(low, high), half(*(x * RADIAN for x in longitudes))
    dl = dl + wider
    (sb, cb), (sl, cl) = sin_cos(b), sin_cos(along + carried)
    most_c, most_s = (cb + db).min(1.0), (abs(sb) + db).min(1.0)
    eastward = (-A * cb * sl, A * cb * cl, ZERO)
    return Bundle(
        middle=(A * cb * cl, A * cb * sl, B * sb),
        north=(-A * sb * cl * db, -A * sb * sl * db, B * cb * db),
        east=(eastward[0] * dl, eastward[1] * dl, ZERO),
        bend=A * 0.5 * (sq(db) + 2 * most_s * db * dl + most_c * sq(dl)),  # (20)
        angle=(db + most_c * dl) * A / B,  # (21)
        eastward=eastward,
    )


def half(low: Ball, high: Ball) -> tuple[Ball, Ball]:
    """Middle and half of an interval."""
    return (low + high) * 0.5, (high - low) * 0.5


def ellipsoid_radius(u: Vector) -> Any:
    return 1 / ((sq(u[0]) + sq(u[1])) / sq(A) + sq(u[2]) / sq(B)).sqrt()
