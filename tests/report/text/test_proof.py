"""Verdicts, limits and attacks in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reassure.answers.proof import (
    REACHABLE,
    UNDECIDED,
    UNREACHABLE,
    Attack,
    ClauseVerdict,
    Flown,
    Limit,
)
from reassure.report.text.proof import attacks_text, certificate_text, limits_text
from tests.report.made import flat, printed

PROVED = ClauseVerdict("i", "kozelsk", UNREACHABLE, 1234)


def certificate(*verdicts: ClauseVerdict, keep: float = 0.0) -> str:
    return flat(certificate_text(verdicts, keep, "a.cert"))


def test_a_proved_claim_is_said_to_be_and_how_to_check_it() -> None:
    """Once for all its clauses."""
    said = certificate(PROVED, replace(PROVED, flights="uzhur"))
    assert "i kozelsk proved 1234 i uzhur proved 1234" in said
    assert "Proved: within these limits no interceptor can be where any of the flights is." in said
    assert said.endswith("Check it with: reassure-check a.cert")


def test_a_claim_proved_in_part_counts_its_clauses() -> None:
    """What is proved of it can be checked, what is undecided is not within reach."""
    said = certificate(PROVED, ClauseVerdict("i", "uzhur", UNDECIDED, 0))
    assert "Proved: 1 of 2 clauses. Undecided does not mean within reach." in said
    assert "no interceptor can be" not in said
    assert "Check it with" in said


def test_where_nothing_is_proved_there_is_nothing_to_check() -> None:
    """One clause is one, not clauses."""
    said = certificate(ClauseVerdict("i", "uzhur", UNDECIDED, 0))
    assert "Proved: 0 of 1 clause. Undecided" in said
    assert "Check it with" not in said
    assert "only as good as its verification" not in said


@pytest.mark.parametrize(
    ("verdict", "detail", "note"),
    [
        (REACHABLE, {"speed_km_s": 4.12345}, "a witness gets in with 4.124 km/s"),
        (UNDECIDED, {}, "given up"),
        (UNDECIDED, {"margin_m_s": -12.4}, "given up, short by 13 m/s"),
        (UNDECIDED, {"margin_m_s": -0.9}, "given up, short by less than 1 m/s"),
        (UNDECIDED, {"margin_m_s": -1.0}, "given up, short by 1 m/s"),
        (UNDECIDED, {"reason": "no such flight"}, "no proof was looked for: no such flight"),
        (UNREACHABLE, {}, ""),
    ],
)  # fmt: skip
def test_why_a_clause_is_not_proved(verdict: str, detail: dict[str, Any], note: str) -> None:
    """By a witness, or where the search stopped and by how much."""
    said = certificate(ClauseVerdict("i", "kozelsk", verdict, 0, detail))
    line = f"i kozelsk {'proved' if verdict == UNREACHABLE else verdict}"
    assert f"{line} {note} Proved" in said if note else f"{line} Proved" in said


def test_the_clauses_of_a_sea_are_one_row() -> None:
    """Counted; the worst of them is the pair's verdict."""
    sea = [ClauseVerdict("i", f"sea/{k}", UNREACHABLE, 10) for k in (1, 2, 3)]
    assert "i sea proved 3 30 i kozelsk proved 1 1234" in certificate(*sea, PROVED)
    reached = ClauseVerdict("i", "sea/4", REACHABLE, 0, {"speed_km_s": 3.5})
    slower = ClauseVerdict("i", "sea/5", REACHABLE, 0, {"speed_km_s": 3.25})
    assert "i sea reachable 5 a witness gets in with 3.250 km/s" in certificate(
        *sea, reached, slower
    )


@pytest.mark.parametrize(("keep", "said"), [(0.0, False), (100.0, True)])
def test_meetings_that_do_not_count_are_said(keep: float, said: bool) -> None:
    """Below a height, if there is one."""
    text = certificate(PROVED, keep=keep)
    assert ("Only meetings" in text) is said
    assert ("more than 100 km up count: below it the claim says nothing." in text) is said


