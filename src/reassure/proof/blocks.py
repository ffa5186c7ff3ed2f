"""A map of speeds proved in blocks: one proof holds from everywhere in a block of its cells.

A block that keeps far below the map in one of its cells is cut in four, and each part is proved for itself. What is found
in one block is where the next begins: a tree of the one often is a tree of the other, but for a few leaves.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from reassure.claim import Claim
from reassure.claim.certificate import Certificate, read_body
from reassure.claim.model import Cell
from reassure.proof.folder import checked
from reassure.proof.greatest import Known, claim_at, greatest, speeds_of
from reassure.proof.limit import Proofs
from reassure.proof.refute import claim_in
from reassure.typing import Array

__all__ = ["KeptBlocks", "MapCells", "Span", "proved_strip", "strips_of"]

Span = tuple[int, int]
"""The first of some rows or columns, and the one after the last."""

_HALF = 0.5
"""Degrees: a cell reaches no farther than this from its place, so that places far apart have cells of their own."""

_BLOCK = 4.0
"""Degrees: a block's side, for cells that touch."""

_RUN = 8
"""Blocks of a strip: each begins where the one before ended, so it is neither one nor all."""

_ENOUGH = 0.75
"""A block is cut where its proved speed is a smaller share of the map's value in some cell. Cells of guarantee-2012
(Redzikowo's figures, 44 to 56 N, 10 to 30 E) are proved at 0.75 to 0.85 of it; the map there changes by some 1 % a degree.
"""


@dataclass(frozen=True)
class MapCells:
    """Places of a grid and what the map has there: rows (m,) from the south, columns (n,) eastward."""

    latitude_deg: Array
    longitude_deg: Array
    """May pass 180."""
    value: Array
    """(m, n), km/s: the map's greatest speed; NaN: not known, or outside."""
    half_deg: tuple[float, float]
    """How far a cell reaches from its place, in latitude and in longitude."""

    @staticmethod
    def of(latitude_deg: Array, longitude_deg: Array, value: Array) -> MapCells:
        """The cells of a whole grid: half a step each way, and at most half a degree."""
        steps = (float(np.diff(x).min(initial=2.0 * _HALF)) for x in (latitude_deg, longitude_deg))
        lat, lon = (min(_HALF, 0.5 * step) for step in steps)
        return MapCells(latitude_deg, longitude_deg, value, (lat, lon))

    def part(self, rows: Span, columns: Span) -> MapCells:
        """Some of the rows and columns, their cells as large as those of the whole grid."""
        down, across = slice(*rows), slice(*columns)
        return MapCells(
            self.latitude_deg[down], self.longitude_deg[across], self.value[down, across], self.half_deg
        )  # fmt: skip

    def side(self, axis: int) -> int:
        """How many cells a block has along an axis: as many as fit into _BLOCK where cells touch, else one."""
        half = self.half_deg[axis]
        places = (self.latitude_deg, self.longitude_deg)[axis]
        touching = places.size > 1 and places[1] - places[0] <= 2.0 * half + 1e-9
        return max(1, math.floor(_BLOCK / (2.0 * half) + 1e-9)) if touching else 1


def strips_of(cells: MapCells) -> tuple[list[Span], list[Span]]:
    """The rows and the columns of a map in strips: as high as a block, and _RUN blocks wide. Every strip of rows crosses
    every strip of columns. What is proved in a strip does not depend on the others.
    """
    return (
        _spans(cells.latitude_deg.size, cells.side(0)),
        _spans(cells.longitude_deg.size, _RUN * cells.side(1)),
    )


def _spans(count: int, length: int) -> list[Span]:
    return [(k, min(k + length, count)) for k in range(0, count, length)]


