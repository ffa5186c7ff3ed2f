"""OEM: read by two parsers that share nothing with the writer, nor with each other."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import numpy as np
import oem as reader
import pytest
from astropy.time import Time
from ccsds_ndm.ndm_io import NdmIo

from reassure.engagement.ephemeris import ephemerides
from reassure.errors import ResultError
from reassure.report.exports import oem
from tests.report.exports.world import MOMENT, flown, ways, world


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("oem")
    oem.write(world(), ways(), MOMENT, folder / "world.zip")
    with ZipFile(folder / "world.zip") as box:
        assert box.testzip() is None
        box.extractall(folder)
    found = sorted(folder.glob("*.oem"))
    assert len(found) == world().flights.count
    return found


def _seconds(times: Time) -> np.ndarray:
    start = Time(MOMENT.epoch.replace(tzinfo=None), scale="utc")
    return np.asarray((times - start).to_value("s"))


def test_states_by_the_first_reader(messages: list[Path]) -> None:
    """One object, Earth-fixed, UTC; positions within ten centimetres of the integrated flight, velocities their slope."""
    result = world()
    for i, path in enumerate(messages):
        read = reader.OrbitEphemerisMessage.open(path)
        assert len(read.segments) == 1
        meta = read.segments[0].metadata
        assert meta["REF_FRAME"] == "ITRF2000"
        assert meta["TIME_SYSTEM"] == "UTC"
        assert meta["CENTER_NAME"] == "EARTH"
        assert meta["OBJECT_ID"] == f"FLIGHT-{i}"
        states = read.states
        times = _seconds(Time([s.epoch for s in states]))
        assert times[0] == pytest.approx(result.flights.burnout_time_s[i], abs=1e-5)
        assert times[-1] == pytest.approx(result.flights.flight_time_s[i], abs=1e-5)
        position = np.array([s.position for s in states]) * 1e3
        # times are written to the microsecond: a centimetre at this speed
        assert np.abs(position - flown(result, i, times)).max() < 0.1
        velocity = np.array([s.velocity for s in states]) * 1e3
        k = len(states) // 2
        around = flown(result, i, times[k] + np.array([-1.0, 1.0]))
        assert np.abs(velocity[k] - (around[1] - around[0]) / 2.0).max() < 0.05


def test_interpolation_as_the_file_asks(messages: list[Path]) -> None:
    """Hermite of degree 7 between samples: within a decimetre of the integrated flight."""
    result = world()
    read = reader.OrbitEphemerisMessage.open(messages[0])
    assert read.segments[0].metadata["INTERPOLATION"] == "HERMITE"
    assert read.segments[0].metadata["INTERPOLATION_DEGREE"] == 7
    start = Time(MOMENT.epoch.replace(tzinfo=None), scale="utc")
    from astropy.time import TimeDelta

    for when in np.linspace(250.0, 1000.0, 7):
        got = read(start + TimeDelta(when, format="sec")).position * 1e3
        assert np.linalg.norm(got - flown(result, 0, np.array([when]))[0]) < 0.1


def test_the_second_reader_agrees(messages: list[Path]) -> None:
    """Every state and the comments, in which title, hash and sources travel."""
    result = world()
    read = NdmIo().from_path(messages[0])
    comments = "\n".join(read.header.comment)
    joined = comments.replace("\n", " ")
    assert result.scenario_sha256 in comments
    assert '<script>alert("x")</script>' in comments
    assert "WGS84" in comments
    assert "nominal" in comments
    for source in result.sources:
        assert f"SOURCE: {source.key} = " in joined
        assert all(who in joined for _, who, _ in source.dissent)
    (segment,) = read.body.segment
    first = reader.OrbitEphemerisMessage.open(messages[0]).states
    vectors = list(segment.data.state_vector)
    assert len(vectors) == len(first)
    for one, two in zip(vectors, first, strict=True):
        assert [float(one.x.value), float(one.y.value), float(one.z.value)] == two.position.tolist()


def test_lines_are_as_the_standard_wants(messages: list[Path]) -> None:
    """Printable ASCII, at most 254 characters."""
    for path in messages:
        for line in path.read_bytes().split(b"\n"):
            assert len(line) <= 254
            assert all(32 <= byte <= 126 for byte in line)


def test_of_the_boost_it_says_what_it_holds(messages: list[Path]) -> None:
    """States begin at the burnout: the cubic of the other formats is not in the file."""
    comments = " ".join(line.removeprefix("COMMENT ") for line in messages[0].read_text().splitlines() if line.startswith("COMMENT"))  # fmt: skip
    assert "A flight begins at its burnout; the boost is not modelled." in comments
    assert "cubic" not in comments


def test_a_single_flight_is_a_plain_file_and_several_are_not(tmp_path: Path) -> None:
    """A message is of one object."""
    one = ephemerides(world(), flights=[2])
    oem.write(world(), one, MOMENT, tmp_path / "one.oem")
    assert (
        reader.OrbitEphemerisMessage.open(tmp_path / "one.oem").segments[0].metadata["OBJECT_ID"]
        == "FLIGHT-2"
    )
    with pytest.raises(ResultError, match=r"allowed: a name that ends in \.zip"):
        oem.write(world(), ways(), MOMENT, tmp_path / "many.oem")
    assert [p.name for p in tmp_path.iterdir()] == ["one.oem"]
