"""A study's draws: which figures, which values, and what the store says of them in short."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from rich.console import Console

from reassure.errors import StudyError
from reassure.report.plots.sweep import sweep_figure
from reassure.report.text.sweep import sweep_text
from reassure.sweep import charted, summed_up
from reassure.sweep.reader import read_study
from reassure.uncertainty.draws import stream
from tests.called import called

SCENARIO = """\
format = "reassure-scenario/1"
title = "Uncertain"

[[force]]
bases = ["kozelsk"]
aims = ["conus"]
aim_spacing_km = 1500
flight_time_ratio = [1.0]
[force.booster]
id = "b"
burnout_time_s = { value = 180, low = 150, high = 190, status = "assumed" }
burnout_height_km = 200
downrange_km = 550

[[deployment]]
id = "d"
site = "redzikowo"
interceptor = { id = "i", burnout_speed_km_s = { value = 4.5, low = 4.0, high = 5.5, status = "assumed" } }
launch_delay_s = { value = 90, low = 60, high = 240, status = "assumed" }
"""
STUDY = """\
format = "reassure-study/1"
title = "Drawn"
scenario = "s.toml"
draws = { count = 40, seed = 7 }
"""
AXIS = """
[[axis]]
key = "deployment.d.launch_delay_s"
values = [60, 240]
"""


def _study(folder: Path, text: str = STUDY, scenario: str = SCENARIO) -> Path:
    (folder / "s.toml").write_text(scenario)
    (folder / "study.toml").write_text(text)
    return folder / "study.toml"


def test_every_uncertain_figure_is_drawn(tmp_path: Path) -> None:
    """By its own stream, evenly over its interval: the same for the same seed, another for another."""
    (rows,) = read_study(_study(tmp_path))[0].rows
    low, high = {}, {}
    for key, values in zip(rows.names(), zip(*rows.rows(), strict=True), strict=True):
        low[key], high[key] = min(values), max(values)
        assert len(values) == 40
    assert {k.rpartition(".")[2] for k in low} == {
        "burnout_time_s",
        "burnout_speed_km_s",
        "launch_delay_s",
    }
    delay = "deployment.d.launch_delay_s"
    at = rows.names().index(delay)
    expected = 60.0 + 180.0 * stream(7, delay).random(40)
    assert [row[at] for row in rows.rows()] == pytest.approx(expected.tolist())
    other = read_study(_study(tmp_path, STUDY.replace("seed = 7", "seed = 8")))[0].rows[0]
    assert other.rows() != rows.rows()


def test_what_moves_otherwise_is_not_drawn(tmp_path: Path) -> None:
    """The delay is on an axis; the other figures have the values that they have without it."""
    (alone,) = read_study(_study(tmp_path))[0].rows
    (rows,) = read_study(_study(tmp_path, STUDY + AXIS))[0].rows
    assert "deployment.d.launch_delay_s" not in rows.names()
    for key in rows.names():
        one, other = ([row[r.names().index(key)] for row in r.rows()] for r in (rows, alone))
        assert one == other


def test_percentiles_are_those_of_the_store(tmp_path: Path) -> None:
    """Of the least margin and the share; nothing is said of where the answer changes from one draw to the next."""
    study = _study(tmp_path)
    done = called("sweep", str(study), "--out", "s.zarr", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    summary = summed_up(tmp_path / "s.zarr")
    (one,) = summary.deployments
    with xr.open_zarr(tmp_path / "s.zarr") as store:
        margin = store["least_margin_km_s"].sel(deployment="d").to_numpy()
        share = store["share_out_of_reach"].sel(deployment="d").to_numpy()
        assert store["least_margin_km_s"].dims[0] == "draw"
    assert one.margins_km_s == pytest.approx(np.percentile(margin, [5, 50, 95]).tolist())
    assert one.shares_out == pytest.approx(np.percentile(share, [5, 50, 95]).tolist())
    assert 0 < one.in_reach == (margin <= 0.0).sum() < 40
    (dimension,) = summary.dimensions
    assert (dimension.ordered, dimension.drawn, dimension.between) == (False, True, None)
    out = io.StringIO()
    Console(file=out, width=160).print(sweep_text(summary))
    assert f"{one.in_reach} of 40" in out.getvalue()
    assert "40 draws" in out.getvalue()
    assert "The answer changes, between" not in done.stdout
    chart = charted(tmp_path / "s.zarr")
    assert chart.x.drawn
    assert sorted(chart.value[0]) == sorted(margin)
    line = next(x for x in sweep_figure(chart).axes[0].lines if x.get_gid() == "draws 0")
    at, share = line.get_data()
    assert share[np.searchsorted(at, 0.0, side="right") - 1] == pytest.approx(one.in_reach / 40)


def test_without_a_doubt_nothing_is_drawn(tmp_path: Path) -> None:
    """In one line, with the place."""
    certain = SCENARIO
    for figure, value in (("value = 180, low = 150, high = 190", 180), ("value = 4.5, low = 4.0, high = 5.5", 4.5), ("value = 90, low = 60, high = 240", 90)):  # fmt: skip
        certain = certain.replace(f'{{ {figure}, status = "assumed" }}', f"{value}")
    with pytest.raises(
        StudyError, match=r"study\.toml, line 4: draws: no figure has an interval; allowed: "
    ):
        read_study(_study(tmp_path, scenario=certain))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("draws = { count = 1 }", "draws"),
        ("draws = { seed = 3 }", "draws"),
        ("draws = { count = 5, seed = -1 }", "draws, seed = -1"),
        ('draws = { count = 5, name = "base" }', "name base twice"),
    ],
)
def test_bad_draws_are_refused(tmp_path: Path, text: str, said: str) -> None:
    """In one line: what, and what is allowed."""
    with pytest.raises(StudyError) as error:
        read_study(_study(tmp_path, STUDY.replace("draws = { count = 40, seed = 7 }", text)))
    assert said in str(error.value)
    assert "\n" not in str(error.value)
