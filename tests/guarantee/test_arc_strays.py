"""How far thrust and perturbed paths go from an interceptor's reference arc, and what the way takes off its proof."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reassure.flight.lambert import lambert
from reassure.guarantee.arc_strays import INNER_RADII, Spans
from reassure.typing import LimitFigures
from tests.amounts import WHOLE, amount, fewer
from tests.guarantee import paths, strays_of
from tests.guarantee.paths import B

Arc = tuple[np.ndarray, np.ndarray, float]
"""Where it starts (m), its velocity (m/s), and its time (s)."""

FAMILIES = ("short", "long", "wide", "inside", "hyperbola", "down")


def _arc(family: str, rng: np.random.Generator) -> Arc:
    """An arc of a family: `wide` turns nearly half way, `inside` has its perigee between its ends."""
    up = rng.normal(size=3)
    up /= np.linalg.norm(up)
    side = np.cross(up, rng.normal(size=3))
    side /= np.linalg.norm(side)
    r0, r1 = rng.uniform(B, 6.6e6), rng.uniform(6.5e6, 8e6)
    angle, tau = math.radians(rng.uniform(0.1, 60)), rng.uniform(60, 900)
    if family == "long":
        angle, tau, r1 = math.radians(rng.uniform(2, 120)), rng.uniform(1000, 2450), rng.uniform(6.5e6, 9e6)  # fmt: skip
    if family == "wide":
        angle, tau, r1 = math.radians(rng.uniform(130, 179)), rng.uniform(1800, 2450), rng.uniform(6.4e6, 8e6)  # fmt: skip
    if family == "inside":
        r0, r1 = rng.uniform(6.6e6, 9e6), rng.uniform(6.6e6, 9e6)
        angle, tau = math.radians(rng.uniform(40, 170)), rng.uniform(500, 2400)
    if family == "hyperbola":
        tau = rng.uniform(60, 900)
        r1 = rng.uniform(7e6, 2e7)
    if family == "down":  # from above to the ground
        r0, r1 = r1, rng.uniform(B, 6.5e6)
    b, a = r0 * up, r1 * (math.cos(angle) * up + math.sin(angle) * side)
    if family == "hyperbola":
        tau = np.linalg.norm(a - b) / rng.uniform(1.1e4, 2e4)
    return b, np.array(lambert(*b, *a, tau, False)[1:4]), float(tau)


def _tried(arcs: int, count: int, number: int) -> tuple[dict[str, np.ndarray], dict[str, int], int]:
    """The largest ratios by family; how many paths; of how many seconds the longest was."""
    rng = np.random.default_rng(number)
    paths.seed(number)
    worst = {f: np.zeros(4) for f in FAMILIES}
    seen, longest = dict.fromkeys(FAMILIES, 0), 0.0
    for k in range(arcs):
        family = FAMILIES[k % len(FAMILIES)]
        x, u, tau = _arc(family, rng)
        size = 10 ** rng.uniform(-3, 0)
        alpha, beta = size * np.array([30.0, 40.0]) * rng.integers(0, 2, 2)
        alpha, beta = min(alpha, 0.1 * tau), min(beta, 0.1 * tau)
        spans = Spans(tau, float(alpha), float(beta), tau + alpha + beta)
        # of the same size, or those at one end of none
        ends = size * 8e5 * rng.choice([0.0, 0.1, 1.0], 2)
        if not ends.any():
            ends[k % 2] = 8e5 * size
        divert = rng.choice([0.0, 0.0, 200.0, 1000.0]) * min(1.0, 30 * size)
        eps = 0.0 if divert == 0.0 and rng.random() < 0.5 else rng.choice([0.033, 0.1])
        lim = np.array(LimitFigures(0.0, 0.0, divert, 0.0, 0.0, eps, 0.0))
        w = rng.normal(size=3) * 3e3
        if rng.random() < 0.5:
            w = u.copy()
        radius = float(rng.choice(INNER_RADII))
        found, count_here, _on = strays_of.held(x, u, spans, radius, w, ends, lim, count)
        given = (family, found.tolist(), x.tolist(), u.tolist(), spans, radius, w.tolist(), ends.tolist(), lim.tolist())  # fmt: skip
        assert found.max() <= 1.0, given
        worst[family] = np.maximum(worst[family], found)
        seen[family] += count_here
        if count_here:
            longest = max(longest, tau)
    for f, got in worst.items():
        shown = ", ".join(f"{n} {r:.4f}" for n, r in zip(strays_of.PARTS, got, strict=True))
        print(f"{f}: {seen[f]} paths; {shown}")
    print(f"longest {longest:.0f} s")
    return worst, seen, int(longest)


@fewer
def test_no_path_strays_farther_or_takes_off_more() -> None:
    """Short and long, nearly half way round, past a perigee, hyperbolas; and the bounds are not needlessly loose."""
    worst, seen, longest = _tried(amount(1200, 200), 8, 8)
    assert min(seen.values()) > amount(50, 7)
    assert longest > 2300
    most = np.max(list(worst.values()), axis=0)
    # fewer paths come less close to the bound
    assert most.min() > (0.85 if WHOLE else 0.8)


@pytest.mark.long
def test_a_million_paths_stray_no_farther() -> None:
    """As above, with a million."""
    _, seen, _ = _tried(66_000, 25, 9)
    assert sum(seen.values()) > 1_000_000