# -- limits ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "of", "row"),
    [
        (Limit("i", "f", 4.25, 5.0), "speed", "i f 4.250 5.000 0.850"),
        (Limit("i", "f", 4.25, None), "speed", "i f 4.250 none"),
        (Limit("i", "f", None, 5.0), "speed", "i f none 5.000"),
        (Limit("i", "f", 128.4, 100.0), "delay", "i f 129 100"),
        (Limit("i", "f", None, None), "delay", "i f none none"),
    ],
)
def test_a_limit_is_bracketed_by_two_numbers(limit: Limit, of: str, row: str) -> None:
    """The ratio of speeds alone, where both are known."""
    text = printed(limits_text((limit,), of))
    assert " ".join(text.splitlines()[2].split()) == row
    assert ("ratio" in text) is row.endswith("0.850")
    assert ("proved, km/s" in text) is (of == "speed")


@pytest.mark.parametrize(
    ("of", "found", "said"),
    [
        ("speed", 5.0, "Up to the first speed no interceptor can reach any flight; with the second a search got in."),
        ("speed", None, "Up to the first speed no interceptor can reach any flight; no search got in."),
        ("delay", 90.0, "From the first delay on no interceptor can reach any flight; at the second a search got in."),
        ("delay", None, "From the first delay on no interceptor can reach any flight; no search got in."),
    ],
)  # fmt: skip
def test_what_the_two_numbers_mean(of: str, found: float | None, said: str) -> None:
    """A search that never got in is not said to have."""
    assert flat(limits_text((Limit("i", "f", 4.0, found),), of)).endswith(said)


def test_one_search_that_got_in_is_enough_to_speak_of_it() -> None:
    """Where others did not."""
    both = (Limit("i", "f", 4.0, None), Limit("i", "g", 4.0, 5.0))
    assert "a search got in" in flat(limits_text(both, "speed"))


# -- attacks --------------------------------------------------------------------------------------------

FLOWN = Flown("v-1", 120.0, 1000, 0, -12.4, None)
ATTACK = Attack("i", "kozelsk", 4.0, 4.6789, 10_000_000, False, None, FLOWN)


def test_an_attack_that_does_not_get_in() -> None:
    """The limit, the lowest speed found, how many meetings were drawn, and what flyouts came to."""
    said = flat(attacks_text((ATTACK,)))
    assert "i kozelsk 4.000 4.679 10,000,000 1,000: 0 met, 12 s too late does not get in" in said
    assert "Witness" not in said


def test_an_attack_that_gets_in_shows_its_witnesses() -> None:
    """The impulse's and the flyout's, as JSON."""
    own = replace(FLOWN, met=3, spare_s=7.6, witness={"azimuth_deg": 12.5})
    got = replace(ATTACK, gets_in=True, found_km_s=3.5, witness={"speed_km_s": 3.5}, flown=own)
    text = printed(attacks_text((got, ATTACK)))
    assert "GETS IN" in text
    assert text.count("Witness, i against kozelsk:") == 2
    assert text.index('"speed_km_s": 3.5') < text.index('"azimuth_deg": 12.5')
    assert "1,000: 3 met, 8 s to spare" in text


@pytest.mark.parametrize(
    ("flown", "said"),
    [
        (replace(FLOWN, spare_s=0.0), "1,000: 0 met, 0 s to spare"),
        (replace(FLOWN, spare_s=-0.6), "1,000: 0 met, 1 s too late"),
        (replace(FLOWN, spare_s=None), "1,000: 0 met, never there"),
        (replace(FLOWN, vehicle=None, reason="no vehicle is so slow"), "no vehicle is so slow"),
        (replace(FLOWN, flights=0, reason="no flight exists"), "no flight exists"),
    ],
)
def test_what_flyouts_came_to(flown: Flown, said: str) -> None:
    """In time, too late, never; or why nothing was flown."""
    assert f"10,000,000 {said} does not" in flat(attacks_text((replace(ATTACK, flown=flown),)))


def test_a_search_that_found_no_meeting_says_none() -> None:
    """Not nought."""
    assert "4.000 none 10,000,000" in flat(attacks_text((replace(ATTACK, found_km_s=None),)))
