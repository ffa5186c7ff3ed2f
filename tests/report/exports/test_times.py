"""One time scale in every format: elapsed SI seconds, and UTC with its leap seconds where there are dates."""

from __future__ import annotations

import json
import random
import warnings
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import netCDF4
import numpy as np
import oem as reader
import pytest
from astropy.time import Time
from astropy.utils.iers import LeapSeconds
from ccsds_ndm.ndm_io import NdmIo

from reassure.answers.ephemeris import Ephemerides
from reassure.engagement.ephemeris import ephemerides
from reassure.errors import ResultError
from reassure.report.exports import Moment, csv, czml, geojson, kml, netcdf, oem, parse_epoch, utc
from tests.report.exports.world import MOMENT, earth_fixed, flown, world

pytestmark = pytest.mark.filterwarnings("ignore:.*dubious year")

LEAP = "2016-12-31T23:59:{}Z"

EPOCHS = (
    "2016-12-31T23:50:00.25Z",  # the leap second is on the way
    "2016-12-31T23:57:00Z",  # its burnout is at the very beginning of the leap second
    "2016-12-31T23:56:59.5Z",  # and in the middle of it
    LEAP.format("59.999999"),
    LEAP.format("60"),
    LEAP.format("60.75"),
    "2017-01-01T00:00:00Z",
    "2015-06-30T23:55:00Z",
    "2012-03-14T12:00:00.125Z",
    "1971-12-31T23:55:00Z",  # before whole leap seconds
    "1965-08-31T23:50:00.5Z",
    "2099-12-31T23:55:00Z",  # past what is known
)


@cache
def one() -> Ephemerides:
    """A flight that burns out 180 s after its launch."""
    assert world().flights.burnout_time_s[0] == 180.0
    return ephemerides(world(), flights=[0])


def moment(epoch: str) -> Moment:
    return replace(MOMENT, epoch=parse_epoch(epoch))


def instant(label: str) -> Time:
    """By astropy, which has a table of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of years far ahead or long ago
        return Time(
            label.removesuffix("Z").replace(" ", "T"), format="isot", scale="utc", precision=9
        )


def seconds_after(epoch: str, label: str) -> float:
    return float((instant(label) - instant(epoch)).to_value("s"))


# -- each format, by readers that know leap seconds ------------------------------------------------


@pytest.mark.parametrize("epoch", EPOCHS)
def test_an_ephemeris_is_right_at_its_epochs(epoch: str, tmp_path: Path) -> None:
    """State by state, the flight is there at the moment that the label names, within ten centimetres, read by two."""
    oem.write(world(), one(), moment(epoch), tmp_path / "one.oem")
    (segment,) = NdmIo().from_path(tmp_path / "one.oem").body.segment
    labels = [vector.epoch for vector in segment.data.state_vector]
    by_label = np.array([seconds_after(epoch, label) for label in labels])
    states = reader.OrbitEphemerisMessage.open(tmp_path / "one.oem").states
    by_time = np.array([(s.epoch - instant(epoch)).to_value("s") for s in states])
    for times in (by_label, by_time):
        assert times[0] == pytest.approx(world().flights.burnout_time_s[0], abs=2e-6)
        assert times[-1] == pytest.approx(world().flights.flight_time_s[0], abs=2e-6)
        truth = flown(world(), 0, times)
        assert np.abs(1e3 * np.array([s.position for s in states]) - truth).max() < 0.1


@pytest.mark.parametrize("epoch", EPOCHS)
def test_an_ephemeris_interpolates_across_a_leap_second(epoch: str, tmp_path: Path) -> None:
    """Between its states too, by a reader that has astropy's clock; from the burnout to the end."""
    oem.write(world(), one(), moment(epoch), tmp_path / "one.oem")
    read = reader.OrbitEphemerisMessage.open(tmp_path / "one.oem")
    first, last = read.states[0].epoch, read.states[-1].epoch
    for share in np.linspace(0.001, 0.999, 30):
        when = first + (last - first) * share
        there = flown(world(), 0, np.array([(when - instant(epoch)).to_value("s")]))[0]
        assert np.linalg.norm(1e3 * read(when).position - there) < 0.1


