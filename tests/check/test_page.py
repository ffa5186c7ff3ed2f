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
DEFINED = {int(n) for n in re.findall(r"^ {4}.*\((\d+)\)[^\n]{0,3}$", PAGE, re.M)}
# what is no line of its own: Sturm's theorem, first order, the two theorems' conditions
ELSEWHERE = {2, 20, 21, 41}


def _cited(files: list[Path]) -> set[int]:
    found: set[int] = set()
    for file in files:
        for comment in re.findall(r"#.*", file.read_text()):
            found |= {int(n) for n in re.findall(r"\((\d+)\)", comment)}
    return found


def test_the_pages_numbers_count_up_without_a_gap() -> None:
    """From 1 to the last, each defined once."""
    assert sorted(DEFINED) == list(range(1, len(DEFINED) + 1))


@pytest.mark.parametrize("files", [CHECKER, PROVER], ids=["checker", "prover"])
def test_every_inequality_has_its_line(files: list[Path]) -> None:
    """And no line cites a number that the page does not have."""
    cited = _cited(files)
    assert cited <= DEFINED
    assert DEFINED - ELSEWHERE <= cited


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("ball.py", "SLOPE = exact(21600)", "21,600 m per radian"),
        ("ball.py", "exact(6200000), exact(6100000), exact(2000000)", "No |y| of 2,000 km or more is accepted"),
        ("ball.py", "ctx.prec = 110", "110 bits"),
        ("ball.py", "< 0.05:", "|chi^2/a| < 0.05"),
        ("ball.py", "arb(0, 1e-23)", "below 1e-23"),
        ("ball.py", "arb(0, 1e-11)", "ball of 1e-11"),
        ("arc.py", "(62, 52, 42, 32)", "6,200, 5,200, 4,200 and 3,200 km"),
        ("arc.py", "LEGS, FEWER_LEGS = 6, 2", "m = 2, or 6"),
        ("arc.py", "LONG = 1000", "above 1,000 s"),
        ("arc.py", 'exact("3.14" if one_way else "6.28")', "sweeps less than 3.14 of eccentric anomaly"),
        ("arc.py", 'n * w.most < exact("3.14")', "n times the longest tau must be below 3.14"),
        ("arc.py", "need(w.least >= 1,", "tau >= 1 s throughout"),
        ("arc.py", 'exact("1.1") * high', "raises to 1.1 times"),
        ("bounds.py", 'exact("3.1")', "n tau must be below 3.1"),
        ("box.py", "psi < 1.5", "psi < 1.5"),
        ("box.py", "whole_move <= 0.5", "must be at most 0.5"),
        ("box.py", "tangent_turn <= 0.25", "l = (b + g)/sin Theta <= 1/4"),
        ("box.py", "wide <= far / 4", "W <= F/4"),
        ("comparison.py", "nu * step < 1.5", "nu h < 1.5"),
        ("comparison.py", "PASSES = 8", "gives up after 8 rounds"),
        ("flights.py", "STRETCHES, REFINEMENTS = 12, 4", "cut into twelve stretches"),
        ("flights.py", "LATER = 1 ", "te + dte + 1 s"),
        ("flights.py", 'SOON = exact("0.01")', "0.005 s"),
        ("flights.py", "dtb.max(late) < 0.5", "below 0.5, so that cosh"),
        ("flights.py", "2 * (dte + dtb)", "te - tb > 2 (dtb + dte)"),
        ("flights.py", 'exact("1.15") * high', "1.15 times the bound found"),
    ],
)  # fmt: skip
def test_a_constant_stands_on_the_page(file: str, text: str, said: str) -> None:
    """In the checker as the page has it."""
    (source,) = (f.read_text() for f in CHECKER if f.name == file)
    assert text in source
    assert said in PAGE
