"""A compromise: over places, interceptors, delays and numbers, what is protected against what reassures."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reassure.answers.theatre import Theatre
from reassure.catalog.used import FigureUsed
from reassure.machine.files import whole
from reassure.words.bands import Band, band_in_json
from reassure.words.rounding import DOWN, rounded

__all__ = ["Option", "Trade"]

FORMAT = "reassure-trade/1"


@dataclass(frozen=True)
class Option:
    """One way to deploy.

    `protected_share`: of the region's area that the missile can reach, the part where its flights could be met, times the
    part of the raid for which there are interceptors. `least_margin_km_s`: of the force's flights against the ideal
    interceptor; None: no arc meets any. `flights_engaged`: most flights of the force that its interceptors could
    engage; 0 where none is in reach. `planned`: the scenario's deployment that is this option, with all its places; empty:
    none. `certified`: no flight can be reached, proved (None: not tried, or not so by the margin).
    """

    latitude_deg: float
    longitude_deg: float
    interceptor: str
    burnout_speed_km_s: float
    launch_delay_s: float
    interceptors: int
    protected_share: float
    least_margin_km_s: float | None
    flights_engaged: int
    on_front: bool
    planned: str = ""
    certified: bool | None = None

    def beats(self, other: Option) -> bool:
        """No worse in protection, margin, flights engaged and number of interceptors, and better in one."""
        mine, theirs = self._goods(), other._goods()
        return all(a >= b for a, b in zip(mine, theirs, strict=True)) and mine != theirs

    def _goods(self) -> tuple[float, float, float, float]:
        margin = math.inf if self.least_margin_km_s is None else self.least_margin_km_s
        return (
            self.protected_share,
            margin,
            -float(self.flights_engaged),
            -float(self.interceptors),
        )


@dataclass(frozen=True)
class Trade:
    """All options, and which of them no other beats."""

    title: str
    scenario_sha256: str
    reassure_version: str
    protect: str
    missile: str
    raid: int
    per_flight: int
    cells: int
    options: tuple[Option, ...]
    theatre: Theatre
    sources: tuple[FigureUsed, ...]
    heights: tuple[tuple[str, Band], ...]
    """Between which heights (km) an intercept of each interceptor counts."""

    @property
    def front(self) -> tuple[Option, ...]:
        """Best protection first."""
        return tuple(
            sorted((o for o in self.options if o.on_front), key=lambda o: -o.protected_share)
        )

    @property
    def planned(self) -> tuple[Option, ...]:
        """The scenario's own deployments."""
        return tuple(o for o in self.options if o.planned)

    def best_out_of_reach(self) -> Option | None:
        """What protects most with every flight out of reach, and of several the one of greatest margin. None: nothing."""
        safe = [
            o
            for o in self.options
            if (o.least_margin_km_s is None or o.least_margin_km_s > 0.0) and o.protected_share > 0
        ]
        return max(safe, key=lambda o: o._goods(), default=None)

    def to_dict(self) -> dict[str, Any]:
        """As in a JSON file (docs/trade.md)."""
        return {
            "format": FORMAT,
            "scenario": {"title": self.title, "sha256": self.scenario_sha256},
            "reassure_version": self.reassure_version,
            "protect": self.protect,
            "against": self.missile,
            "raid": self.raid,
            "per_flight": self.per_flight,
            "cells": self.cells,
            "interceptors": [{"id": name, **band_in_json(band)} for name, band in self.heights],
            "options": [_plain(o) for o in self.options],
            "sources": [s.to_dict() for s in self.sources],
        }

    def write_json(self, path: str | Path) -> None:
        """Write everything as JSON; the file appears whole or not at all."""
        with whole(path) as out:
            json.dump(self.to_dict(), out, allow_nan=False)
            out.write("\n")

    def write_csv(self, path: str | Path) -> None:
        """Write a row for each option; whole or not at all."""
        rows: Sequence[dict[str, Any]] = [_plain(o) for o in self.options]
        with whole(path) as out:
            title = " ".join(self.title.split())
            out.write(
                f"# {title}; scenario sha256 {self.scenario_sha256}; reassure {self.reassure_version};"
                f" {self.protect} protected against {self.missile}\n"
            )
            writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            for row in rows:
                writer.writerow(row)


def _plain(o: Option) -> dict[str, Any]:
    margin = o.least_margin_km_s
    return {
        **o.__dict__,
        "latitude_deg": round(o.latitude_deg, 4),
        "longitude_deg": round(o.longitude_deg, 4),
        "protected_share": rounded(o.protected_share, 6),
        "least_margin_km_s": None if margin is None else rounded(margin, 4, DOWN),
    }
