"""The checker and the page of the guarantee say the same: each number stands in both."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import reassure.guarantee
import reassure_check

PAGE = (Path(__file__).parents[2] / "docs" / "guarantee.md").read_text()
CHECKER = sorted(Path(reassure_check.__file__).parent.glob("*.py"))
PROVER = sorted(Path(reassure.guarantee.__file__).parent.glob("*.py"))
LINES = "".join(re.findall(r"^```text\n(.*?)^```$", PAGE, re.M | re.S))
DEFINED = {int(n) for n in re.findall(r"\((\d+)\)[^\n]{0,3}$", LINES, re.M)}
LAST = 61
# what is no line of its own: growth by a gradient, the inequality under the comparison, first order, what is to be
# shown of an arc, and which figures Theorem F gets there
ELSEWHERE = {2, 6, 22, 41, 53}


def _cited(files: list[Path]) -> set[int]:
    found: set[int] = set()
    for file in files:
        for comment in re.findall(r"#.*", file.read_text()):
            found |= {int(n) for n in re.findall(r"\((\d+)\)", comment)}
    return found


def test_the_pages_numbers_count_up_without_a_gap() -> None:
    """From 1 to the last, each defined once, but for lines that take one up again in words."""
    assert sorted(DEFINED) == list(range(1, LAST + 1))
    for n in DEFINED:
        assert 1 <= len(re.findall(rf"\({n}\)[^\n]{{0,3}}$", LINES, re.M)) <= 2


@pytest.mark.parametrize("files", [CHECKER, PROVER], ids=["checker", "prover"])
def test_every_inequality_has_its_line(files: list[Path]) -> None:
    """And no line cites a number that the page does not have."""
    cited = _cited(files)
    assert cited <= DEFINED
    assert DEFINED - ELSEWHERE <= cited


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("earth.py", "GROUND, SLOPE = exact(6371000), exact(21600)", "21,600 m per radian"),
        ("earth.py", "GROUND, SLOPE = exact(6371000), exact(21600)", "E = 6,371 km"),
        ("swept.py", 'OFF, NEAR, FAR, TWO_THIRDS = exact("0.52"), exact("0.97"), exact("1.45")', "l = 0.97 min(r_low, R0) (cos(F/2) - 0.52 (z_b + z_a)),   L = 1.45 r_top"),
        ("swept.py", "ROUNDS, REFINEMENTS, RAISE = 12, 2, 1.05", "by 1.05 times the bound found, up to 12 times; and then twice takes the bound found for c"),
        ("swept.py", "1.3 * (peak(a, b, s) + push)", "begins with 1.3 times the sum of (8) of z_B and z_A and P, and eps r_top^3/h^2 besides"),
        ("swept.py", "turn < 39", "chi^2/a < 39"),
        ("swept.py", "turn < 1.55", "n T/2 < 1.55"),
        ("swept.py", "1 - c * TWO_THIRDS", "k2(Z) = (1 - 2 Z/3)/(1 - Z)^2"),
        ("swept.py", "(1 - c * 0.5) / sq(1 - c) - 1", "k1(Z) = (1 - Z/2)/(1 - Z)^2 - 1"),
        ("arc.py", "FIELDS = 3.2e6, 4.2e6, 5.2e6, 6.2e6", "6,200, 5,200, 4,200 and 3,200 km"),
        ("arc.py", "w.least >= 1", "tau >= 1 s throughout"),
        ("arc.py", "n * w.most < 3.14", "n times the longest tau must be below 3.14"),
        ("arc.py", "turn0 + turn1 < 0.9 * s.angle", "d_b + d_a < 0.9 F"),
        ("arc.py", "push, 0.45)", "c < 0.45"),
        ("flights.py", "ZERO, 0.4)", "with D = 0 and c < 0.4"),
        ("flights.py", "SOON = 1e-6", "prolonged by 1e-6 s"),
        ("flights.py", "turn_b + turn_a < 0.8 * s.angle", "below 0.8 F"),
        ("flights.py", "(s.e < 0.9999) & (s.sine > 1e-3)", "e < 0.9999, sin F > 0.001"),
        ("flights.py", "arc.time > 2 * (dtb + late)", "te - tb > 2 (dtb + dte)"),
        ("flights.py", "(k2_b * sq(dtb) < 0.25) & (k2_a * sq(late) < 0.25)", "k_b dtb < 0.5 and k_a dte < 0.5"),
        ("bounds.py", "pull = sq(OMEGA) * 2 * A", "`pull` is omega^2 (2 A)"),
        ("bounds.py", "nt < 3.1", "n tau must be below 3.1"),
        ("box.py", 'STRETCH = exact("1.04")', "within 1.04 |d|/|a|"),
        ("box.py", "psi < 1.5", "psi < 1.5"),
        ("box.py", "whole <= 0.5", "must be at most 0.5"),
        ("box.py", "lean <= 0.25", "l = (b + g)/sin Theta <= 1/4"),
        ("box.py", "wide <= far * 0.25", "W <= F/4"),
        ("stay.py", "CELLS = 12", "into twelve cells"),
        ("stay.py", "share <= 0.828", "W^2 R0/mu <= 0.828"),
    ],
)  # fmt: skip
def test_a_constant_stands_on_the_page(file: str, text: str, said: str) -> None:
    """In the checker as the page has it."""
    (source,) = (f.read_text() for f in CHECKER if f.name == file)
    assert text in source
    assert said in PAGE


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("swept.py", "_PASSES = 12\n_RAISE = 1.05\n_REFINEMENTS = 2"),
        ("swept.py", "0.52 * e.off"),
        ("swept.py", "0.97 * min(e.least, POLAR_RADIUS)"),
        ("swept.py", "1.45 * e.most"),
        ("arc_strays.py", "INNER_RADII = (6_200_000.0, 5_200_000.0, 4_200_000.0, 3_200_000.0)"),
        ("arc_strays.py", "_WIDEST = 0.45"),
        ("arc_strays.py", "turn0 + turn1 >= 0.9 * angle"),
        ("flights.py", "_WIDEST = 0.4"),
        ("flights.py", "turn_b + turn_a >= 0.8 * angle"),
        ("longest_stay.py", "_FASTEST = 0.828"),
        ("longest_stay.py", "_CELLS = 12"),
    ],
)
def test_a_constant_stands_in_the_prover(file: str, text: str) -> None:
    """As the checker has it, so that what the prover finds is accepted."""
    (source,) = (f.read_text() for f in PROVER if f.name == file)
    assert text in source
