"""Two sides compared: who belongs to whom, what flips, where, and the sentence; against hand-made swaps."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from reassure.answers.comparison import Comparison
from reassure.errors import InputError, ScenarioError
from reassure.questions.assess import assess
from reassure.questions.compare.ask import compare
from reassure.scenario.reader import parse

HEAD = """\
format = "reassure-scenario/1"
title = "Small"

[[force]]
bases = ["kozelsk", "vypolzovo", "uzhur"]
aims = [{ id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 0 }]
booster = { id = "b", burnout_time_s = 180, burnout_height_km = 200, downrange_km = 550 }
"""


def deployment(name: str, site: str, speed: float, delay: float, divert: float = 0.0) -> str:
    where = f'"{site}"' if site.isalpha() else site
    return (
        f'\n[[deployment]]\nid = "{name}"\nsite = {where}\nlaunch_delay_s = {delay}\n'
        f'interceptor = {{ id = "{name}-i", burnout_speed_km_s = {speed}, divert_km_s = {divert} }}\n'
    )


def scenario(*deployments: str, head: str = HEAD):
    return parse((head + "".join(deployments)).encode(), "s.toml")


def one(speed: float, delay: float, divert: float = 0.0):
    return scenario(deployment("d", "redzikowo", speed, delay, divert))


@cache
def poland() -> Comparison:
    return compare("poland-2007-mda", "poland-2007-postol")


def least(speed: float, delay: float, divert: float = 0.0) -> float:
    """By `assess`, of a scenario written by hand."""
    found = assess(one(speed, delay, divert)).deployments[0].least_margin_km_s
    assert found is not None
    return found


# -- who belongs to whom --------------------------------------------------------------------------


def matched(a, b) -> tuple[list[tuple[str, str, str]], tuple[tuple[int, str], ...]]:
    found = compare(a, b)
    return [(c.a, c.b, c.matched) for c in found.compared], found.unmatched


def d(name: str, site: str = "redzikowo") -> str:
    return deployment(name, site, 5, 300)


def test_ids_first_then_places_then_order() -> None:
    """One id, wherever it stands; then one place; then what is left over, in order."""
    a = scenario(d("x"), d("here"), d("old-1", "deveselu"), d("old-2", "kurecik"))
    b = scenario(d("new-1", "fylingdales"), d("there"), d("x", "deveselu"), d("new-2", "pituffik"))
    assert matched(a, b) == (
        [("x", "x", "id"), ("here", "there", "place"), ("old-1", "new-1", "order"), ("old-2", "new-2", "order")],
        (),
    )  # fmt: skip


def test_as_many_at_one_place_go_in_order_and_else_each_with_each() -> None:
    """Two and two; two and three."""
    a = scenario(d("a1"), d("a2"))
    two, three = scenario(d("b1"), d("b2")), scenario(d("b1"), d("b2"), d("b3"))
    assert matched(a, two)[0] == [("a1", "b1", "place"), ("a2", "b2", "place")]
    assert matched(a, three)[0] == [(x, y, "place") for x in ("a1", "a2") for y in ("b1", "b2", "b3")]  # fmt: skip


def test_a_place_may_be_written_out() -> None:
    """Then it is where its point is."""
    spot = "{ latitude_deg = 50, longitude_deg = 10 }"
    a, b = (
        scenario(d("a", spot), d("a2")),
        scenario(d("b2", "deveselu"), d("b", spot), d("c"), d("e")),
    )
    pairs, unmatched = matched(a, b)
    assert ("a", "b", "place") in pairs
    assert [p for p in pairs if p[0] == "a2"] == [("a2", "c", "place"), ("a2", "e", "place")]
    assert unmatched == ((1, "b2"),)


def test_what_has_no_counterpart_is_named() -> None:
    """Phase 4 of 2012 in 2013."""
    found = compare(scenario(d("x"), d("gone", "deveselu")), scenario(d("x")))
    assert found.unmatched == ((0, "gone"),)
    assert "1 deployment has no counterpart" in found.sentence


# -- what flips -----------------------------------------------------------------------------------


def test_the_documented_example() -> None:
    """Six pairs at one place, three of which disagree for one reason; and it ends in one sentence."""
    found = poland()
    assert [(c.a, c.b, c.agree) for c in found.compared] == [
        (a, b, a == "gbi-6-3") for a in ("gbi-5-4", "gbi-6-3") for b in ("gbi-7-7", "gbi-8-3", "gbi-9-0")
    ]  # fmt: skip
    assert found.unmatched == ()
    assert found.sentence == (
        "The two sides differ because of one figure, the burnout speed: at 5.4 km/s no flight is in reach, at "
        "7.7, 8.3 or 9 km/s every one is; the answer flips at 5.86 km/s."
    )
    for c in found.disagreements:
        assert [(s.keys, s.flips_a, s.flips_b) for s in c.singles] == [(("burnout_speed_km_s",), True, True)]  # fmt: skip


def test_answers_are_those_of_assess() -> None:
    """Shares and least margins, deployment by deployment; and the critical speed."""
    for name, side in (("poland-2007-mda", "a"), ("poland-2007-postol", "b")):
        result = assess(name)
        for c in poland().compared:
            i = [x.id for x in result.deployments].index(getattr(c, side))
            answer = getattr(c, f"answer_{side}")
            assert answer.share == pytest.approx(1 - result.deployments[i].share_out_of_reach, abs=1e-12)  # fmt: skip
            assert answer.least_margin_km_s == pytest.approx(result.deployments[i].least_margin_km_s, abs=1e-9)  # fmt: skip
            critical = result.critical(i)["burnout_speed_km_s"]
            for swap in c.singles:
                assert getattr(swap, f"critical_{side}") == pytest.approx(critical, abs=1e-6)


@pytest.mark.parametrize("b", [(5.9, 250.0, 0.5), (6.6, 250.0, 0.5), (6.4, 100.0, 0.3)])
def test_swaps_are_what_a_hand_made_scenario_says(b: tuple[float, float, float]) -> None:
    """Speed, delay and divert, one at a time and both ways."""
    a = (5.6, 350.0, 0.0)
    (c,) = compare(one(*a), one(*b)).compared
    assert not c.agree
    assert {s.keys[0] for s in c.singles} == {"burnout_speed_km_s", "launch_delay_s", "divert_km_s"}
    for swap in c.singles:
        k = ("burnout_speed_km_s", "launch_delay_s", "divert_km_s").index(swap.keys[0])
        with_b, with_a = (*a[:k], b[k], *a[k + 1 :]), (*b[:k], a[k], *b[k + 1 :])
        assert swap.a_with_b.least_margin_km_s == pytest.approx(least(*with_b), abs=1e-9)
        assert swap.b_with_a.least_margin_km_s == pytest.approx(least(*with_a), abs=1e-9)
        assert swap.flips_a == (least(*with_b) <= 0)
        assert swap.flips_b == (least(*with_a) > 0)
        for critical, own, flips in (
            (swap.critical_a, a, swap.flips_a),
            (swap.critical_b, b, swap.flips_b),
        ):
            assert (critical is not None) == flips
            if critical is not None:  # the sign is another on its other side
                step = 1e-3 if k != 1 else 0.2
                below, above = (least(*own[:k], critical + s, *own[k + 1 :]) for s in (-step, step))
                assert (below > 0) != (above > 0)


def test_no_single_figure_but_two() -> None:
    """Any one of three is too little, any two are enough; then no single swap flips either side."""
    delay = 360.0
    short = least(5.9, delay)
    sooner = next(s for s in range(350, 100, -5) if least(5.9, s) < short - 0.4)
    assert 0.4 < short < 0.8
    assert least(5.9, sooner) > 0
    (c,) = compare(one(5.9, delay), one(6.3, sooner, 0.4)).compared
    assert not c.agree
    assert not c.decisive
    assert {s.keys for s in c.decisive_pairs} == {
        ("burnout_speed_km_s", "divert_km_s"),
        ("burnout_speed_km_s", "launch_delay_s"),
        ("divert_km_s", "launch_delay_s"),
    }
    assert "no single figure flips it; two together do: the burnout speed and the divert or" in c.sentence  # fmt: skip


def test_pairs_are_not_tried_where_one_figure_is_enough() -> None:
    """Nor anything swapped where the sides agree."""
    (c,) = compare(one(4.9, 350), one(7.7, 300)).compared
    assert c.decisive
    assert c.doubles == ()
    (agreed,) = compare(one(3.0, 350), one(3.1, 340)).compared
    assert (agreed.agree, agreed.singles) == (True, ())
    assert [x.key for x in agreed.differences] == ["burnout_speed_km_s", "launch_delay_s"]
    assert agreed.sentence == "The two sides agree: no flight is in reach."


def test_a_swap_that_leaves_no_flight_flips_nothing() -> None:
    """The other side's aim is nearer to this side's base than the boost's end."""
    near = "latitude_deg = 54.5, longitude_deg = 36.5"
    alone = HEAD.replace(', "vypolzovo", "uzhur"', "")
    a = scenario(deployment("d", "redzikowo", 8, 100), head=alone)
    b = scenario(
        deployment("d", "redzikowo", 3, 100),
        head=alone.replace("latitude_deg = 38.9, longitude_deg = -77.0", near).replace("kozelsk", "uzhur"),
    )  # fmt: skip
    (c,) = compare(a, b).compared
    aims = next(s for s in c.singles if s.keys == ("force.aims",))
    assert (aims.a_with_b.flights, aims.flips_a) == (0, False)