@pytest.mark.parametrize("epoch", EPOCHS)
def test_czml_is_right_at_its_dates(epoch: str) -> None:
    """The epoch that its samples count from, and the ends of every interval: of flights, meetings and the clock."""
    result = world()
    packets = {p["id"]: p for p in czml.czml(result, one(), moment(epoch))}
    end = result.flights.flight_time_s[0]

    def span(text: str) -> list[float]:
        return [seconds_after(epoch, part) for part in text.split("/")]

    assert span(packets["document"]["clock"]["interval"]) == pytest.approx([0.0, end], abs=2e-6)
    flight = packets["flight/0"]
    assert span(flight["availability"]) == pytest.approx([0.0, end], abs=2e-6)
    for piece in flight["position"]:
        assert seconds_after(epoch, piece["epoch"]) == pytest.approx(0.0, abs=2e-6)
        rows = np.array(piece["cartesian"]).reshape(-1, 4)
        assert span(piece["interval"]) == pytest.approx([rows[0, 0], rows[-1, 0]], abs=2e-6)
    for m in one().interceptions:
        name = result.deployments[m.deployment].id
        assert span(packets[f"interceptor/{name}"]["availability"]) == pytest.approx(
            [m.arc.time_s[0], m.arc.time_s[-1]], abs=2e-6
        )


@pytest.mark.some(4)
@pytest.mark.parametrize("epoch", EPOCHS)
def test_netcdf_counts_seconds_from_the_whole_epoch(epoch: str, tmp_path: Path) -> None:
    """Its fraction and all; from a launch in a leap second, for which units of time have no name, from its end."""
    netcdf.write(world(), one(), moment(epoch), tmp_path / "one.nc")
    with netCDF4.Dataset(tmp_path / "one.nc") as data:
        data.set_auto_mask(False)
        start = data["time"].units.removeprefix("seconds since ")
        times = data["time"][:] + seconds_after(epoch, start)
        assert data["time"].units_metadata == "leap_seconds: none"
        assert data.launch_epoch == f"{utc.label(parse_epoch(epoch))}Z"
        across = epoch.startswith("2016-12-31T23:50")
        assert ("leap second that begins at 599.750000 s" in data["time"].comment) == across
        there = earth_fixed(data["longitude"][:], data["latitude"][:], 1e3 * data["height"][:])
        assert np.abs(there - flown(world(), 0, times)).max() < 0.1
        decoded = netCDF4.num2date(data["time"][:1], data["time"].units, data["time"].calendar)[0]
    # dates without a table are UTC until a leap second, and one second ahead from then on
    label = decoded.strftime("%Y-%m-%dT%H:%M:%S.%f")
    burnout = world().flights.burnout_time_s[0]
    ahead = 1.0 if utc.leaps_between(parse_epoch(epoch), burnout) else 0.0
    if "1971" not in epoch:  # whose last day was longer by a tenth
        assert seconds_after(epoch, label) == pytest.approx(burnout + ahead, abs=1e-5)


def test_every_format_says_its_time_scale(tmp_path: Path) -> None:
    """In words: seconds from the launch, and dates in UTC with leap seconds and until when these are known."""
    files = {}
    for page in (kml, czml, geojson, oem, netcdf, csv):
        name = page.__name__.split(".")[-1]
        page.write(world(), one(), MOMENT, tmp_path / name)
        files[name] = (
            (tmp_path / name).read_bytes().replace(b"\nCOMMENT", b"").decode("utf-8", "replace")
        )
    assert "SI seconds from the launch of the flight" in files["csv"]
    for name in ("kml", "czml", "geojson", "oem", "netcdf"):
        assert utc.TIMES in files[name]
    assert json.loads(files["geojson"])["notes"][0] == utc.TIMES


