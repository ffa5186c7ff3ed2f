"""NetCDF-4 with CF-1.11 attributes: the pairs as arrays, and the flights' ways as trajectories."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from reassure.answers.assessment import Assessment
from reassure.answers.datasets import unfilled
from reassure.answers.ephemeris import Ephemerides
from reassure.machine.files import whole_file
from reassure.report.exports import carried as c
from reassure.report.exports.utc import (
    label,
    leaps_between,
    left_of_leap_second,
    outside_leap_second,
)

if TYPE_CHECKING:
    import xarray

__all__ = ["netcdf", "save", "write"]

_NO_NULL = "\ufffd"  # for the one character that the format has not
_LARGE = 1000  # values; below, packing gains nothing

# Long names by variable; what is not here is its own name with blanks.
_LONG = {
    "required_speed_km_s": "least Earth-relative burnout speed with which the ideal interceptor meets the flight",
    "margin_km_s": "required less available speed; positive: out of reach",
    "site_latitude_deg": "latitude of the place that the interceptor leaves from",
    "site_longitude_deg": "longitude of the place that the interceptor leaves from",
    "launch_s": "launch of the interceptor, from the flight's launch",
    "intercept_s": "time of the meeting, from the flight's launch",
    "intercept_height_km": "height of the meeting",
    "intercept_latitude_deg": "latitude of the meeting",
    "intercept_longitude_deg": "longitude of the meeting",
    "critical_burnout_speed_km_s": "burnout speed at which the sign of the margin flips",
    "critical_launch_delay_s": "latest launch that still gets there, from the flight's launch",
    "critical_after_burnout_s": "the same from the flight's burnout",
    "reason": "why a value is missing",
    "flight_burnout_speed_km_s": "Earth-relative burnout speed of the flight",
    "base": "base of the flight",
    "aim": "aim region of the flight",
    "flight_time_ratio": "free-flight time over that of the minimum-energy flight",
    "flight_time_s": "time of flight from launch to the end",
    "burnout_time_s": "time from launch to burnout",
    "deployment_id": "id of the deployment",
    "deployment_burnout_speed_km_s": "burnout speed of the deployment's interceptor",
    "deployment_divert_km_s": "divert of the deployment's interceptor",
    "deployment_launch_delay_s": "launch delay of the deployment",
    "deployment_least_intercept_height_km": "height below which no intercept of the deployment counts",
    "deployment_greatest_intercept_height_km": "height above which none counts; missing: no such height",
    "deployment_faces": "forces that the deployment faces; empty: all",
}


def write(result: Assessment, ways: Ephemerides, moment: c.Moment, path: Path) -> None:
    """Write the file, whole or not at all. Raises OutputError."""
    save(netcdf(result, ways, moment), path)


def save(data: xarray.Dataset, path: Path) -> None:
    """Write a dataset as NetCDF-4, whole or not at all. Raises OutputError.
    It is made in memory first, since HDF5 ends the process on a full disk.
    """
    packed = {"compression": "gzip", "compression_opts": 4, "shuffle": True}
    # what is given here takes the place of the variable's own, in which `unfilled` has said whether there are holes
    encoding = {
        name: packed | {k: v for k, v in variable.encoding.items() if k == "_FillValue"}
        for name, variable in unfilled(data).variables.items()
        if variable.dtype.kind == "f" and variable.size > _LARGE
    }
    from xarray.backends import H5NetCDFStore

    made = io.BytesIO()
    # `to_netcdf` does the same, but asks Dask for a lock first, and so imports all of `distributed`: a tenth of the export
    store = H5NetCDFStore.open(made, mode="w", lock=False)
    try:
        data.dump_to_store(store, encoding=encoding)
    finally:
        store.close()
    with whole_file(path) as scratch:
        scratch.write_bytes(made.getbuffer())


def netcdf(result: Assessment, ways: Ephemerides, moment: c.Moment) -> xarray.Dataset:
    """The dataset of `Assessment.to_xarray` with CF's attributes and with the trajectories of the flights' falls."""
    # A variable of its dimension's name is a coordinate variable of CF, which holds numbers in order: ids are none.
    data = result.to_xarray().reset_index("deployment").rename_vars(deployment="deployment_id")
    data = data.assign_coords(_trajectories(result, ways, moment))
    for name, variable in data.variables.items():
        variable.attrs = _attributes(str(name), dict(variable.attrs))
    data.attrs |= {
        "Conventions": "CF-1.11",
        "institution": "none",
        "source": f"reassure {result.reassure_version}: a model of point masses, from published figures",
        "history": f"{label(moment.created)}Z reassure export",
        "launch_epoch": f"{moment.after(0.0)}Z",
        "references": "docs/method.md of the package",
        "comment": " ".join(
            [
                *c.about(result, ways, c.FROM_BURNOUT),
                "Time 0 is a nominal epoch that stands for no schedule.",
            ]
        ),
        "featureType": "trajectory",
    }
    for name, variable in data.variables.items():
        # Fixed text ("U") becomes variable-length strings, which end at a null character.
        if variable.dtype.kind == "U" and any(
            "\0" in word for word in set(variable.values.ravel().tolist())
        ):
            words = [word.replace("\0", _NO_NULL) for word in variable.values.ravel().tolist()]
            data[name] = (variable.dims, np.array(words).reshape(variable.shape), variable.attrs)
    data.attrs = {key: value.replace("\0", _NO_NULL) for key, value in data.attrs.items()}
    return data


def _attributes(name: str, attributes: dict[str, Any]) -> dict[str, Any]:
    """A variable's attributes with what CF wants: a long name, and for degrees the standard name and direction."""
    attributes.setdefault("long_name", _LONG.get(name, name.replace("_", " ")))
    if attributes.get("units") == "degree":
        # Degrees that are neither, as azimuths, keep their unit.
        which = "latitude" if "latitude" in name else "longitude"
        if which in name:
            attributes |= {
                "standard_name": which,
                "units": "degrees_north" if which == "latitude" else "degrees_east",
            }
    return attributes


