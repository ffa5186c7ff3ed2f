"""A store in short: counts, the least margin and its place, where the answer changes; by numbers of our own."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from rich.console import Console

from reassure.answers.sweep import SweepSummary
from reassure.errors import SweepError
from reassure.report.text.sweep import sweep_text
from reassure.sweep import summed_up
from tests.sweep.made import STUDY, made, margin


def _text(summary: SweepSummary) -> str:
    out = io.StringIO()
    Console(file=out, width=160).print(sweep_text(summary))
    return out.getvalue()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("whole"))


def test_counts_and_the_worst_point(whole: Path) -> None:
    """24 points of two deployments; a point is in reach with one of them."""
    summary = summed_up(whole)
    at = [(v, t, b) for v in (6, 3, 4, 5) for t in (0, 100, 400) for b in (0, 1)]
    reached = sum(margin(v, t, b, 0) <= 0.0 for v, t, b in at)
    assert 0 < reached < 24
    s = summary.swept
    assert (s.points, s.done, s.in_reach, s.out_of_reach) == (24, 24, reached, 24 - reached)
    assert s.answers == 48
    assert dict(s.missing) == {
        "no arc above the ground meets any flight after this launch delay": 16,
        "no critical launch delay: out of reach at any delay, even if launched with the flight": 20,
    }
    assert summary.worst is not None
    assert summary.worst.value == margin(6, 0, 1, 0) == -2.75
    assert [p.value for p in summary.worst.at] == ["6", "0", "180, 200", "SM-3 IIA at Redzikowo"]
    assert summary.worst.at[0].words == "SM-3 IIA: burnout speed 6 km/s"
    assert (
        summary.worst.at[2].words
        == "Solid-propellant ICBM: burnout time 180 s, burnout height 200 km"
    )
    one, other = summary.deployments
    assert (one.name, one.in_reach) == ("SM-3 IIA at Redzikowo", reached)
    assert (other.name, other.in_reach) == ("The other one", 0)
    assert other.worst is not None
    assert other.worst.value == margin(6, 0, 1, 1)


def test_where_the_answer_changes(whole: Path) -> None:
    """Along each dimension, in the order of its values; with the others held, and at their worst."""
    speed, delay, boost = summed_up(whole).dimensions
    assert (speed.name, speed.words) == ("speed", "SM-3 IIA: burnout speed, km/s")
    assert speed.labels == ("3", "4", "5", "6")  # rising, though the study has 6 first
    # Of 3 x 2 x 2 settings those of the first deployment before 400 s.
    assert (speed.cases, speed.flips, speed.between) == (12, 4, ("3", "4"))
    assert speed.at_worst == (("3", "4"),)
    # After 400 s no arc meets any flight: out of reach too.
    assert delay.words == "SM-3 IIA at Redzikowo: launch delay, s"
    assert (delay.cases, delay.flips, delay.between) == (16, 6, ("100", "400"))
    assert delay.at_worst == (("100", "400"),)
    assert boost.words == "Solid-propellant ICBM: burnout time, s; burnout height, km"
    assert (boost.cases, boost.flips, boost.between, boost.at_worst) == (24, 0, None, ())


def test_a_store_that_grows(tmp_path: Path) -> None:
    """What is not computed is told, and counts neither way."""
    path = made(tmp_path, done=0)
    summary = summed_up(path)
    assert (summary.swept.done, summary.swept.in_reach, summary.worst) == (0, None, None)
    assert "24 points, 0 done, 24 not computed yet." in _text(summary)
    assert all(d.flips == 0 for d in summary.dimensions)
    assert "not known yet" in _text(summary)
    assert "nowhere" not in _text(summary)


def test_rows_in_no_order_have_no_neighbours(tmp_path: Path) -> None:
    """A list whose burnout times rise and fall: nothing is said of where the answer changes along it. Percentiles are of draws alone."""
    text = STUDY.replace("[[120, 150], [180, 200]]", "[[120, 150], [180, 200], [130, 160]]")
    summary = summed_up(made(tmp_path, text=text))
    boost = next(d for d in summary.dimensions if d.name == "boost")
    assert (boost.ordered, boost.drawn, boost.flips, boost.between, boost.at_worst) == (False, False, 0, None, ())  # fmt: skip
    assert all(d.ordered for d in summary.dimensions if d.name != "boost")
    assert "3 rows" in _text(summary)
    assert all(d.margins_km_s is None and d.shares_out is None for d in summary.deployments)


@pytest.mark.parametrize("quantity", ["share_out_of_reach", "least_margin_by_base_km_s"])
def test_without_the_least_margin(quantity: str, tmp_path: Path, whole: Path) -> None:
    """Other quantities say where some flight is in reach; a study with none of them says nothing of that."""
    text = STUDY.replace("[[axis]]", f'quantities = ["{quantity}"]\n\n[[axis]]', 1)
    found, full = summed_up(made(tmp_path, text=text)), summed_up(whole)
    assert found.swept.in_reach == full.swept.in_reach
    assert [d.flips for d in found.dimensions] == [d.flips for d in full.dimensions]
    assert (found.worst is None) == (quantity == "share_out_of_reach")


def test_it_says_nothing_that_was_not_kept(tmp_path: Path) -> None:
    """A study of critical speeds alone."""
    text = STUDY.replace("[[axis]]", 'quantities = ["critical_burnout_speed_km_s"]\n\n[[axis]]', 1)
    summary = summed_up(made(tmp_path, text=text))
    assert (summary.swept.in_reach, summary.swept.out_of_reach, summary.worst) == (None, None, None)
    assert "in reach of the ideal" not in _text(summary)


def test_in_words(whole: Path) -> None:
    """Sentences, and a table with the values of each dimension."""
    text = _text(summed_up(whole))
    assert "24 points, all done." in text
    assert (
        "The least margin to any flight is -2.75 km/s at the worst point: SM-3 IIA: burnout speed 6 km/s; "
        "SM-3 IIA at Redzikowo: launch delay 0 s; Solid-propellant ICBM: burnout time 180 s, burnout height 200 km; "
        "SM-3 IIA at Redzikowo."
    ) in " ".join(text.split())
    assert "0, 100, 400" in text
    assert "120, 150; 180, 200" in text
    assert "in 4 of 12 cases, between 3 and 4" in " ".join(text.split()).replace("  ", " ")


def test_names_travel_in_the_store(whole: Path) -> None:
    """What the deployments, bases and figures are called, for whoever opens it."""
    with xr.open_zarr(whole) as found:
        assert found["deployment_name"].values.tolist() == ["SM-3 IIA at Redzikowo", "The other one"]  # fmt: skip
        assert found["base_name"].values.tolist() == ["Kozelsk"]
        assert found["speed"].attrs["long_name"] == "SM-3 IIA: burnout speed"
        assert found["base_name"].dims == ("base",)


def test_what_is_no_store_of_a_study(tmp_path: Path) -> None:
    """One line: a folder, a damaged store, a store of something else."""
    with pytest.raises(
        SweepError,
        match="not a store of a sweep, or not yet; allowed: a study's store",
    ):
        summed_up(tmp_path)
    path = made(tmp_path)
    head = (path / ".zattrs").read_text()
    (path / ".zattrs").write_text(head.replace('"study":', '"map":'))
    with pytest.raises(SweepError, match="not a store of a study; allowed"):
        summed_up(path)
    (path / ".zattrs").write_text(head)
    (path / ".zmetadata").write_text("{}")
    with pytest.raises(SweepError, match="store.zarr: cannot be read: "):
        summed_up(path)


def test_a_map_says_where_the_limit_is_hardest(tmp_path: Path) -> None:
    """The least of the greatest speeds, and its place; places without one, and why; nothing flips."""
    from reassure.sweep.store import opened
    from reassure.sweep.study_run import job_in

    made(tmp_path)
    file = tmp_path / "map.toml"
    file.write_text(
        'format = "reassure-study/1"\ntitle = "A map"\nscenario = "scenario.toml"\ndeployments = ["d"]\n'
        '[map]\nkind = "speed"\narea = "50,10,60,30"\ndegrees = 5\n'
    )
    job = job_in(file)
    with opened(tmp_path / "map.zarr", job, False) as store:
        for task in job.tasks:
            lats, lons = task.arguments
            value = np.array([[lat / 10.0 + lon / 100.0 for lon in lons] for lat in lats])
            value[:, -1] = np.nan
            kind = np.where(np.isnan(value), 2, 0).astype(np.uint8)
            store.write(task.block, {"greatest_burnout_speed_km_s": value, "kind": kind})
    summary = summed_up(tmp_path / "map.zarr")
    assert summary.worst is not None
    assert [p.words for p in summary.worst.at] == ["latitude 50 deg", "longitude 10 deg"]
    assert summary.worst.value == pytest.approx(5.1)
    assert (summary.swept.points, summary.swept.done, summary.swept.in_reach) == (15, 15, None)
    assert dict(summary.swept.missing) == {"no arc above the ground meets any flight after the launch delay": 3}  # fmt: skip
    assert "is 5.10 km/s at the worst point: latitude 50 deg; longitude 10 deg." in _text(summary)
