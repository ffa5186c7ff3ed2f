"""A chart of a store: which numbers, which picture, and what cannot be asked for."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.collections import QuadMesh
from matplotlib.colors import to_hex

from reassure.answers.sweep import SweepChart
from reassure.report.colours import NEVER, step_of
from reassure.report.plots.sweep import sweep_figure
from reassure.sweep import ChartQuestion, charted
from reassure.sweep.layout import VARIABLES
from reassure.sweep.study import QUANTITIES
from tests.called import called
from tests.sweep.made import made, margin

SPEEDS, DELAYS = (3.0, 4.0, 5.0, 6.0), (0.0, 100.0, 400.0)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("whole"))


def _words(chart: SweepChart) -> str:
    figure = sweep_figure(chart)
    return "\n".join(t.get_text() for t in figure.findobj(mpl.text.Text))


def test_two_dimensions_the_others_at_their_worst(whole: Path) -> None:
    """Without a word of what: the first two of the study, the least margin; rising along both."""
    chart = charted(whole)
    assert (chart.x.name, chart.y and chart.y.name, chart.variable) == (
        "speed", "delay", "least_margin_km_s"
    )  # fmt: skip
    assert chart.x.numbers == SPEEDS
    truth = [[margin(v, t, 1, 0) for v in SPEEDS] for t in DELAYS]
    np.testing.assert_array_equal(chart.value, truth)
    np.testing.assert_array_equal(chart.gap, [[0] * 4, [0] * 4, [1] * 4])
    assert [g.kind for g in chart.gaps] == ["no arc"]
    assert (
        chart.settings
        == "The least over all values of Solid-propellant ICBM: burnout time, s; burnout height, km, and over all deployments"
    )
    assert (chart.x.own, chart.y and chart.y.own) == (4.5, 100.0)


def test_other_dimensions_can_be_fixed(whole: Path) -> None:
    """By the study's own values: a number, an id, the row of a list."""
    asked = ChartQuestion("delay", "speed", at={"deployment": "e", "boost": "1"})
    chart = charted(whole, asked)
    np.testing.assert_array_equal(
        chart.value, [[margin(v, t, 0, 1) for t in DELAYS] for v in SPEEDS]
    )
    assert (
        chart.settings
        == "Solid-propellant ICBM: burnout time 120 s, burnout height 150 km; The other one"
    )
    line = charted(whole, ChartQuestion("boost", at={"speed": "4.0", "delay": "1e2"}))
    assert line.y is None
    np.testing.assert_array_equal(line.value, [[margin(4, 100, b, 0) for b in (0, 1)]])
    assert line.x.numbers is None
    assert line.x.labels == ("120, 150", "180, 200")


def test_the_worst_of_a_critical_delay_is_the_greatest_and_of_a_speed_the_least(
    whole: Path,
) -> None:
    """A figure that is missing as no arc meets a flight is farther from reach than any that is there."""
    chart = charted(whole, ChartQuestion("speed", "boost", "critical_burnout_speed_km_s"))
    np.testing.assert_allclose(chart.value, [[3.5 - 0.25 * b] * 4 for b in (0, 1)])
    assert (chart.gap == 0).all()
    late = charted(whole, ChartQuestion("speed", "delay", "critical_launch_delay_s"))
    np.testing.assert_allclose(
        late.value, [[np.nan, *(-200.0 * margin(v, 0, 1, 0) for v in SPEEDS[1:])]] * 3
    )
    # After 400 s no arc meets a flight at this delay, so at another one may: nearer to reach than never.
    assert [late.gaps[row[0] - 1].kind for row in late.gap] == ["out", "out", "no arc"]
    assert late.margin is not None
    assert late.margin[0, 0] == margin(3, 0, 1, 0)


def test_a_cell_that_is_not_whole_is_not_computed(tmp_path: Path) -> None:
    """What is missing could be worse than all that is there."""
    chart = charted(made(tmp_path, done=0), ChartQuestion("speed", "delay"))
    assert [g.kind for g in chart.gaps] == ["not computed"]
    assert (chart.gap == 1).all()
    assert "not computed yet" in _words(chart)


def test_the_picture_has_the_colours_of_the_report(whole: Path) -> None:
    """A cell in the colour of its margin, grey where no arc is, the line of margin 0, names with units, a key."""
    chart = charted(whole)
    figure = sweep_figure(chart)
    meshes = figure.axes[0].findobj(QuadMesh)
    cells = next(m for m in meshes if m.get_array().count() == 8)
    figure.canvas.draw()
    colours = [to_hex(c) for c in cells.get_facecolors()[:8]]
    assert colours == [step_of(float(m)).colour for m in chart.value[:2].ravel()]
    legend = figure.legends[0]
    keys = {t.get_text(): h for t, h in zip(legend.get_texts(), legend.legend_handles, strict=True)}
    assert to_hex(keys[chart.gaps[0].words].get_facecolor()) == NEVER.colour
    assert "margin 0, straight between the points" in keys
    assert {step_of(float(m)).words for m in chart.value[:2].ravel()} <= set(keys)
    axes = figure.axes[0]
    assert axes.get_xlabel() == "SM-3 IIA: burnout speed, km/s"
    assert axes.get_ylabel() == "SM-3 IIA at Redzikowo: launch delay, s"
    title = figure.get_suptitle()
    assert title.startswith("Speed, delay and boost\nLeast margin to any flight, km/s")
    numbers = [t.get_text() for t in axes.texts]
    assert "−2.75" in numbers  # noqa: RUF001
    contours = [c for c in axes.collections if isinstance(c, mpl.contour.ContourSet)]
    (path,) = contours[0].get_paths()
    # 3.5 - 0.25 + delay / 200 = speed, between the points of the first two delays.
    for x, y in path.vertices:
        assert x == pytest.approx(3.25 + y / 200.0)


