"""Frames against pyproj, which shares no code with the kernels."""

import numpy as np
from pyproj import Transformer

from reassure.earth.frames import (
    SITE_COLUMNS,
    SITE_EAST,
    SITE_NORTH,
    SITE_UP,
    component,
    earth_fixed_points,
    geodetic_points,
    offset,
    site_frame,
    turn,
)

RNG = np.random.default_rng(20120314)
LAT = np.degrees(np.arcsin(RNG.uniform(-1, 1, 5000)))
LON = RNG.uniform(-180, 180, 5000)
HEIGHT = RNG.uniform(-1e4, 5e7, 5000)


def test_earth_fixed_agrees_with_pyproj() -> None:
    """To a micrometre."""
    theirs = np.column_stack(
        Transformer.from_crs(4979, 4978, always_xy=True).transform(LON, LAT, HEIGHT)
    )
    ours = earth_fixed_points(np.radians(LAT), np.radians(LON), HEIGHT)
    assert np.abs(ours - theirs).max() < 1e-6


def test_geodetic_undoes_earth_fixed() -> None:
    """From 10 km below the surface to 50,000 km above, poles and antimeridian among them."""
    lat = np.concatenate([LAT, [90.0, -90.0, 0.0, 0.0]])
    lon = np.concatenate([LON, [0.0, 0.0, 180.0, -180.0]])
    height = np.concatenate([HEIGHT, [1e5, 0.0, 0.0, 2e5]])
    xyz = earth_fixed_points(np.radians(lat), np.radians(lon), height)
    back = geodetic_points(xyz)
    assert np.abs(back[:, 2] - height).max() < 1e-5
    again = earth_fixed_points(*(back[:, i].copy() for i in range(3)))
    assert np.abs(again - xyz).max() < 1e-5


def test_turn_goes_eastward() -> None:
    """A quarter turn carries longitude 0 to 90 east."""
    assert np.allclose(turn(1.0, 0.0, 2.0, np.pi / 2), (0.0, 1.0, 2.0), atol=1e-15)


def test_a_site_s_frame_is_east_north_up() -> None:
    """Against pyproj's own topocentric frame, at places all over the Earth; other columns are left."""
    for lat, lon, height in np.column_stack([LAT, LON, HEIGHT % 5e3])[:20].tolist():
        frame = np.full(SITE_COLUMNS + 2, 7.0)
        site_frame(np.radians(lat), np.radians(lon), height, frame)
        there = earth_fixed_points(np.radians(LAT[20:25]), np.radians(LON[20:25]), HEIGHT[20:25])
        local = Transformer.from_pipeline(
            f"+proj=topocentric +ellps=WGS84 +lat_0={lat!r} +lon_0={lon!r} +h_0={height!r}"
        )
        theirs = np.column_stack(local.transform(*there.T))
        for p, expected in zip(there, theirs, strict=True):
            d = offset(frame, tuple(p))
            ours = [component(frame, axis, d) for axis in (SITE_EAST, SITE_NORTH, SITE_UP)]
            np.testing.assert_allclose(ours, expected, atol=1e-6)
        assert (frame[SITE_COLUMNS:] == 7.0).all()
