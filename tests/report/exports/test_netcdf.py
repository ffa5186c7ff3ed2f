"""NetCDF: read by the C library's own interface, which shares nothing with the writer, and checked against CF."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import netCDF4
import numpy as np
import pytest

from reassure.answers.assessment import Reason
from reassure.report.exports import netcdf
from tests.report.exports.world import MOMENT, TITLE, earth_fixed, flown, ways, world


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("netcdf") / "world.nc"
    netcdf.write(world(), ways(), MOMENT, path)
    return path


@pytest.fixture
def data(file: Path):
    with netCDF4.Dataset(file) as opened:
        opened.set_auto_mask(False)
        yield opened


def test_pairs(data: netCDF4.Dataset) -> None:
    """Every array of the result, units and a long name with each, NaN and a reason where there is none."""
    result = world()
    shape = ("deployment", "flight")
    for name in (
        "required_speed_km_s",
        "margin_km_s",
        "intercept_height_km",
        "critical_launch_delay_s",
    ):
        assert data[name].dimensions == shape
        np.testing.assert_array_equal(data[name][:], getattr(result.pairs, name))
    assert data["margin_km_s"].units == "km s-1"
    assert list(data["deployment_id"][:]) == [d.id for d in result.deployments]
    assert list(data["base"][:]) == list(result.flights.base)
    assert data["reason"][2, 0] == Reason(int(result.pairs.reason[2, 0])).words
    for name, variable in data.variables.items():
        assert variable.long_name or variable.standard_name, name
        if variable.dtype is not str and name not in ("trajectory", "row_size"):
            assert variable.units, name


def test_trajectories(data: netCDF4.Dataset) -> None:
    """A contiguous ragged array: each flight's samples within ten centimetres of the integrated flight."""
    result = world()
    assert data.featureType == "trajectory"
    sizes = data["row_size"][:]
    assert data["row_size"].sample_dimension == "sample"
    assert data["trajectory"].cf_role == "trajectory_id"
    ends = np.cumsum(sizes)
    assert ends[-1] == data.dimensions["sample"].size
    times = netCDF4.num2date(data["time"][:2], data["time"].units, data["time"].calendar)
    seconds = (
        times[0] - netCDF4.num2date(0.0, "seconds since 2012-03-14 12:00:00")
    ).total_seconds()
    assert seconds == pytest.approx(result.flights.burnout_time_s[0], abs=1e-3)
    for i, flight in enumerate(data["trajectory"][:]):
        span = slice(ends[i] - sizes[i], ends[i])
        there = earth_fixed(
            data["longitude"][span], data["latitude"][span], 1e3 * data["height"][span]
        )
        truth = flown(result, int(flight), data["time"][span])
        assert np.linalg.norm(there - truth, axis=1).max() < 0.1
    assert data["latitude"].standard_name == "latitude"
    assert data["longitude"].units == "degrees_east"
    assert (data["height"].units, data["height"].positive) == ("km", "up")


def test_sources_hash_and_title_travel(data: netCDF4.Dataset) -> None:
    """As global attributes."""
    result = world()
    assert data.title == TITLE
    assert data.scenario_sha256 == result.scenario_sha256
    assert json.loads(data.sources) == [s.to_dict() for s in result.sources]
    assert data.Conventions == "CF-1.11"
    assert f"all {result.flights.count} flights" in data.comment
    # trajectories begin at the burnout: there is no cubic in this file
    assert "A flight begins at its burnout; the boost is not modelled." in data.comment
    assert "cubic" not in data.comment
    assert data.history.startswith("2026-01-02T03:04:05")


def test_a_null_in_a_text_is_replaced(tmp_path: Path) -> None:
    """The format's strings end at one: in a title, and in a name of a variable of texts."""
    names = world().flights.base.astype(object)
    names[0] = "a\0b"
    flights = replace(world().flights, base=names.astype(str))
    result = replace(world(), title="a\0b", flights=flights)
    netcdf.write(result, ways(), MOMENT, tmp_path / "x.nc")
    with netCDF4.Dataset(tmp_path / "x.nc") as data:
        assert data.title == "a\ufffdb"
        assert list(data["base"][:]) == ["a\ufffdb", *names[1:]]


def complies(file: Path) -> None:
    """An outside checker finds nothing against CF."""
    checker = str(Path(sys.executable).with_name("compliance-checker"))
    done = subprocess.run(
        [checker, "--test", "cf:1.11", "--skip-checks", "check_domain_variables", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "All tests passed!" in done.stdout


def test_cf_checker_finds_nothing(file: Path) -> None:
    """The IOOS checker's tests of CF 1.11, but one that fails by itself on any ragged array."""
    complies(file)


def test_xarray_opens_it(file: Path) -> None:
    """With times and coordinates decoded."""
    import xarray as xr

    with xr.open_dataset(file, engine="netcdf4") as data:
        assert data["margin_km_s"].sizes == {"deployment": 3, "flight": world().flights.count}
        assert str(data["time"].dtype).startswith("datetime64")
        assert "deployment_id" in data.coords
