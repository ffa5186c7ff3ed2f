"""A result as the viewer takes it: `reassure-view/1`, numbers as small whole numbers in long lists.

Lengths of a list follow the flights (n) or the deployments (d); pairs are d lists of n. Margins are in mm/s,
as in the JSON file; times of meetings in s, other times in tenths of it, positions in tens of m, velocities in cm/s: as exact as a
picture needs. Null where there is no number.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from reassure.answers.assessment import Assessment, Reason
from reassure.answers.estimates import NoReach
from reassure.answers.footprint import Footprint, GroundCell
from reassure.report.html.sheet import Sheet
from reassure.report.wording import (
    SLANTED,
    flight_name,
    flown,
    heights,
    percent_down,
    sentence,
    shape,
    verdict,
)
from reassure.typing import Array
from reassure.words.rounding import DOWN, NEAREST, UP, rounded, steps_of

__all__ = ["view"]

FORMAT = "reassure-view/1"

ASSUMPTIONS = (
    "Point masses. After burnout flights fall freely: two-body gravity over the turning WGS84 Earth.",
    "The ideal interceptor has all its speed at once, in whatever direction it likes, at its site, at the launch delay after the "
    "flight's launch, and falls freely from there. It is an estimate made to favour the interceptor, and not a guarantee.",
    "Flights stand for a force: every base against points of the aim regions, in the stated shapes. They are no plan.",
    "No guidance, seeker, decoys, warhead effects or failures; one interceptor that always works.",
    "A positive margin is out of reach. The guarantee is the theorem with its certificate, and nothing less.",
)
FLYOUTS = (
    "Best estimate: flyouts of notional vehicles whose stage figures are assumed; within reach only with a "
    "witness that can be flown again."
)


def view(result: Assessment, sheet: Sheet) -> dict[str, Any]:
    """Plain data for the viewer; nothing in it is worked out but sums, shares and rounding."""
    estimates = result.estimates
    assumptions = [
        *ASSUMPTIONS, flown(result), *heights(result), *(() if estimates is None else (FLYOUTS,))
    ]  # fmt: skip
    return {
        "format": FORMAT,
        "title": result.title,
        "version": result.reassure_version,
        "sha256": result.scenario_sha256,
        "command": sheet.command,
        "files": [f.__dict__ for f in sheet.files],
        "seed": sheet.seed,
        "verdict": verdict(result),
        "decisive": result.decisive,
        "slanted": SLANTED,
        "assumptions": assumptions,
        "deployments": [_deployment(result, i) for i in range(len(result.deployments))],
        "flights": _flights(result),
        "pairs": _pairs(result),
        "estimate": None if estimates is None else _estimate(result),
        "theatre": None if result.theatre is None else result.theatre.to_dict(),
        "curves": None if result.curves is None else [c.to_dict() for c in result.curves],
        "uncertainty": None if result.uncertainty is None else result.uncertainty.to_dict(),
        "missing": [m.__dict__ for m in result.missing],
        "sources": [s.to_dict() for s in result.sources],
        "proofs": [p.__dict__ for p in sheet.proofs],
        "footprints": [_footprint(f) for f in sheet.footprints],
    }


def _deployment(result: Assessment, i: int) -> dict[str, Any]:
    d = result.deployments[i]
    least = d.least_margin_km_s
    return {
        "id": d.id,
        "place": d.place,
        "interceptor": d.interceptor,
        "interceptors": d.interceptors,
        "from": d.from_year,
        "until": d.until,
        "burnout_speed_km_s": d.burnout_speed_km_s,
        "burnout_speed_status": d.burnout_speed_status,
        "divert_km_s": d.divert_km_s,
        "burnout_height_km": d.burnout_height_km,
        "burn_time_s": d.burn_time_s,
        "launch_delay_s": d.launch_delay_s,
        "least_margin_km_s": None if least is None else rounded(least, 6),
        "worst_flight": d.worst_flight,
        "latest_flight": d.latest_flight,
        "share_out_of_reach": d.share_out_of_reach,
        "out_of_reach": percent_down(d.share_out_of_reach),
        "critical": result.critical(i),
        "words": sentence(result, i),
        "latest_name": None if d.latest_flight is None else flight_name(result, d.latest_flight),
        "estimate": None if result.estimates is None else result.estimates.summary(i),
    }


def _flights(result: Assessment) -> dict[str, Any]:
    f = result.flights
    bases, base = np.unique(f.base, return_inverse=True)
    aims, aim = np.unique(f.aim, return_inverse=True)
    ratios, ratio = np.unique(f.flight_time_ratio, return_inverse=True)
    return {
        "count": f.count,
        "bases": bases.tolist(),
        "aims": aims.tolist(),
        "shapes": [{"ratio": float(r), "words": shape(float(r))} for r in ratios],
        "base": base.tolist(),
        "aim": aim.tolist(),
        "shape": ratio.tolist(),
        "base_place": _scaled(np.column_stack([f.base_latitude_deg, f.base_longitude_deg]), 1e4),
        "aim_place": steps_of(np.column_stack([f.aim_latitude_deg, f.aim_longitude_deg]), 4)
        .ravel()
        .tolist(),
        "burnout_time": _scaled(f.burnout_time_s, 10),
        "flight_time": _scaled(f.flight_time_s, 10),
        "burnout_speed": _scaled(f.burnout_speed_km_s, 1e3),
        "position": _scaled(f.burnout_position_m, 0.1),
        "velocity": _scaled(f.burnout_velocity_m_s, 100),
    }


def _pairs(result: Assessment) -> dict[str, Any]:
    p = result.pairs
    sites = [_sites(p.site_latitude_deg[i], p.site_longitude_deg[i]) for i in range(len(p.reason))]
    return {
        "margin": [_margins(row) for row in p.margin_km_s],
        "launch": [_counted(row, 0) for row in p.launch_s],
        "intercept": [_counted(row, 0) for row in p.intercept_s],
        "latest": [_counted(row, 1, UP) for row in p.critical_launch_delay_s],
        "site": [index for _, index in sites],
        "sites": [places for places, _ in sites],
        "reason": [_short(row) for row in p.reason],
        "reasons": [r.words for r in Reason],
        "not_faced": int(Reason.NOT_FACED),
    }


def _estimate(result: Assessment) -> dict[str, Any]:
    e = result.estimates
    assert e is not None  # noqa: S101
    return {
        "within": [_short(row.astype(np.int64)) for row in e.within_reach()],
        "latest": [_counted(row, 0) for row in e.latest_launch_s],
        "launch": [_counted(row, 0) for row in e.launch_s],
        "intercept": [_counted(row, 0) for row in e.intercept_s],
        "shots": [_short(row) for row in e.shots],
        "reason": [_short(row) for row in e.reason],
        "reasons": [r.words for r in NoReach],
        "vehicles": list(e.vehicles),
    }


def _sites(latitude: Array, longitude: Array) -> tuple[list[list[float]], list[int] | int | None]:
    """The different places that interceptors leave from, and which of them each pair uses."""
    known = np.isfinite(latitude)
    places = np.column_stack([latitude, longitude])[known]
    if not len(places):
        return [], None
    different, which = np.unique(places, axis=0, return_inverse=True)
    index = np.full(latitude.size, -1)
    index[known] = which.ravel()
    return np.round(different, 4).tolist(), _short(index)


def _short(values: NDArray[np.int64]) -> list[int] | int:
    """A list, or one number where all are the same."""
    first = int(values[0]) if values.size else 0
    return first if (values == first).all() else values.tolist()


def _margins(values: Array) -> list[Any] | int | None:
    """In steps of 1e-4 km/s, down, so that what is shown of them is what it would be of all their digits; and what is
    above zero stays above it.
    """
    known = np.isfinite(values)
    counts = np.zeros(values.size, np.int64)
    counts[known] = steps_of(values[known], 4, DOWN)
    counts[known & (values > 0.0)] = np.maximum(counts[known & (values > 0.0)], 1)
    return _packed(np.where(known, counts, np.nan))


def _counted(values: Array, digits: int, way: int = NEAREST) -> list[Any] | int | None:
    """In steps of so many digits, by way of those that the JSON file has: the page says what the file says."""
    known = np.isfinite(values)
    counts = np.zeros(values.size, np.int64)
    held = steps_of(values[known], max(digits, 2), way)
    counts[known] = steps_of(held / 10 ** max(digits, 2), digits, way)
    return _packed(np.where(known, counts, np.nan))


def _scaled(values: Array, factor: float) -> list[Any] | int | None:
    """Whole numbers, rows one after the other; null for NaN; one number or null where all are the same."""
    flat = np.round(np.asarray(values, float).ravel() * factor)
    return _packed(flat) if values.ndim == 1 else _listed(flat)


def _packed(flat: Array) -> list[Any] | int | None:
    if np.isnan(flat).all():
        return None
    return int(flat[0]) if (flat == flat[0]).all() else _listed(flat)


def _listed(flat: Array) -> list[Any] | None:
    if np.isnan(flat).all():
        return None
    return [None if v != v else int(v) for v in flat.tolist()]


def _footprint(f: Footprint) -> dict[str, Any]:
    seen = np.isin(
        f.cell, [GroundCell.COVERED, GroundCell.TOO_LATE, GroundCell.NEVER, GroundCell.NOT_SENSED]
    )
    rows, columns = np.nonzero(seen)
    share = f.share_covered
    return {
        "deployment": f.deployment,
        "missile": f.missile,
        "of": "launch area denied" if f.denied else "area protected",
        "share_covered": None if share is None else rounded(share, 4),
        "area_km2": round(f.area_km2(GroundCell.COVERED)),
        "kinds": [kind.word for kind in GroundCell],
        "kind": f.cell[rows, columns].tolist(),
        "place": _scaled(
            np.column_stack([f.latitude_deg[rows, columns], f.longitude_deg[rows, columns]]), 1e3
        ),
        "margin": _scaled(f.margin_s[rows, columns], 1),
        "cell_km": f.grid.cell_km,
    }