def test_a_margin_of_0_is_in_reach_in_the_picture() -> None:
    """As everywhere: its colour is that of the step below it."""
    from reassure.answers.sweep import ChartAxis

    axis = ChartAxis("a", "a, s", ("0", "1"), (0.0, 1.0))
    value = np.array([[0.0, -1.0], [1e-9, 1.0]])
    chart = SweepChart("t", "least_margin_km_s", "least margin to any flight", "km/s", axis, axis, value, np.zeros((2, 2), int), (), value, "")  # fmt: skip
    figure = sweep_figure(chart)
    figure.canvas.draw()
    (cells,) = figure.axes[0].findobj(QuadMesh)
    assert [to_hex(c) for c in cells.get_facecolors()] == [step_of(m).colour for m in value.ravel()]


def test_one_dimension_is_a_line(whole: Path) -> None:
    """Through the values, with the line of margin 0; a gap is a grey band."""
    chart = charted(whole, ChartQuestion("delay", at={"speed": "5"}))
    axes = sweep_figure(chart).axes[0]
    lines = {line.get_gid(): line.get_data() for line in axes.lines if line.get_gid()}
    np.testing.assert_array_equal(lines["value"][0], DELAYS)
    np.testing.assert_array_equal(lines["value"][1], [margin(5, t, 1, 0) for t in DELAYS])
    assert list(lines["margin 0"][1]) == [0.0, 0.0]
    (band,) = axes.patches
    assert to_hex(band.get_facecolor()) == NEVER.colour
    assert (band.get_x(), band.get_x() + band.get_width()) == (250.0, 550.0)


def test_dimensions_of_names_stand_side_by_side(whole: Path) -> None:
    """Deployments by their names, with the border between reach and none."""
    chart = charted(whole, ChartQuestion("deployment", "boost"))
    words = _words(chart)
    for name in ("SM-3 IIA at Redzikowo", "The other one", "120, 150", "margin 0"):
        assert name in words


def test_every_quantity_of_a_study_can_be_drawn(whole: Path) -> None:
    """And each of them has words and a unit."""
    assert set(QUANTITIES) <= set(VARIABLES)
    for name in QUANTITIES:
        if name != "share_proved":
            assert chart_has(charted(whole, ChartQuestion("speed", "delay", name)))


def chart_has(chart: SweepChart) -> bool:
    """Is there a picture with the quantity's words on it?"""
    return chart.words[1:] in " ".join(_words(chart).split())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--chart x.png --x nope", "--x nope, which least_margin_km_s is not over; allowed: speed, delay, boost, deployment"),
        ("--chart x.png --y base", "--y base, which least_margin_km_s is not over"),
        ("--chart x.png --at nope=1", "--at nope, which least_margin_km_s is not over"),
        ("--chart x.png --variable nope", "--variable nope; allowed: least_margin_km_s, "),
        ("--chart x.png --x speed --y speed", "--x speed with --y speed; allowed: two different"),
        ("--chart x.png --x speed --at speed=3", "--at speed=3, which is an axis of the chart; allowed: delay, boost, deployment"),
        ("--chart x.png --at speed=3.3", "--at speed=3.3; allowed: 6, 3, 4, 5"),
        ("--chart x.png --at boost=3", "--at boost=3; allowed: 1, 2"),
        ("--chart x.png --at boost", "--at boost; allowed: DIM=VALUE"),
        ("--chart x.png --at speed=3 --at speed=4", "--at speed=4; allowed: DIM=VALUE, once"),
        ("--chart x.png --at speed=3 --at delay=0 --at boost=1 --at deployment=d", "--at with every dimension"),
        ("--chart x.gif", "x.gif: allowed: a name that ends in .pdf, .png or .svg"),
        ("--chart no/x.png", "no/x.png: no folder no"),
        ("--x speed", "--x without --chart; allowed: with it"),
        ("--at speed=3", "--at without --chart"),
        ("--resume", "--resume with a store; allowed: with a study file"),
        ("--workers 2", "--workers with a store"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_one_line(whole: Path, options: str, said: str) -> None:
    """Exit code 2, and no file."""
    done = called("sweep", "store.zarr", *options.split(), cwd=whole.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (whole.parent / "x.png").exists()


def test_a_chart_is_refused_before_the_run(whole: Path) -> None:
    """A dimension that the study has not: no store is begun."""
    done = called("sweep", "study.toml", "--out", "new.zarr", "--chart", "x.png", "--x", "nope", cwd=whole.parent)  # fmt: skip
    assert done.returncode == 2
    assert "--x nope, which" in done.stderr
    assert not (whole.parent / "new.zarr").exists()


def test_a_store_is_looked_at_without_a_run(whole: Path) -> None:
    """The summary, or with a chart the file alone; the store is as it was."""
    from reassure.sweep import digest

    before = digest(whole)
    told = called("sweep", "store.zarr", cwd=whole.parent)
    assert (told.returncode, told.stderr) == (0, "")
    assert "24 points, all done." in told.stdout
    assert told.stdout.endswith(f"\nsha256 {before}\n")
    done = called("sweep", "store.zarr", "--chart", "y.svg", cwd=whole.parent)
    assert (done.returncode, done.stdout, done.stderr) == (0, "written: y.svg\n", "")
    assert (whole.parent / "y.svg").read_text().lstrip().startswith("<?xml")
    assert digest(whole) == before
