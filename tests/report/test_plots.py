"""Figures: what is drawn is what the result says; labels, units and colours are there; nothing lies over a name."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Annotation

from reassure.answers.assessment import Assessment
from reassure.errors import ReassureError, ResultError
from reassure.geography.geodesics import course
from reassure.questions.assess import assess
from reassure.report import atlas
from reassure.report.colours import NEVER, STEPS, step_of
from reassure.report.plane import Plane
from reassure.report.plots.margins import least_by_base
from reassure.scenario.reader import parse
from reassure.words.rounding import signed
from tests.amounts import mostly_long
from tests.europe import sparse
from tests.report.exports.world import WORLD, intercept, world
from tests.small import small

ROOT = Path(__file__).parents[2]


@cache
def curved() -> Assessment:
    """The world with curves."""
    return assess(parse(WORLD.encode(), "world"), curves=True)


def _drawn(figure: Figure) -> dict[str, np.ndarray]:
    """Data of the lines that have a name."""
    found = {}
    for axes in figure.axes:
        for line in axes.lines:
            if line.get_gid():
                found[line.get_gid()] = np.column_stack(line.get_data()).astype(float)
    return found


def _words(figure: Figure) -> str:
    texts = [t.get_text() for t in figure.findobj(mpl.text.Text)]
    texts += [t.get_text() for legend in figure.legends for t in legend.get_texts()]
    return "\n".join(texts)


def _colours(figure: Figure) -> dict[str, str]:
    return {
        line.get_gid(): mpl.colors.to_hex(line.get_color())
        for axes in figure.axes
        for line in axes.lines
        if line.get_gid()
    }


FIGURES = {
    "map": lambda r, c: r.plot.map(columns=c),
    "map of one": lambda r, c: r.plot.map("boosted", columns=c),
    "margins": lambda r, c: r.plot.margins(columns=c),
    "delay": lambda r, c: r.plot.delay(columns=c),
    "side": lambda r, c: r.plot.side("boosted", columns=c),
}


@pytest.mark.some(2)
@pytest.mark.parametrize("columns", mostly_long([1, 2], 1))
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_made_as_wide_as_a_column_and_without_pixels(
    name: str, columns: int
) -> None:
    """Units are named; as SVG it is lines and letters."""
    figure = FIGURES[name](curved(), columns)
    assert figure.get_figwidth() * 25.4 == pytest.approx(89.0 if columns == 1 else 183.0)
    words = _words(figure)
    assert "km/s" in words
    out = BytesIO()
    figure.savefig(out, format="svg")
    assert b"<image" not in out.getvalue()
    out = BytesIO()
    figure.savefig(out, format="pdf")
    assert out.getvalue().startswith(b"%PDF")


def test_colours_are_those_of_the_viewer() -> None:
    """Steps, colours and words of viewer/src/scale.ts."""
    text = (ROOT / "viewer/src/scale.ts").read_text()
    for step in STEPS:
        below = "Infinity" if step.below == np.inf else f"{step.below:g}"
        assert f'{{ below: {below}, light: "{step.colour}"' in text
        assert f'words: "{step.words}"' in text
    assert f'light: "{NEVER.colour}"' in text
    assert step_of(-2.0).words == STEPS[0].words
    assert step_of(0.0) is STEPS[2]
    assert step_of(1e-9) is STEPS[3]
    assert step_of(np.nan) is NEVER


def test_a_map_is_true_from_its_middle() -> None:
    """Distance and direction from the middle of the map are those of the ground."""
    plane = Plane.about(np.array([50.0, 70.0, 40.0]), np.array([20.0, 170.0, -100.0]))
    rng = np.random.default_rng(3)
    lat, lon = rng.uniform(-60, 89, 50), rng.uniform(-180, 180, 50)
    x, y = plane.place(lat, lon)
    azimuth, away = course(plane.latitude_deg, plane.longitude_deg, lat, lon)
    np.testing.assert_allclose(np.hypot(x, y), away, rtol=1e-6)
    turn = np.degrees(np.arctan2(x, y)) - azimuth
    assert np.abs((turn + 180.0) % 360.0 - 180.0).max() < 1e-4


def test_map_draws_what_the_result_says() -> None:
    """Ends of flights, sites and meetings where they are; colours by the margin; of one deployment its own."""
    result = world()
    figure = result.plot.map("boosted")
    axes = figure.axes[0]
    drawn, colours = _drawn(figure), _colours(figure)
    middle = [p for a in result.theatre.areas if a.kind != "deployment" or a.id == "boosted" for p in a.rim[:: max(1, len(a.rim) // 8)]]  # fmt: skip
    plane = Plane.about(*np.array(middle).T)
    f = result.flights
    shown = [int(name.split()[1]) for name in drawn if name.startswith("flight")]
    assert shown
    for i in shown:
        x, y = plane.place(f.aim_latitude_deg[i], f.aim_longitude_deg[i])
        assert np.abs(drawn[f"flight {i}"][-1] - [x, y]).max() < 0.1
        assert colours[f"flight {i}"] == step_of(result.pairs.margin_km_s[1, i]).colour
    i = result.deployments[1].worst_flight
    meeting = np.column_stack(
        plane.place(
            result.pairs.intercept_latitude_deg[1, i], result.pairs.intercept_longitude_deg[1, i]
        )
    )
    assert np.abs(drawn["meeting 1"] - meeting).max() < 0.1
    assert "meeting 0" not in drawn
    words = _words(figure)
    assert f"margins of {result.deployment_names[1]}" in words
    assert all(name in words for name in ("Kozelsk", "Strait", "Pole", "km from the middle"))
    bar = drawn["scale"]
    assert f"{bar[1, 0] - bar[0, 0]:.0f} km" in words
    assert axes.get_aspect() == 1.0


def test_a_map_of_one_deployment_has_its_margins() -> None:
    """And one of all has the least: the fast interceptor's."""
    result = small()
    slow, every = (_colours(result.plot.map(name)) for name in ("slow", None))
    margin = result.pairs.margin_km_s
    for i in range(result.flights.count):
        assert slow[f"flight {i}"] == step_of(margin[0, i]).colour
        assert every[f"flight {i}"] == step_of(np.nanmin(margin[:, i])).colour
    assert slow != {name: every[name] for name in slow}


