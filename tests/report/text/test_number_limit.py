"""A limit on numbers in words: a bound is never rounded down, and the treaty stands beside it."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from reassure.answers.number_limit import Account, CentralLimits, DeploymentBound, NumberLimit
from reassure.report.text.number_limit import number_text
from tests.report.made import SHA, figure, flat, printed

TREATY = CentralLimits(1550, 800, 700, "words", "found", "the treaty")
EVERY = (0.0, math.inf)


def limit(**changes: Any) -> NumberLimit:
    accounts = (
        Account(1, "kozelsk", 30, 180, ("north", "south"), 7),
        Account(1, "uzhur", 7, 30, (), 0),
    )
    made = NumberLimit(
        "By hand", SHA, "0.9", 1, None, accounts,
        (DeploymentBound("north", 5, 5, 1, EVERY), DeploymentBound("south", 10, 2, 1, (100.0, 500.0))),
        TREATY,
        (
            figure("account.kozelsk.launchers", 30.0, "found"), figure("account.kozelsk.warheads", 180.0, "recalled"),
            figure("account.uzhur.launchers", 7.0, "assumed"), figure("account.uzhur.warheads", 30.0, "found"),
        ),
    )  # fmt: skip
    return replace(made, **changes)


def test_the_bound_is_said_beside_the_treaty() -> None:
    """Seven flights of six warheads each; of what the treaty allows; of what the scenario has."""
    said = flat(number_text(limit()))
    assert (
        "With 15 interceptors, one on each flight, at most 42 of 210 warheads (20.0 %) could be engaged."
        in said
    )
    assert (
        "New START allows 1,550 warheads on 700 deployed launchers (800 in all): of as many warheads "
        "these would be 2.8 %. The scenario has 210 on 37." in said
    )


def test_the_bound_is_rounded_up_wherever_it_stands() -> None:
    """Of one flight of 30 warheads on 7 launchers: 4.29 is five warheads, 2.05 per cent is 2.1."""
    uneven = limit(accounts=(Account(1, "uzhur", 7, 30, ("north",), 1), limit().accounts[0]))
    one = replace(uneven.accounts[1], engaged=0)
    found = replace(uneven, accounts=(uneven.accounts[0], one))
    said = flat(number_text(found))
    assert "at most 5 of 210 warheads (2.1 %) could" in said
    assert "uzhur 7‡ 30 4.3 1 5 north" in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"per_flight": 2}, "With 15 interceptors, 2 on each flight, at most"),
        ({"year": 2018}, "With 15 interceptors of 2018, one on each flight"),
        ({"deployments": (DeploymentBound("a", 1, 1, 1, EVERY),)}, "With 1 interceptor, one on each"),
        ({"accounts": (Account(1, "uzhur", 1, 1, (), 0),)}, "at most 0 of 1 warhead (0 %)"),
    ],
)  # fmt: skip
def test_one_is_one(changes: dict[str, Any], said: str) -> None:
    """Interceptors, warheads; the year, where it is of one."""
    assert said in flat(number_text(limit(**changes)))


def test_a_force_of_more_than_the_treaty_is_all_of_it() -> None:
    """Not above a hundred per cent."""
    huge = limit(accounts=(Account(1, "kozelsk", 10, 2000, ("north",), 10), limit().accounts[1]))
    assert "these would be 100 %. The scenario has 2030" in flat(number_text(huge))


def test_bases_have_their_marks_and_who_reaches_them() -> None:
    """None, where nobody does."""
    text = printed(number_text(limit()))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert "kozelsk 30 180† 6.0 7 42 north, south" in lines
    assert "uzhur 7‡ 30 4.3 0 0 none" in lines
    assert "north 5 5 1 of 2" in lines
    assert "south 10 2 1 of 2" in lines


def test_bases_of_several_forces_are_told_apart() -> None:
    """One base in two forces: each with the trust of its own account."""
    twice = (
        Account(1, "kozelsk", 30, 180, (), 0),
        Account(2, "kozelsk", 5, 5, (), 0),
    )
    keys = [f"account.{n}.kozelsk.{what}" for n in (1, 2) for what in ("launchers", "warheads")]
    sources = tuple(
        figure(key, 1.0, status)
        for key, status in zip(keys, ("found", "found", "assumed", "recalled"), strict=True)
    )
    lines = [
        " ".join(line.split())
        for line in printed(number_text(limit(accounts=twice, sources=sources))).splitlines()
    ]
    assert "kozelsk (force #1) 30 180 6.0 0 0 none" in lines
    assert "kozelsk (force #2) 5‡ 5† 1.0 0 0 none" in lines


def test_heights_are_said_for_each_band() -> None:
    """With the deployments that have it."""
    said = flat(number_text(limit()))
    assert "An intercept counts at every height: north." in said
    assert "An intercept counts from 100 to 500 km: south." in said
