"""Frontier maps as sweeps: the numbers of `frontier`, in one store, however it was interrupted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reassure.answers.frontier import Why
from reassure.errors import StudyError
from reassure.questions.certified_frontier import certified
from reassure.questions.frontier import frontier
from reassure.scenario import load
from reassure.sweep import digest, run
from reassure.sweep.reader import read_study
from reassure.sweep.study_run import job_in
from tests.forces import LONG_WAY
from tests.questions.test_certified_frontier import SCENARIO

STUDY = """\
format = "reassure-study/1"
title = "Two delays"
scenario = "poland-2007-mda"
bases = ["kozelsk"]
deployments = ["gbi-5-4"]

[map]
kind = "speed"
area = "45,0,60,20"
degrees = 5.0

[[axis]]
key = "deployment.gbi-5-4.launch_delay_s"
name = "delay"
values = [0, 360]
"""


def _study(folder: Path, text: str = STUDY) -> Path:
    path = folder / "study.toml"
    path.write_text(text)
    return path


def test_store_holds_what_frontier_says(tmp_path: Path) -> None:
    """At both delays; xarray opens it; a part deleted and resumed gives the same bytes."""
    import xarray as xr

    job = job_in(_study(tmp_path))
    store = tmp_path / "maps.zarr"
    run(job, store, workers=1)
    _, scenario = read_study(_study(tmp_path))
    with xr.open_zarr(store) as read:
        assert read["greatest_burnout_speed_km_s"].dims == (
            "delay",
            "latitude_deg",
            "longitude_deg",
        )
        for delay in (0.0, 360.0):
            truth = frontier(
                scenario, "speed", area="45,0,60,20", degrees=5.0, launch_delay_s=delay
            )
            found = read["greatest_burnout_speed_km_s"].sel(delay=delay).values
            assert found == pytest.approx(truth.value, abs=1e-6, nan_ok=True)
            assert (read["kind"].sel(delay=delay).values == truth.why).all()
    whole = digest(store)
    next((store / "greatest_burnout_speed_km_s").glob("1*")).unlink()
    run(job, store, workers=1, resume=True)
    assert digest(store) == whole


@pytest.mark.long
def test_delays_and_regions(tmp_path: Path) -> None:
    """A map of delays within a sea: outside has its kind, and nothing else is missing unnamed."""
    import xarray as xr

    text = STUDY.replace(
        'kind = "speed"\narea = "45,0,60,20"\ndegrees = 5.0',
        'kind = "delay"\narea = "baltic-sea"\nspacing_km = 300',
    )
    text = text[: text.index("[[axis]]")]
    job = job_in(_study(tmp_path, text))
    run(job, tmp_path / "maps.zarr", workers=1)
    with xr.open_zarr(tmp_path / "maps.zarr") as read:
        kind, value = read["kind"].values, read["least_launch_delay_s"].values
        assert (kind == Why.OUTSIDE).any()
        assert (np.isfinite(value) == (kind == Why.KNOWN)).all()


@pytest.mark.long
def test_certified_maps(tmp_path: Path) -> None:
    """The speeds that `certified` proves, place by place; and what no worker could prove is refused at once."""
    import xarray as xr

    (tmp_path / "s.toml").write_text(SCENARIO)
    text = STUDY[: STUDY.index("[[axis]]")].replace(
        "degrees = 5.0", "degrees = 10.0\ncertified = true"
    )
    text = text.replace(
        '"poland-2007-mda"\nbases = ["kozelsk"]\ndeployments = ["gbi-5-4"]', '"s.toml"'
    )
    run(job_in(_study(tmp_path, text)), tmp_path / "maps.zarr", workers=1)
    scenario = load(tmp_path / "s.toml")
    truth = certified(frontier(scenario, "speed", area="45,0,60,20", degrees=10.0), scenario)
    with xr.open_zarr(tmp_path / "maps.zarr") as read:
        found = read["certified_burnout_speed_km_s"].values
        assert found == pytest.approx(truth.certified, nan_ok=True)
        assert np.isfinite(found).any()
    (tmp_path / "s.toml").write_text(LONG_WAY)
    with pytest.raises(StudyError, match="the short way round"):
        job_in(_study(tmp_path, text))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('kind = "speed"', 'kind = "height"'), "kind"),
        (('area = "45,0,60,20"', 'area = "nowhere"'), "no region nowhere"),
        (("degrees = 5.0", "degrees = 5.0\nspacing_km = 10"), "not both"),
        (("degrees = 5.0", "degrees = 0.01"), "allowed: at most"),
        (
            ('title = "Two', 'quantities = ["least_margin_km_s"]\ntitle = "Two'),
            "quantities with a map",
        ),
        (('name = "delay"', 'name = "kind"'), "twice"),
    ],
)
def test_bad_maps_are_refused(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    """One line of reason."""
    text = STUDY.replace(*change)
    assert text != STUDY
    with pytest.raises(StudyError, match=said) as error:
        job_in(_study(tmp_path, text))
    assert "\n" not in str(error.value)