def test_a_sensed_delay_is_swapped_with_its_sensors() -> None:
    """In 2012 the launch delay alone makes the difference at Redzikowo."""
    sensed = """
[[sensor]]
id = "late"
infrared = { id = "ir", detection_delay_s = 100 }
track_s = 60
"""
    a = one(5.0, 100)
    text = HEAD + sensed + deployment("d", "redzikowo", 5.0, 100)
    b = parse(
        text.replace("launch_delay_s = 100", 'launch_delay_s = "sensed"\nsensors = ["late"]\nreaction_s = 300').encode(), "b"
    )  # fmt: skip
    (c,) = compare(a, b).compared
    assert [s.keys for s in c.singles] == [("launch_delay_s",)]
    assert c.sentence.startswith("The two sides differ because of one figure, the launch delay: by the first's (100 s) ")  # fmt: skip
    assert c.singles[0].a_with_b == c.answer_b
    assert c.answer_b.least_margin_km_s == pytest.approx(least(5.0, 460.0), abs=1e-9)


def test_more_than_two_each_against_the_first() -> None:
    """And the words for not all the same."""
    found = compare(one(5.0, 360), one(7.0, 360), one(5.0, 100), one(5.0, 350))
    assert [(c.other, c.agree) for c in found.compared] == [(1, False), (2, False), (3, True)]
    assert found.sentence == "The sides differ in 2 of 3 comparisons, each with its own reason."


def test_bad_input() -> None:
    """One line each."""
    with pytest.raises(InputError, match="1 scenario; allowed: 2 to 20"):
        compare("poland-2007-mda")
    with pytest.raises(ScenarioError, match="no-such: no such file"):
        compare("poland-2007-mda", "no-such")


def test_json_is_whole(tmp_path: Path) -> None:
    """What docs/compare.md names is there."""
    poland().write_json(tmp_path / "c.json")
    data = json.loads((tmp_path / "c.json").read_text())
    assert data["format"] == "reassure-comparison/1"
    assert data["sentence"] == poland().sentence
    assert [s["name"] for s in data["scenarios"]] == ["poland-2007-mda", "poland-2007-postol"]
    assert data["comparisons"][0]["single_swaps"][0]["critical_a"] == pytest.approx(
        5.86408, abs=1e-3
    )
    assert data["comparisons"][0]["decisive"] == [["burnout_speed_km_s"]]
    assert data["scenarios"][0]["sources"][0]["status"] in ("found", "recalled", "assumed")