def _trajectories(result: Assessment, ways: Ephemerides, moment: c.Moment) -> dict[str, Any]:
    """A contiguous ragged array (CF, section 9.3.3 and H.4.3): all samples in a row, and how many are each flight's."""
    # Free falls alone: the boost is not modelled, and no trajectory is to hold it.
    tracks = [t.fall for t in ways.flights]

    def row(name: str) -> Any:
        return np.concatenate([getattr(t, name) for t in tracks])

    reference, past = _reference(moment, max(float(t.time_s[-1]) for t in tracks))
    return {
        "trajectory": (
            ("trajectory",),
            np.array([t.flight for t in ways.flights]),
            {
                "cf_role": "trajectory_id",
                "long_name": "number of the flight along the dimension flight",
            },
        ),
        "row_size": (
            ("trajectory",),
            np.array([t.time_s.size for t in tracks]),
            {"long_name": "samples of this flight", "sample_dimension": "sample"},
        ),
        "time": (
            ("sample",),
            # Seconds from the reference moment, which is `past` after the launch.
            row("time_s") - past,
            {
                "standard_name": "time",
                "axis": "T",
                **reference,
            },
        ),
        "latitude": (
            ("sample",),
            row("latitude_deg"),
            {"standard_name": "latitude", "units": "degrees_north", "axis": "Y"},
        ),
        "longitude": (
            ("sample",),
            row("longitude_deg"),
            {"standard_name": "longitude", "units": "degrees_east", "axis": "X"},
        ),
        "height": (
            ("sample",),
            row("height_m") / 1e3,
            {
                "standard_name": "height_above_reference_ellipsoid",
                "long_name": "height above the WGS84 ellipsoid",
                "units": "km",
                "positive": "up",
                "axis": "Z",
            },
        ),
    }


def _reference(moment: c.Moment, end: float) -> tuple[dict[str, str], float]:
    """The attributes of a time that counts SI seconds from the nominal epoch, and how long after the launch it begins
    (s). A unit of time has no leap second: from a launch in one it counts from the end of it.
    """
    past = left_of_leap_second(moment.epoch)
    date, clock = outside_leap_second(moment.after(0.0), later=True).split("T")
    comment = "SI seconds: dates made from them without a table of leap seconds are UTC"
    if leaps := leaps_between(moment.epoch, end):
        when = ", ".join(f"{leap - past:.6f}" for leap in leaps)
        comment += f" until the leap second that begins at {when} s, and one second ahead of UTC from its end"
    what = (
        "launch of the flight"
        if past == 0.0
        else f"end of the leap second, {past:.6f} s after the launch of the flight"
    )
    return {
        "long_name": f"time from the {what}, at a nominal epoch",
        # Dates are to be made of these seconds without a table of leap seconds.
        "units": f"seconds since {date} {clock.removesuffix('.000000')}",
        "units_metadata": "leap_seconds: none",
        "calendar": "standard",
        "comment": comment,
    }, past