@pytest.mark.parametrize("columns", mostly_long([1, 2], 1))
def test_names_on_a_map_do_not_lie_on_each_other(columns: int) -> None:
    """In either width."""
    figure = small().plot.map(columns=columns)
    figure.draw_without_rendering()
    renderer = figure.canvas.get_renderer()
    notes = [t for t in figure.axes[0].texts if isinstance(t, Annotation)]
    assert len(notes) >= 5
    boxes = [n.get_window_extent(renderer) for n in notes]
    assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))


def test_margins_are_the_least_of_each_base() -> None:
    """Every number and colour of the table, and the shares."""
    result = world()
    names, least = least_by_base(result)
    assert names == ["kozelsk", "east", "arctic"]
    figure = result.plot.margins()
    cells = figure.axes[0].patches
    texts = [t.get_text() for t in figure.axes[0].texts]
    for d in range(3):
        for k, name in enumerate(names):
            mine = result.pairs.margin_km_s[d, result.flights.base == name]
            truth = min((float(m) for m in mine if m == m), default=np.nan)
            np.testing.assert_equal(least[d, k], truth)
            assert mpl.colors.to_hex(cells[3 * d + k].get_facecolor()) == step_of(truth).colour
            if truth == truth:
                assert signed(truth).replace("-", "−") in texts  # noqa: RUF001
    assert "100 %" in texts
    shown = [t.get_text() for t in figure.axes[0].get_yticklabels()]
    assert shown == list(result.deployment_names)


