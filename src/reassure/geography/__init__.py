"""Places on the ellipsoid, for the shell: geodesics (pyproj) and regions (shapely). Degrees and km."""
