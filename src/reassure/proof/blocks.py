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
from reassure.claim.model import Cell
from reassure.proof.folder import CertificateFolder
from reassure.proof.greatest import Known, claim_at, greatest, speeds_of
from reassure.typing import Array

__all__ = ["MapCells", "bands_of", "proved_band"]

_HALF = 0.5
"""Degrees: a cell reaches no farther than this from its place, so that places far apart have cells of their own."""

_BLOCK = 4.0
"""Degrees: a block's side, for cells that touch."""

_ENOUGH = 0.75
"""A block is cut where its proved speed is a smaller share of the map's value in some cell."""


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

    def rows(self, start: int, stop: int) -> MapCells:
        """Some of the rows, their cells as large as those of the whole grid."""
        part = slice(start, stop)
        lat, value = self.latitude_deg[part], self.value[part]
        return MapCells(lat, self.longitude_deg, value, self.half_deg)

    def side(self, axis: int) -> int:
        """How many cells a block has along an axis: as many as fit into _BLOCK where cells touch, else one."""
        half = self.half_deg[axis]
        places = (self.latitude_deg, self.longitude_deg)[axis]
        touching = places.size > 1 and places[1] - places[0] <= 2.0 * half + 1e-9
        return max(1, math.floor(_BLOCK / (2.0 * half) + 1e-9)) if touching else 1


def bands_of(cells: MapCells) -> list[tuple[int, int]]:
    """The rows of a map in bands as high as a block: first and last but one, from the south."""
    count, side = cells.latitude_deg.size, cells.side(0)
    return [(k, min(k + side, count)) for k in range(0, count, side)]


def proved_band(
    claim: Claim,
    cells: MapCells,
    *,
    threads: int | None = None,
    folder: Path | None = None,
    done: Callable[[int], None] = lambda _: None,
) -> Array:
    """The greatest of `proof.greatest.SHARES` of the map's least value in a block that is proved, km/s, for each cell of a
    band; NaN where none is.

    `claim`: of the map. `cells`: the band's. `folder`: where certificates are kept; a proof that is there already, and that
    the checker accepts, is taken over. `done` is called with the number of cells that are settled, as they are.
    """
    work = _Band(claim, cells, threads, folder)
    across = cells.side(1)
    for west in range(0, cells.longitude_deg.size, across):
        east = min(west + across, cells.longitude_deg.size)
        here = np.zeros(cells.value.shape, bool)
        here[:, west:east] = np.isfinite(cells.value[:, west:east])
        if here.any():
            work.prove(here)
            done(int(here.sum()))
    return work.speed


class _Band:
    """A band while its blocks are proved from west to east."""

    def __init__(
        self, claim: Claim, cells: MapCells, threads: int | None, folder: Path | None
    ) -> None:
        self.claim, self.cells, self.threads = claim, cells, threads
        self.speed = np.full(cells.value.shape, np.nan)
        self._known = Known()
        self._path = folder
        self._folder = None if folder is None else CertificateFolder(folder, make=True)

    def prove(self, here: Array) -> None:
        """Prove a speed from all cells of a block, `here` (m, n), and from parts of it where that is far below the map."""
        value = self.cells.value[here]
        least = float(value.min())
        places = _rectangles(here, self.cells)
        speed = self._kept(places, least)
        if speed is None:
            share, certificate = greatest(self.claim, places, least, self._known, self.threads)
            speed = None if share is None else speeds_of(least)[share]
            if certificate is not None and self._path is not None:
                certificate.write(self._path / f"{_name(places)}.cert")
        if speed is not None:
            self.speed[here] = np.fmax(self.speed[here], speed)
        if speed is None or speed < _ENOUGH * float(value.max()):
            for part in _parts(here):
                self.prove(part)

    def _kept(self, places: list[Cell], least: float) -> float | None:
        """The greatest speed with a certificate from an earlier run; None: there is none."""
        if self._folder is None or self._folder.empty:
            return None
        found = (
            speed
            for speed in reversed(speeds_of(least))
            if self._folder.find(claim_at(self.claim, places, speed)) is not None
        )
        return next(found, None)


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