def test_delay_draws_the_curves() -> None:
    """Point by point; the available speed, the delay and where it flips."""
    result = curved()
    figure = result.plot.delay()
    drawn = _drawn(figure)
    assert result.curves is not None
    for i, d in enumerate(result.deployments):
        curve = result.curves[i]
        needed = [np.nan if v is None else v for v in curve.required_speed_km_s]
        np.testing.assert_array_equal(
            drawn[f"required {d.id}"], np.column_stack([curve.delay_s, needed])
        )
        assert (f"delay {d.id}" in drawn) == (d.launch_delay_s is not None)
        if d.launch_delay_s is not None:
            assert drawn[f"delay {d.id}"].tolist() == [[d.launch_delay_s, d.available_speed_km_s]]
        flip = result.critical(i)["launch_delay_s"]
        assert (f"flip {d.id}" in drawn) == (flip is not None)
        if flip is not None:
            assert drawn[f"flip {d.id}"].tolist() == [[flip, d.available_speed_km_s]]
    words = _words(figure)
    assert "launch delay after the flight's launch, s" in words
    one = _drawn(result.plot.delay(["fast"], columns=1))
    assert "required fast" in one
    assert "required boosted" not in one
    assert figure.axes[0].get_ylim()[0] == 0.0


def _direction(latitude_deg: float, longitude_deg: float) -> np.ndarray:
    lat, lon = np.radians([latitude_deg, longitude_deg])
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def test_side_is_to_scale_and_meets_where_it_says() -> None:
    """A kilometre is as long upward as along; the meeting at its height and distance; time marks every two minutes."""
    result = world()
    figure = result.plot.side("boosted")
    axes = figure.axes[0]
    drawn = _drawn(figure)
    assert axes.get_aspect() == 1.0
    i = result.deployments[1].worst_flight
    assert i is not None
    p, f = result.pairs, result.flights
    base, aim, spot = (
        _direction(float(lat), float(lon))
        for lat, lon in (
            (f.base_latitude_deg[i], f.base_longitude_deg[i]),
            (f.aim_latitude_deg[i], f.aim_longitude_deg[i]),
            (p.intercept_latitude_deg[1, i], p.intercept_longitude_deg[1, i]),
        )
    )
    # abreast of it on the way: Napier's rule in the right-angled triangle of base, foot and spot
    far = np.arccos(base @ spot)
    beside = abs(np.arcsin(np.cross(base, aim) @ spot / np.linalg.norm(np.cross(base, aim))))
    away = 6371.0088 * np.arccos(np.cos(far) / np.cos(beside))
    assert drawn["meeting"][0] == pytest.approx(
        [float(away), p.intercept_height_km[1, i]], abs=1e-2
    )
    assert np.linalg.norm(intercept(result, 1, i)) / 1e3 > 6356.0
    assert drawn["interceptor"][0][1] == pytest.approx(100.0, abs=1e-3)
    assert drawn[f"flight {i}"][-1][1] == pytest.approx(0.0, abs=1e-3)
    assert drawn[f"flight {i}"][0][1] == pytest.approx(200.0, abs=5.0)
    words = _words(figure)
    assert "height, km" in words
    assert "ground distance from the base along the flight's way, km" in words
    assert f"{signed(p.margin_km_s[1, i])} km/s".replace("-", "−") in words  # noqa: RUF001
    title = result.plot.side().axes[0].get_title(loc="left")
    assert title.startswith(f"{result.deployment_names[result.decisive]} and its closest flight")


def test_what_cannot_be_drawn_is_said() -> None:
    """No curves, no such deployment, no meeting, no such width, no theatre."""
    for call, said in (
        (lambda: world().plot.delay(), r"allowed: a result of assess\(\.\.\., curves=True\)"),
        (
            lambda: world().plot.map("nowhere"),
            "no deployment nowhere; allowed: fast, boosted, hopeless",
        ),
        (lambda: world().plot.side("hopeless"), "hopeless: no arc meets a flight"),
        (lambda: world().plot.margins(columns=3), "columns 3; allowed: 1, 2"),
        (
            lambda: replace(world(), theatre=None).plot.map(),
            "a map needs to know where things stand",
        ),
    ):
        with pytest.raises(ResultError, match=said):
            call()


