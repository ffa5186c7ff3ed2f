"""The viewer writes numbers as the package does: the same function twice, in two languages."""

from __future__ import annotations

import numpy as np

from reassure.geography.geodesics import along_km
from reassure.report.wording import latitude_longitude
from reassure.words.rounding import (
    DOWN,
    NEAREST,
    UP,
    apart,
    digits_before,
    down,
    nearest,
    signed,
    up,
)
from reassure.words.shares import percent, percent_down, percent_up
from tests.viewer.browser import Watched
from tests.words.test_rounding import numbers


def _plain(texts: list[str]) -> list[str]:
    return [t.replace("−", "-") for t in texts]


def test_python_and_typescript_write_the_same(tab: Watched, small_report: str) -> None:
    """Thousands of numbers and shares: nearest, down, up, with signs, in per cent; ties and tiny ones among them."""
    page = tab.ready(small_report)
    values = [*numbers(), 1e-9, -1e-9, 0.004999999, -0.005000001, 0.1 + 0.2]
    values += np.random.default_rng(2).normal(0.0, 5.0, 4000).tolist()

    def there(call: str) -> list[str]:
        got: list[str] = page.evaluate(f"v => v.map(x => window.reassure.{call})", values)
        return _plain(got)

    for digits in (0, 1, 2, 3):
        assert there(f"nearest(x, {digits})") == [nearest(v, digits) for v in values]
        assert there(f"down(x, {digits})") == [down(v, digits) for v in values]
        assert there(f"up(x, {digits})") == [up(v, digits) for v in values]
    assert there("signed(x)") == [signed(v) for v in values]
    for more in (0.0, 0.004, 3e-6):
        pairs = [" ".join(apart(v, v + more)) for v in values]
        assert there(f"apart(x, x + {more}).join(' ')") == pairs
    delays = [*np.linspace(88.0, 92.0, 4001).tolist(), 89.9999]
    found = page.evaluate("v => v.map(x => window.reassure.digitsBefore(x, 90))", delays)
    assert found == [digits_before(v, 90.0) for v in delays]
    values = [k / n for n in (16, 80, 5307) for k in range(n + 1)]
    for way, write in ((NEAREST, percent), (DOWN, percent_down), (UP, percent_up)):
        assert there(f"percent(x, {way})") == [write(v) for v in values]


def test_the_two_side_views_have_one_axis(tab: Watched, small_report: str) -> None:
    """A site stands as far along the way in the page as in `result.plot.side()`, for thousands of places."""
    page = tab.ready(small_report)
    draw = np.random.default_rng(3)
    lat, lon = draw.uniform(-80, 80, (2000, 3)), draw.uniform(-180, 180, (2000, 3))
    there = page.evaluate(
        "([lat, lon]) => lat.map((p, k) => { const [a, b, c] = p.map((x, j) => window.reassure.drawn(x, lon[k][j]));"
        " return window.reassure.along(a, b, c); })",
        [lat.tolist(), lon.tolist()],
    )
    here = [
        float(along_km((p[0], q[0]), (p[1], q[1]), p[2], q[2]))
        for p, q in zip(lat, lon, strict=True)
    ]
    np.testing.assert_allclose(there, here, atol=1e-3)


def test_places_are_written_alike(tab: Watched, small_report: str) -> None:
    """Of every flight on the page, as the table has it."""
    page = tab.ready(small_report)
    names = page.evaluate(
        "(() => { const v = window.reassure.scenes[0].app.view; return Array.from({length: v.count}, (_, i) => v.name(i)); })()"
    )
    places = page.evaluate(
        "(() => { const v = window.reassure.scenes[0].app.view; return Array.from({length: v.count}, (_, i) => v.aimPlace(i)); })()"
    )
    for name, place in zip(names, places, strict=True):
        assert f"to {latitude_longitude([place['latitude'], place['longitude']])}," in name