# -- the clock ----------------------------------------------------------------------------------------


def test_the_leap_seconds_are_those_of_the_bulletins() -> None:
    """The table of the IERS, as another package carries it, row by row."""
    rows = LeapSeconds.from_iers_leap_seconds()
    days = {
        date(int(row["year"]), int(row["month"]), int(row["day"])) - timedelta(days=1)
        for row in rows
        if int(row["year"]) > 1972 or int(row["month"]) > 1
    }
    mine = {day for day in map(date.fromordinal, range(719_893, 767_009)) if _leaps(day)}
    assert mine == days


def _leaps(day: date) -> bool:
    eve = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)
    return utc.label(eve, 1.0).endswith(":60.000000")


def test_labels_are_as_another_clock_has_them() -> None:
    """From 1961 to 2100, most of them about ends of days on which UTC stepped: within a microsecond of astropy."""
    dice = random.Random(4)
    steps = [
        *map(
            date.fromisoformat,
            ("1963-10-31", "1971-12-31", "1972-06-30", "2008-12-31", "2016-12-31"),
        )
    ]
    for k in range(1500):
        if k % 2:
            day = dice.choice(steps)
            start = datetime(day.year, day.month, day.day, 23, dice.randrange(60), tzinfo=UTC)
        else:
            start = datetime(1961, 1, 1, tzinfo=UTC) + timedelta(days=dice.uniform(0, 50_700))
        start = start.replace(microsecond=dice.randrange(1_000_000))
        after = dice.uniform(0.0, 7200.0)
        got = seconds_after(utc.label(start), utc.label(start, after))
        assert got == pytest.approx(after, abs=2e-6)


@pytest.mark.parametrize(
    ("start", "after", "label"),
    [
        ("2016-12-31T23:59:59Z", 1.0, "2016-12-31T23:59:60.000000"),
        ("2016-12-31T23:59:59Z", 1.9999994, "2016-12-31T23:59:60.999999"),
        ("2016-12-31T23:59:59Z", 1.9999996, "2017-01-01T00:00:00.000000"),
        ("2016-12-31T23:59:60.5Z", 0.5, "2017-01-01T00:00:00.000000"),
        ("2015-12-31T23:59:59Z", 1.0, "2016-01-01T00:00:00.000000"),
        ("2012-03-14T23:59:59.9999994Z", 0.0, None),
        ("2100-12-31T23:59:59Z", 3600.0, "2101-01-01T00:59:59.000000"),
    ],
)
def test_labels_at_edges(start: str, after: float, label: str | None) -> None:
    """The last microsecond of a leap second, its first, and the ends of the years allowed."""
    moment = utc.parse(start)
    assert (moment and utc.label(moment, after)) == label


@pytest.mark.parametrize(
    "text",
    [
        "2015-12-31T23:59:60Z", "2016-12-31T23:58:60Z", "2016-12-31T22:59:60Z", "2016-12-31T23:59:61Z",
        "2016-12-31T23:59:60", "2016-12-31T23:59:60+01:00", "2012-03-14T00:00:00.1234567Z", "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:60Z", "9999-12-31T23:59:59Z", "1961-07-31T23:59:59.97Z", "60",
    ],
)  # fmt: skip
def test_what_is_no_moment_of_utc_is_refused(text: str) -> None:
    """A leap second that was none, a finer fraction than is kept, a year too far, a second that was left out."""
    with pytest.raises(ResultError, match="allowed: UTC between 1958 and 2100"):
        parse_epoch(text)


def test_leap_seconds_and_fractions_are_read() -> None:
    """In either spelling, and written back as they were."""
    for text in ("2016-12-31T23:59:60.25Z", "2016-12-31T23:59:60.250+00:00", "20161231T235960.25Z"):
        assert utc.label(parse_epoch(text)) == "2016-12-31T23:59:60.250000"
    assert utc.label(parse_epoch("1958-01-01T00:00:00.5Z")) == "1958-01-01T00:00:00.500000"
