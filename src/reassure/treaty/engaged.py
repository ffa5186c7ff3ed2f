"""How many warheads so many interceptors could engage at all: the most, and between what where accounts are not known."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from reassure.treaty.held import Part, Weights
from reassure.typing import Array, IntArray, Mask

__all__ = ["Engaged", "engaged_between", "most_engaged"]


class Engaged(NamedTuple):
    """The least and the greatest of the bound on warheads engaged, over all accounts that are allowed."""

    low: float
    high: float
    exact: bool
    """Some allowed accounts have each of the two. Else they may lie farther apart than the bound does."""


class _Limits(NamedTuple):
    """Of each of c parts: warheads between what all totals leave, launchers, and the most warheads on one."""

    warheads: Array
    """(c, 2)."""
    launchers: Array
    """(c, 2); as many as there are warheads where nobody says how many there are at most."""
    load: Array
    """(c,)."""


def engaged_between(
    weights: Weights, interceptors: IntArray, reached: Mask, per_flight: int
) -> Engaged:
    """Between what the bound lies over all accounts that are allowed. `interceptors` (d,); `reached` (d, c): by part.

    The bound rises with the warheads of a part and falls with its launchers: half as many launchers with the same warheads carry
    twice as many each, and a flight engaged then counts twice. So where every number has bounds of its own, the extremes are
    at the ends, and exact. Where a total binds several parts, or nobody says how many launchers there are, one part's end
    excludes another's. Then the greatest is of a program in which a flight engaged counts with the most that it can carry, a part with no
    more than its warheads, and totals hold; and the least is of flights that carry the least that they can.
    """
    limits = _limits(weights)
    if _free(weights):
        w, n = limits.warheads.astype(np.int64), limits.launchers.astype(np.int64)
        most, _ = most_engaged(w[:, 1], n[:, 0], interceptors, reached, per_flight)
        least, _ = most_engaged(w[:, 0], n[:, 1], interceptors, reached, per_flight)
        low, high = (least * w[:, 0] / n[:, 1]).sum(), (most * w[:, 1] / n[:, 0]).sum()
        return Engaged(float(low), float(high), True)
    return Engaged(
        _least(weights, limits, interceptors // per_flight, reached),
        _greatest(weights, limits, interceptors, reached, per_flight),
        False,
    )


def _free(weights: Weights) -> bool:
    """Has every part an account of its own, which nothing else binds?"""
    alone = all(len(s.parts) == 1 for s in weights.allowed.sums)
    return alone and all(p.launchers.low > 0 and p.launchers.high is not None for p in weights.parts)  # fmt: skip


def _limits(weights: Weights) -> _Limits:
    bounds = [weights.allowed.between([i]) for i in range(len(weights.parts))]
    warheads = np.array([(b.low, b.high) for b in bounds], float)
    rows = [_launchers(part, high) for part, high in zip(weights.parts, warheads[:, 1], strict=True)]  # fmt: skip
    return _Limits(warheads, np.array([r[:2] for r in rows]), np.array([r[2] for r in rows]))


def _launchers(part: Part, warheads: float) -> tuple[float, float, float]:
    """The fewest and the most launchers of a part, and the most warheads on one."""
    fewest = max(part.launchers.low, 0)
    most = warheads if part.launchers.high is None else part.launchers.high
    # All on one launcher, where nobody says that there are more.
    load = warheads / max(fewest, 1)
    return fewest, most, load if part.each is None else min(load, float(part.each))


def _greatest(
    weights: Weights, limits: _Limits, interceptors: IntArray, reached: Mask, per_flight: int
) -> float:  # fmt: skip
    """No bound of any allowed accounts is greater.

    Unknowns: flights engaged f (c,), interceptors spent s (d, c), warheads w (c,), and of these those engaged e (c,).
    """
    d, c = reached.shape
    eye, none = np.eye(c), np.zeros((c, c))
    spent = np.tile(eye, d)
    rows: list[tuple[Any, Any, Any]] = [
        # per_flight f[k] <= sum over i of s[i, k]; sum over k of s[i, k] <= interceptors[i]
        (np.hstack([per_flight * eye, -spent, none, none]), -np.inf, np.zeros(c)),
        (np.hstack([np.zeros((d, c)), np.kron(np.eye(d), np.ones(c)), np.zeros((d, 2 * c))]), -np.inf, interceptors),
        # e[k] <= w[k], and no more than so many flights can carry
        (np.hstack([none, 0 * spent, -eye, eye]), -np.inf, np.zeros(c)),
        (np.hstack([-np.diag(limits.load), 0 * spent, none, eye]), -np.inf, np.zeros(c)),
    ]  # fmt: skip
    for held, low, high in _sums(weights):
        row = np.hstack([np.zeros(c + d * c), held, np.zeros(c)])
        rows.append((row[None], np.array([low]), np.array([high])))
    # where nobody says how many launchers there are, a flight has one warhead at least
    flights = np.where(reached.any(axis=0), limits.launchers[:, 1], 0.0)
    most = np.concatenate(
        [flights, np.where(reached, interceptors[:, None], 0).ravel(), limits.warheads[:, 1], limits.warheads[:, 1]]
    )  # fmt: skip
    least = np.concatenate([np.zeros(c + d * c), limits.warheads[:, 0], np.zeros(c)])
    whole = np.concatenate([np.ones(c + d * c), np.zeros(2 * c)]).astype(np.int64)
    found = milp(
        -np.concatenate([np.zeros(2 * c + d * c), np.ones(c)]),
        constraints=[LinearConstraint(*row) for row in rows],
        integrality=whole,
        bounds=Bounds(least, most.astype(float)),
        options={"mip_rel_gap": 0.0},
    )
    if not found.success:
        raise AssertionError(f"a program that always has an answer: {found.message}")
    # None is 0, and not the minus zero of a negative least.
    return 0.0 - float(found.fun)


def _least(weights: Weights, limits: _Limits, interceptors: IntArray, reached: Mask) -> float:
    """No bound of any allowed accounts is less. `interceptors`: by so many as a flight takes.

    Over all warheads w (c,) the least of the greatest number engaged, where a part has as many launchers as it can have:
    by duality one linear program. Its other unknowns are the prices of a launcher u (c,), of a flight v (c,), and of an interceptor y (d,).
    """
    d, c = reached.shape
    known = np.array([p.launchers.high is not None for p in weights.parts])
    # A part of which nobody says how many launchers there are has one on each warhead, and the least of these.
    stand = np.where(known, limits.launchers[:, 1], limits.warheads[:, 0])
    each = np.where(known, 1.0 / np.maximum(stand, 1.0), 0.0)
    eye = np.eye(c)
    rows = [np.hstack([np.diag(each), -eye, -eye, np.zeros((c, d))])]
    ends = [np.where(known, 0.0, -1.0)]
    for i, k in np.argwhere(reached):
        row = np.zeros(3 * c + d)
        row[2 * c + k], row[3 * c + i] = 1.0, -1.0
        rows.append(row[None])
        ends.append(np.zeros(1))
    for held, low, high in _sums(weights):
        for sign, end in ((1.0, high), (-1.0, -low)):
            if np.isfinite(end):
                rows.append(np.hstack([sign * held, np.zeros(2 * c + d)])[None])
                ends.append(np.array([end]))
    found = linprog(
        np.concatenate([np.zeros(c), stand, np.zeros(c), interceptors]),
        A_ub=np.vstack(rows),
        b_ub=np.concatenate(ends),
        bounds=[*map(tuple, limits.warheads), *[(0.0, None)] * (2 * c + d)],
    )
    if not found.success:
        raise AssertionError(f"a program that always has an answer: {found.message}")
    least: Any = found.fun
    return max(float(least), 0.0)


def _sums(weights: Weights) -> list[tuple[Array, float, float]]:
    """Of each total which parts are in it (c,), and its bounds."""
    c = len(weights.parts)
    return [
        (np.isin(np.arange(c), list(s.parts)).astype(float), float(s.bounds.low), np.inf if s.bounds.high is None else float(s.bounds.high))
        for s in weights.allowed.sums
    ]  # fmt: skip


def most_engaged(
    warheads: IntArray,
    launchers: IntArray,
    interceptors: IntArray,
    reached: Mask,
    per_flight: int,
) -> tuple[IntArray, IntArray]:
    """The flights engaged of each of c bases where the warheads on them are most, and the interceptors that
    d deployments spend on each: (c,), (d, c).

    `warheads` and `launchers` (c,), `interceptors` (d,), `reached` (d, c). A flight of a base carries
    warheads/launchers and takes `per_flight` interceptors, of whichever deployments reach the base. Whole numbers
    throughout, solved exactly as a mixed-integer program (scipy's HiGHS). There always is an answer: no flight engaged.
    """
    d, c = reached.shape
    # Unknowns: flights engaged f (c,), then interceptors spent s (d, c), row by row.
    # Greatest is the sum of f warheads/launchers; milp looks for a least sum, so the sign is turned below.
    gain = np.concatenate([warheads / launchers, np.zeros(d * c)])
    # no more flights than launchers, and nothing spent on a base that is not reached
    most = np.concatenate([launchers, np.where(reached, interceptors[:, None], 0).ravel()])
    # For each base k: per_flight f[k] <= sum over i of s[i, k].
    each_base = np.hstack([per_flight * np.eye(c), -np.tile(np.eye(c), d)])
    # For each deployment i: sum over k of s[i, k] <= interceptors[i].
    each_deployment = np.hstack([np.zeros((d, c)), np.kron(np.eye(d), np.ones(c))])
    found = milp(
        -gain,
        constraints=[
            LinearConstraint(each_base, -np.inf, 0.0),
            LinearConstraint(each_deployment, -np.inf, interceptors),
        ],
        integrality=np.ones(gain.size, np.int64),
        bounds=Bounds(np.zeros(gain.size), most.astype(float)),
        # HiGHS stops within 1e-4 of the best unless told otherwise: one warhead of 10,000
        options={"mip_rel_gap": 0.0},
    )
    if not found.success:
        raise AssertionError(f"a program that always has an answer: {found.message}")
    # HiGHS takes what is within 1e-6 of a whole number for one
    values: Array = np.round(found.x)
    flights, spent = values[:c].astype(np.int64), values[c:].reshape(d, c).astype(np.int64)
    return flights, _trimmed(flights, spent, per_flight)


def _trimmed(flights: IntArray, spent: IntArray, per_flight: int) -> IntArray:
    """No more interceptors than the flights take: spending more costs the program nothing, so it may."""
    out = spent.copy()
    for k, needed in enumerate(per_flight * flights):
        for i in range(len(out)):
            out[i, k] = min(out[i, k], needed)
            needed -= out[i, k]
    return out
