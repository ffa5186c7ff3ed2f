"""CCSDS orbit ephemeris message, version 2.0 in keyword notation (CCSDS 502.0-B-2): a message a flight, as each
is of one object; several in an archive.

Written here: of the libraries that know the format one drops comments, in which the sources travel, and the
other's licence is not this package's. Both read the file back in the tests.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np

from reassure.answers.assessment import Assessment
from reassure.answers.ephemeris import Ephemerides, FlightTrack
from reassure.errors import ResultError
from reassure.machine.files import whole, whole_file
from reassure.report.exports import carried as c
from reassure.report.exports.utc import label, outside_leap_second
from reassure.words.counts import counted

__all__ = ["check", "write"]

_LONGEST = 240  # characters of a comment; the format has lines of at most 254

_FRAME = (
    "REF_FRAME: the axes are those of WGS84, Earth-fixed, and velocities are relative to the turning Earth. ITRF2000 "
    "stands for them, as the format has no WGS84 and the two differ by centimetres. The Earth of this model turns evenly, "
    "at 7.292115E-5 rad/s about the z axis, without precession, nutation or polar motion; so the Earth-fixed "
    "states are the model's own, and inertial ones would depend on the nominal epoch.",
    "TIME: every flight is launched at the epoch. It is nominal and stands for no schedule. Epochs are UTC; within "
    "a leap second the seconds are 60, and START_TIME or STOP_TIME that would lie in one stands at its edge. Free "
    "flight from burnout to the aim at height 0, point-mass gravity.",
)


def check(path: Path, flights: int) -> None:
    """Raise ResultError where a file of that name cannot hold so many flights: a plain message holds one."""
    if path.suffix.lower() != ".zip" and flights != 1:
        raise ResultError(
            f"{path}: {counted(flights, 'flight')}, and such a message holds one; "
            "allowed: a name that ends in .zip, for a message each, or --flight NUMBER"
        )


def write(result: Assessment, ways: Ephemerides, moment: c.Moment, path: Path) -> None:
    """Write one message, or an archive (.zip) of one for each flight; whole or not at all. Raises OutputError."""
    check(path, len(ways.flights))
    head = list(_head(result, ways, moment))
    if path.suffix.lower() != ".zip":
        with whole(path) as out:
            out.write(_message(head, result, ways.flights[0], moment))
        return
    with whole_file(path) as scratch, ZipFile(scratch, "w", ZIP_DEFLATED) as box:
        for track in ways.flights:
            entry = ZipInfo(f"flight-{track.flight:05d}.oem", moment.created.timetuple()[:6])
            # A plain file that its owner may write and all may read; ZIP keeps Unix modes in the upper 16 bits.
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            box.writestr(entry, _message(head, result, track, moment))


def _message(head: list[str], result: Assessment, track: FlightTrack, moment: c.Moment) -> str:
    return "\n".join([*head, *_segment(result, track, moment)]) + "\n"


def _head(result: Assessment, ways: Ephemerides, moment: c.Moment) -> Iterator[str]:
    # The order of keywords in the header is the standard's: version, comments, date, originator.
    yield "CCSDS_OEM_VERS = 2.0"
    title = " ".join(result.title.split())
    for text in (
        title,
        *c.about(result, ways, c.FROM_BURNOUT),
        *_FRAME,
        f"EPOCH: {moment.after(0.0)} UTC",
    ):
        yield from _comment(text)
    for text in c.source_lines(result):
        yield from _comment(f"SOURCE: {text}")
    yield f"CREATION_DATE = {label(moment.created)}"
    yield "ORIGINATOR = REASSURE"


def _segment(result: Assessment, track: FlightTrack, moment: c.Moment) -> Iterator[str]:
    # The fall alone: the boost is drawn in other formats, and not modelled (docs/exports.md).
    times = [moment.after(t) for t in track.fall.time_s.tolist()]
    yield ""
    yield "META_START"
    for key, value in c.flight_numbers(result, track.flight).items():
        if value is not None:
            yield from _comment(f"{key} = {value}")
    yield f"OBJECT_NAME = {_ascii(c.flight_name(result, track.flight))}"
    yield f"OBJECT_ID = FLIGHT-{track.flight}"
    yield "CENTER_NAME = EARTH"
    yield "REF_FRAME = ITRF2000"
    yield "TIME_SYSTEM = UTC"
    yield f"START_TIME = {outside_leap_second(times[0], later=False)}"
    yield f"STOP_TIME = {outside_leap_second(times[-1], later=True)}"
    # Positions and velocities of four states are eight conditions: a polynomial of degree 7.
    yield "INTERPOLATION = HERMITE"
    yield "INTERPOLATION_DEGREE = 7"
    yield "META_STOP"
    # The standard's units: km and km/s. Six digits of a km are a millimetre.
    states = np.column_stack([track.fall.position_m, track.velocity_m_s]) / 1e3
    for time, (x, y, z, vx, vy, vz) in zip(times, states.tolist(), strict=True):
        yield f"{time} {x:.6f} {y:.6f} {z:.6f} {vx:.9f} {vy:.9f} {vz:.9f}"


def _comment(text: str) -> Iterator[str]:
    for line in textwrap.wrap(_ascii(text), _LONGEST, break_long_words=True):
        yield f"COMMENT {line}"


def _ascii(text: str) -> str:
    """Printable ASCII, which is all that the format allows. Others stand by their number, control characters as
    blanks.
    """
    return "".join(
        ch
        if " " <= ch <= "~"
        else ch.encode("ascii", "backslashreplace").decode()
        if ord(ch) > 126
        else " "
        for ch in text
    )
