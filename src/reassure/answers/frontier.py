"""A frontier map: for every place of a grid, what an interceptor there may have without reaching any flight."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from reassure.answers.datasets import unfilled
from reassure.answers.document import Document, Sha256, Title
from reassure.answers.reading import array_of
from reassure.answers.theatre import NOWHERE, Theatre
from reassure.catalog.used import FigureUsed
from reassure.geography.graticule import GLOBE
from reassure.machine.files import whole
from reassure.scenario.names import in_words
from reassure.typing import Array
from reassure.words.bands import band_in_words
from reassure.words.document import GIVEN, OMITTED, PLAIN, UNWRITTEN, Digits, FileType, Key, plain
from reassure.words.rounding import DOWN, UP, down, up

if TYPE_CHECKING:
    import xarray

__all__ = ["AREA", "Contour", "Frontier", "KeepOut", "MapFigures", "MappedDeployment", "Why"]

AREA = "35,-45,80,60"
"""Where no other area is asked for: Europe and its seas (SOUTH,WEST,NORTH,EAST)."""

# After the point of a limit in a file: cm/s of a speed, hundredths of a millisecond of a delay.
_DIGITS = 5
Limits = Annotated[Array, FileType(list[list[float | None]])]
Layers = Annotated[Array, FileType(list[list[list[float | None]]])]
Counts = Annotated[NDArray[np.int64], FileType(list[list[int]])]
Degrees = Annotated[Array, FileType(list[float]), Digits(6, PLAIN)]


class Why(IntEnum):
    """What is known of a place."""

    KNOWN = 0
    OUTSIDE = 1
    """Not in the area asked about."""
    NO_ARC = 2
    """At this delay no arc above the ground meets any flight: no speed reaches one."""
    NEVER = 3
    """At this speed no flight is in reach, even if launched with it."""

    @property
    def word(self) -> str:
        """The name in files."""
        return self.name.lower().replace("_", " ")


@dataclass(frozen=True)
class MapFigures:
    """A deployment's interceptor, as the map takes it from place to place.

    `launch_delay_s` counts from the flight's launch; None: it is sensed, flight by flight.
    """

    DIGITS: ClassVar = {"": GIVEN}

    deployment: str
    interceptor: str
    burnout_speed_km_s: float
    divert_km_s: float
    burnout_height_km: float
    burn_time_s: float
    launch_delay_s: float | None
    least_intercept_height_km: float
    greatest_intercept_height_km: float | None
    """None: no greatest height."""


@dataclass(frozen=True)
class Contour:
    """A line of equal value: `level` (km/s or s), what it stands for in words, and its parts, each a sequence of
    latitude and longitude, deg.
    """

    level: float
    words: str
    lines: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True)
class KeepOut:
    """Where an interceptor for which the map holds could reach some flight.

    `value`: its figure (km/s or s), which the named `deployments` have. `polygons`: each an outer ring and its holes,
    rings of latitude and longitude, deg; longitudes are those of the grid and may pass 180.
    """

    value: float
    deployments: tuple[str, ...]
    polygons: tuple[tuple[tuple[tuple[float, float], ...], ...], ...]


@dataclass(frozen=True)
class MappedDeployment:
    """A deployment for which the map holds, worked out at its own places, on the map or not.

    `figure` is its own speed or delay (km/s or s). `least` and `greatest` are of the limits at its places; None:
    there is a limit at none of them. `share_kept` is the part of its places where the figure keeps to the limit.
    """

    DIGITS: ClassVar = {"": Digits(6, PLAIN)}

    deployment: str
    figure: float
    least: float | None
    greatest: float | None
    share_kept: float


@dataclass(frozen=True, eq=False)
class Frontier(Document):
    """Arrays over rows (latitudes, from south) and columns (longitudes, eastward; they may pass 180). WGS84 degrees.

    Of `kind` "speed", `value` is the greatest burnout speed (km/s) with which, at the launch delay of `held`, no flight
    is within reach of the ideal interceptor. Of "delay" it is the least launch delay (s) at the speed of `held`. `why`
    (numbers of Why) says what a missing (NaN) value means. `flight` is the flight that decides the value, an index
    into `bases`, `aims` and `ratios`; -1 where there is none.
    """

    FORMAT: ClassVar = "reassure-frontier/1"
    COMMAND: ClassVar = "reassure limits --map"
    FILE: ClassVar = (
        "title", "scenario_sha256", "reassure_version", "kind", "area", "held", "stands", "latitude_deg",
        "longitude_deg", "greatest_speed", "least_delay", "parties", "greatest_speed_by_party", "least_delay_by_party",
        "certified", "kinds", "why", "flight", "bases", "aims", "ratios", "sources",
    )  # fmt: skip

    kind: Annotated[Literal["speed", "delay"], Key("map")]
    title: Title
    scenario_sha256: Sha256
    reassure_version: str
    area: str
    held: Annotated[MapFigures, Key("interceptor")]
    latitude_deg: Degrees
    longitude_deg: Degrees
    value: Array
    why: Annotated[Counts, Key("kind")]
    flight: Counts
    bases: Annotated[NDArray[np.str_], FileType(list[str]), Key("flights.base")]
    aims: Annotated[
        Array, FileType(list[tuple[float, float]]), Digits(4, PLAIN), Key("flights.aim_point")
    ]
    """(n, 2): latitude and longitude of every flight's aim, deg."""
    ratios: Annotated[Array, FileType(list[float]), Key("flights.flight_time_ratio")]
    """(n,): free-flight time over that of the minimum-energy flight."""
    stands: Annotated[tuple[MappedDeployment, ...], Key("deployments")]
    sources: tuple[FigureUsed, ...]
    parties: Annotated[tuple[str, ...] | None, OMITTED] = None
    """Whose the forces are that the interceptor faces, where they are of several; None: of one."""
    by_party: Annotated[Array | None, UNWRITTEN] = None
    """(parties, rows, columns), as `value`, against the forces of each party alone; None as `parties`."""
    contours: Annotated[tuple[Contour, ...], UNWRITTEN] = ()
    keep_out: Annotated[tuple[KeepOut, ...], UNWRITTEN] = ()
    theatre: Annotated[Theatre, UNWRITTEN] = NOWHERE
    """For maps, as contours and keep-out areas are: a file of the answer does not have them."""
    called: Annotated[tuple[tuple[str, str], ...], UNWRITTEN] = ()
    """What people call each deployment, by its id; as contours are."""
    certified: Annotated[
        Limits | None, Key("certified_burnout_speed_km_s"), Digits(_DIGITS, DOWN), OMITTED
    ] = None
    """As `value`, but proved: the greatest of the speeds tried that has a proof for every base. NaN: none."""

    @property
    def unit(self) -> str:
        """The unit of `value`: "km/s" or "s"."""
        return "km/s" if self.kind == "speed" else "s"

    @property
    def name(self) -> str:
        """The key of `value` in files."""
        return "greatest_burnout_speed_km_s" if self.kind == "speed" else "least_launch_delay_s"

    @property
    def party_name(self) -> str:
        """The key of `by_party` in files."""
        return (
            "greatest_burnout_speed_by_party_km_s"
            if self.kind == "speed"
            else "least_launch_delay_by_party_s"
        )

    def _columns(self) -> dict[str, Array]:
        return {self.name: self.value} | (
            {} if self.certified is None else {"certified_burnout_speed_km_s": self.certified}
        )

    def _party_columns(self) -> dict[str, Array]:
        """A column of a table for each party, and what it is called."""
        if self.parties is None or self.by_party is None:
            return {}
        return {
            f"{self.name}: {party}": layer
            for party, layer in zip(self.parties, self.by_party, strict=True)
        }

    @property
    def greatest_speed(
        self,
    ) -> Annotated[
        Limits | None, Key("greatest_burnout_speed_km_s"), Digits(_DIGITS, DOWN), OMITTED
    ]:
        """The values of a map of speeds, km/s; None of a map of delays. In files they are rounded down, to the safe
        side.
        """
        return self.value if self.kind == "speed" else None

    @property
    def least_delay(
        self,
    ) -> Annotated[Limits | None, Key("least_launch_delay_s"), Digits(_DIGITS, UP), OMITTED]:
        """The values of a map of delays, s; None of a map of speeds. In files they are rounded up, to the safe side."""
        return self.value if self.kind == "delay" else None

    @property
    def greatest_speed_by_party(
        self,
    ) -> Annotated[
        Layers | None, Key("greatest_burnout_speed_by_party_km_s"), Digits(_DIGITS, DOWN), OMITTED
    ]:
        """`by_party` of a map of speeds, km/s; None of a map of delays. In files as `greatest_speed`."""
        return self.by_party if self.kind == "speed" else None

    @property
    def least_delay_by_party(
        self,
    ) -> Annotated[
        Layers | None, Key("least_launch_delay_by_party_s"), Digits(_DIGITS, UP), OMITTED
    ]:
        """`by_party` of a map of delays, s; None of a map of speeds. In files as `least_delay`."""
        return self.by_party if self.kind == "delay" else None

    def name_of_deployment(self, id_: str) -> str:
        """What people call a deployment; its id in words where the answer does not say."""
        return dict(self.called).get(id_) or in_words(id_)

    @property
    def first_party(self) -> NDArray[np.int64] | None:
        """(rows, columns): whose flight it is that decides the value, an index into `parties`; -1 where none is in
        reach. None as `parties`.
        """
        if self.by_party is None:
            return None
        known = np.isfinite(self.by_party)
        # what is out of reach comes last
        far = np.where(known, self.by_party, math.inf if self.kind == "speed" else -math.inf)
        first = far.argmin(axis=0) if self.kind == "speed" else far.argmax(axis=0)
        return np.where(known.any(axis=0), first, -1)

    @property
    def weights(self) -> Array:
        """(rows, columns): the share of the map's area that each cell is; 0 outside of the area that was asked for."""
        # A cell of the grid is as large as the cosine of its latitude.
        areas = np.where(
            self.why == Why.OUTSIDE, 0.0, np.cos(np.radians(self.latitude_deg))[:, None]
        )
        found: Array = areas / areas.sum()
        return found

    @property
    def whole_globe(self) -> bool:
        """Do the places stand for all the Earth?"""
        return self.area == GLOBE

    @property
    def kinds(self) -> tuple[str, ...]:
        """What may be known of a place, in the order of their numbers."""
        return tuple(w.word for w in Why)

    @classmethod
    def from_file(cls, table: Mapping[str, Any]) -> dict[str, Any]:
        """`value` from a file's table, which has one of two keys for it."""
        # a map is of one kind, so exactly one of these keys is there
        keys = ("greatest_burnout_speed_km_s", "least_launch_delay_s")
        found = {"value": next(array_of(table[key]) for key in keys if key in table)}
        layers = ("greatest_burnout_speed_by_party_km_s", "least_launch_delay_by_party_s")
        by_party = next((array_of(table[key]) for key in layers if key in table), None)
        return found if by_party is None else found | {"by_party": by_party}

    def _text(self, value: float) -> str:
        return (
            ""
            if not math.isfinite(value)
            else (down if self.kind == "speed" else up)(value, _DIGITS)
        )

    def write_csv(self, path: str | Path) -> None:
        """Write a row for each place of the area as CSV; the file appears whole or not at all."""
        extra = self._columns() | self._party_columns()
        with whole(path) as out:
            # a line break in a title would end the comment
            title = " ".join(self.title.split())
            out.write(
                f"# {title}; scenario sha256 {self.scenario_sha256}; reassure {self.reassure_version}; {self.words}\n"
            )
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(
                ["latitude_deg", "longitude_deg", *extra, "kind", "base", "aim_latitude_deg", "aim_longitude_deg", "flight_time_ratio"]
            )  # fmt: skip
            # row by row from the south, and eastward in each
            for r, c in np.argwhere(self.why != Why.OUTSIDE):
                i = int(self.flight[r, c])
                # the grid's longitudes count on past 180; a file has -180 to 180
                lon = (self.longitude_deg[c] + 180.0) % 360.0 - 180.0
                turned = (
                    ["", "", "", ""]
                    if i < 0
                    else [
                        str(self.bases[i]),
                        *(f"{v:.4f}" for v in self.aims[i]),
                        f"{self.ratios[i]:g}",
                    ]
                )
                writer.writerow(
                    # adding 0.0 to what is rounded turns -0.0 into 0.0
                    [*(f"{round(x, 5) + 0.0:.5f}" for x in (self.latitude_deg[r], lon)), *(self._text(v[r, c]) for v in extra.values()), Why(int(self.why[r, c])).word, *turned]
                )  # fmt: skip

    @property
    def words(self) -> str:
        """What the map shows, in one line."""
        h = self.held
        if self.kind == "speed":
            delay = "as sensed" if h.launch_delay_s is None else f"{h.launch_delay_s:g} s"
            given = f"launch delay {delay}"
            what = "greatest burnout speed (km/s)"
        else:
            given = f"burnout speed {h.burnout_speed_km_s:g} km/s"
            what = "least launch delay (s)"
        divert = f", divert {h.divert_km_s:g} km/s" if h.divert_km_s else ""
        most = h.greatest_intercept_height_km
        heights = band_in_words((h.least_intercept_height_km, math.inf if most is None else most))
        return f"{what} at which no flight is within reach; {given}{divert}; intercepts count {heights}"

    def to_xarray(self) -> xarray.Dataset:
        """The map over (latitude_deg, longitude_deg), with units, sources, version and scenario hash."""
        import xarray as xr

        dims = ("latitude_deg", "longitude_deg")
        unit = {"units": "km s-1" if self.kind == "speed" else "s", "long_name": self.words}
        data: dict[str, Any] = {name: (dims, v, unit) for name, v in self._columns().items()}
        data["kind"] = (dims, self.why, {
            # CF's way to say what the whole numbers of a variable stand for
            "flag_values": np.array([int(w) for w in Why]),
            "flag_meanings": " ".join(w.name.lower() for w in Why),
            "long_name": "whether the value is known, or why not",
        })  # fmt: skip
        if self.parties is not None and self.by_party is not None:
            data |= self._layers(dims, unit)
        data["flight"] = (dims, self.flight, {"long_name": "flight that the value turns on"})
        data["flight_base"] = (
            ("n",),
            # texts as objects become strings of any length in a file
            self.bases.astype(object),
            {"long_name": "base of the flight"},
        )
        data["flight_aim"] = (
            ("n", "end"),
            self.aims,
            {"units": "degree", "long_name": "latitude, longitude"},
        )
        data["flight_time_ratio"] = (("n",), self.ratios, {
            "units": "1", "long_name": "free-flight time over that of the minimum-energy flight",
        })  # fmt: skip
        coords: dict[str, Any] = {
            "latitude_deg": ("latitude_deg", self.latitude_deg, {"units": "degrees_north", "standard_name": "latitude"}),
            "longitude_deg": ("longitude_deg", self.longitude_deg, {"units": "degrees_east", "standard_name": "longitude"}),
        }  # fmt: skip
        if self.parties is not None:
            # texts as objects become strings of any length in a file
            coords["party_name"] = (
                "party", np.array(self.parties, object), {"long_name": "whose the force is"},
            )  # fmt: skip
        attributes = {
            "Conventions": "CF-1.11",
            "history": f"reassure {self.reassure_version}, limits --map {self.kind}",
            "title": self.title,
            "scenario_sha256": self.scenario_sha256,
            "reassure_version": self.reassure_version,
            "interceptor": json.dumps(plain(self.held)),
            "sources": json.dumps([s.to_dict() for s in self.sources]),
        }
        return unfilled(xr.Dataset(data, coords, attributes))

    def _layers(self, dims: tuple[str, str], unit: dict[str, str]) -> dict[str, Any]:
        """What `to_xarray` has of a map against the forces of several parties."""
        assert self.parties is not None  # noqa: S101
        words = {"long_name": f"{self.words}; of each party's forces alone"}
        return {
            self.party_name: (("party", *dims), self.by_party, unit | words),
            "first_party": (dims, self.first_party, {
                "flag_values": np.arange(-1, len(self.parties)),
                # CF's flags are single words
                "flag_meanings": " ".join(["none", *(_one_word(p) for p in self.parties)]),
                "long_name": "whose flight the value turns on",
            }),
        }  # fmt: skip


def _one_word(name: str) -> str:
    """A name in the letters that a flag's meaning may have."""
    return re.sub(r"[^\w@.+-]+", "_", name, flags=re.ASCII)