def test_without_matplotlib_the_remedy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing else of the package asks for it."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ReassureError, match=r"pip install reassure\[plot\]"):
        small().plot  # noqa: B018
    code = "import sys, reassure.questions.assess, reassure.answers.assessment_file, reassure.cli; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_atlas_is_the_world() -> None:
    """Land covers what land covers: some places in and out of it, and 29 per cent of the globe."""
    import shapely
    from pyproj import Geod

    for rings in atlas.land():
        for ring in rings:
            assert np.array_equal(ring[0], ring[-1])
            turn = (
                np.diff(ring[:, 0]) + 180.0
            ) % 360.0 - 180.0  # a ring may cross the antimeridian
            assert np.abs(turn[np.abs(ring[1:, 1]) < 80.0]).max(initial=0.0) < 5.0
            assert np.abs(np.diff(ring[:, 1])).max() < 5.0
    geod = Geod(ellps="WGS84")
    # outlines run clockwise, so that their area is below 0; holes the other way round
    areas = [geod.polygon_area_perimeter(*ring.T)[0] for rings in atlas.land() for ring in rings]
    assert -sum(areas) / 510.1e12 == pytest.approx(0.29, abs=0.01)
    flat = Plane(50.0, 20.0)
    shapes = [
        shapely.make_valid(shapely.Polygon(np.column_stack(flat.place(r[0][:, 1], r[0][:, 0]))))
        for r in atlas.land()
    ]
    world_ = shapely.union_all(shapes)
    places = {(36.0, 54.0): True, (-100.0, 40.0): True, (0.0, 0.0): False, (-40.0, 75.0): True, (179.0, 60.0): False,
              (-178.0, 67.0): True}  # fmt: skip
    for (lon, lat), dry in places.items():
        assert bool(shapely.contains_xy(world_, *flat.place(np.array(lat), np.array(lon)))) is dry
    assert len(atlas.borders()) > 1000


FRESH = """
import sys
from tests.small import small
png = getattr(small().plot, sys.argv[1])()._repr_png_()
assert png[:8] == b"\\x89PNG\\r\\n\\x1a\\n" and len(png) > 10_000
assert "matplotlib.pyplot" not in sys.modules
"""


@pytest.mark.parametrize("name", mostly_long(["map", "margins", "side"], "side"))
def test_a_figure_shows_itself(name: str) -> None:
    """In a fresh process, with no magic and no window: a notebook asks it for its picture."""
    done = subprocess.run(
        [sys.executable, "-c", FRESH, name], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.long
def test_a_notebook_shows_a_figure() -> None:
    """By IPython's own display formatter, in a fresh process, once."""
    code = """
from IPython.core.interactiveshell import InteractiveShell
from tests.europe import sparse
from tests.small import small
shown, _ = InteractiveShell.instance().display_formatter.format(small().plot.map())
assert sorted(shown) == ["image/png", "text/plain"], sorted(shown)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.filterwarnings("error")
def test_margins_of_few_deployments_have_room_for_the_names_of_bases() -> None:
    """One or two rows below long names: the cells keep their height, and no name is cut off at the top."""
    whole = sparse()
    few = [d for d in whole.deployment if "redzikowo" in d.id]
    for rows, columns in ((1, 1), (2, 1), (2, 2)):
        result = assess(whole.model_copy(update={"deployment": few[:rows]}))
        figure = result.plot.margins(columns=columns)
        figure.canvas.draw()
        (axes,) = figure.axes
        height = axes.get_window_extent().height
        assert height > 0.1 * rows * figure.dpi
        top = max(label.get_window_extent().y1 for label in axes.get_xticklabels())
        assert top <= figure.bbox.y1 + 1.0