class KeptBlocks:
    """The certificates of a map's blocks in a folder: those of an earlier run, and those that are added.

    Raises ClaimError where a certificate has no claim that can be read.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # by the places that they are of; the checker is asked only about those that are wanted
        self._there: dict[tuple[Cell, ...], list[tuple[Claim, Path]]] = {}
        for path in sorted(folder.glob("*.cert")):
            claim = claim_in(path)
            self._there.setdefault(claim.interceptor[0].places, []).append((claim, path))
        for some in self._there.values():  # the greatest speed first
            some.sort(key=lambda pair: -pair[0].interceptor[0].burnout_speed_km_s)

    def find(
        self, claim: Claim, cells: list[Cell], speeds: list[float]
    ) -> tuple[int, Proofs] | None:
        """Which of the speeds (km/s, rising) is the greatest with a certificate of a map's claim from these cells, and its
        proofs; None: there is none. Raises InputError where one that is wanted is malformed.
        """
        for there, path in self._there.get(tuple(cells), ()):
            speed = there.interceptor[0].burnout_speed_km_s
            if speed not in speeds or there != claim_at(claim, cells, speed):
                continue
            if len(checked(path)) == len(there.clause):
                return speeds.index(speed), read_body(path)[0]
        return None

    def add(self, certificate: Certificate, cells: list[Cell]) -> None:
        """Keep one more."""
        certificate.write(self.folder / f"{_name(cells)}.cert")


def proved_strip(
    claim: Claim,
    cells: MapCells,
    *,
    threads: int | None = None,
    kept: KeptBlocks | None = None,
    done: Callable[[int], None] = lambda _: None,
) -> Array:
    """The greatest of `proof.greatest.SHARES` of the map's least value in a block that is proved, km/s, for each cell of a
    strip; NaN where none is.

    `claim`: of the map. `cells`: the strip's. `kept`: where certificates are kept; a proof that is there already, and that
    the checker accepts, is taken over. `done` is called with the number of cells that are settled, as they are.
    """
    work = _Strip(claim, cells, threads, kept)
    for west, east in _spans(cells.longitude_deg.size, cells.side(1)):
        here = np.zeros(cells.value.shape, bool)
        here[:, west:east] = np.isfinite(cells.value[:, west:east])
        if here.any():
            work.prove(here)
            done(int(here.sum()))
    return work.speed


class _Strip:
    """A strip while its blocks are proved from west to east."""

    def __init__(
        self, claim: Claim, cells: MapCells, threads: int | None, kept: KeptBlocks | None
    ) -> None:
        self.claim, self.cells, self.threads, self.kept = claim, cells, threads, kept
        self.speed = np.full(cells.value.shape, np.nan)
        self._known = Known()

    def prove(self, here: Array) -> None:
        """Prove a speed from all cells of a block, `here` (m, n), and from parts of it where that is far below the map."""
        value = self.cells.value[here]
        share = self._share(_rectangles(here, self.cells), float(value.min()))
        speed = None if share is None else speeds_of(float(value.min()))[share]
        if speed is not None:
            self.speed[here] = np.fmax(self.speed[here], speed)
        if speed is None or speed < _ENOUGH * float(value.max()):
            for part in _parts(here):
                self.prove(part)

    def _share(self, places: list[Cell], least: float) -> int | None:
        """Which share of the least value is proved from some places, in this run or in an earlier one."""
        there = self.kept.find(self.claim, places, speeds_of(least)) if self.kept else None
        if there is not None:
            self._known.learn(self.claim, *there)
            return there[0]
        share, certificate = greatest(self.claim, places, least, self._known, self.threads)
        if certificate is not None and self.kept is not None:
            self.kept.add(certificate, places)
        return share


def _parts(here: Array) -> list[Array]:
    """A block (m, n) cut in two in both directions where it is longer than a cell; empty where it is one cell."""
    rows, columns = np.flatnonzero(here.any(axis=1)), np.flatnonzero(here.any(axis=0))
    halves = [
        [places] if places.size == 1 else np.array_split(places, 2) for places in (rows, columns)
    ]
    if rows.size == columns.size == 1:
        return []
    parts = []
    for some in halves[0]:
        for others in halves[1]:
            part = np.zeros_like(here)
            part[np.ix_(some, others)] = here[np.ix_(some, others)]
            if part.any():
                parts.append(part)
    return parts


def _rectangles(here: Array, cells: MapCells) -> list[Cell]:
    """The cells `here` (m, n) as rectangles of touching ones: south, north, west, east."""
    runs: list[tuple[int, int, int, int]] = []
    for row in np.flatnonzero(here.any(axis=1)).tolist():
        columns = np.flatnonzero(here[row]).tolist()
        for _, some in groupby(enumerate(columns), lambda pair: pair[1] - pair[0]):
            run = [column for _, column in some]
            # one that stands right on another of the same width makes it higher
            below = next((r for r in runs if r[1:] == (row - 1, run[0], run[-1])), None)
            if below is not None:
                runs.remove(below)
            runs.append((row if below is None else below[0], row, run[0], run[-1]))
    lat, lon = cells.latitude_deg, cells.longitude_deg
    up, across = cells.half_deg
    # a grid's longitudes may pass 180: the block's middle is brought as near to 0 as whole turns do
    turn = 360.0 * round(float(lon[np.flatnonzero(here.any(axis=0))].mean()) / 360.0)
    return [
        (
            _neat(lat[south] - up), _neat(lat[north] + up),
            _neat(lon[west] - across - turn), _neat(lon[east] + across - turn),
        )
        for south, north, west, east in sorted(runs)
    ]  # fmt: skip


def _neat(degrees: float) -> float:
    """Without what sums of steps leave in the last digits, so that a claim reads well; some 0.1 mm."""
    return round(float(degrees), 9)


def _name(places: list[Cell]) -> str:
    """Of a certificate's file: the south-west and the north-east corner."""
    south, north = min(p[0] for p in places), max(p[1] for p in places)
    west, east = min(p[2] for p in places), max(p[3] for p in places)

    def said(degrees: float, letters: str) -> str:
        return f"{abs(degrees):.7g}{letters[0] if degrees >= 0 else letters[1]}"

    return "-".join(
        (said(south, "NS"), said(west, "EW"), "to", said(north, "NS"), said(east, "EW"))
    )
