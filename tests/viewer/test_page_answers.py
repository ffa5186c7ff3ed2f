"""The page answers moves as the package does: words, figures, hashes and numbers; and it reads and writes the same files."""

from __future__ import annotations

import json
import random
from functools import cache
from math import inf
from typing import Any

import pytest

from reassure.errors import ReassureError
from reassure.report.html.kit import kit
from reassure.scenario import Scenario, load
from reassure.scenario.hand_limits import limits
from reassure.scenario.lookup import base_ids
from reassure.scenario.reader import fingerprint, parse
from reassure.web.answer import answer
from reassure.web.move import Move, moved
from tests.amounts import mostly_long
from tests.forces import scenario as two_forces
from tests.scenario.files import WHOLE
from tests.scenario.test_bad_input import CASES, swapped
from tests.small import SMALL
from tests.viewer.engine import call
from tests.viewer.test_engine_cases import IN_AREAS, SLOWEST

SCENARIOS: dict[str, Scenario] = {
    **{name: load(name) for name in ("guarantee-2012", "europe-2012", "poland-2007-mda", "europe-2012-sensed")},
    "small": parse(SMALL.encode(), "small"),
    "forces": two_forces(faces_low="faces = [2]", faces_north='faces = ["west"]'),
    "whole": parse(WHOLE.encode(), "whole"),
}  # fmt: skip


@cache
def kits() -> dict[str, Any]:
    """What the page gets of each scenario; not made where these tests are only collected."""
    return {name: kit(scenario, name) for name, scenario in SCENARIOS.items()}


ROUNDED = {
    # An interval of one step at each rounding, and what the engine may be off (tests/viewer/test_engine_cases.py).
    "margin": 11, "launch": 7200, "intercept": 7200, "latest": 6, "velocity": 6, "position": 1, "flight_time": 1, "burnout_speed": 1,
}  # fmt: skip
"""In the steps of the view: 1 m/s is 10 steps of a margin, half a second 5 steps of a latest launch. Where two meetings ask for
the same speed, either may be told: their times are compared all together.
"""


def drawn(seed: int, count: int) -> list[dict[str, Any]]:
    """Moves of all scenarios: any deployment, one base or all of a few, any figures, any site."""
    rng = random.Random(seed)
    out = []
    for k in range(count):
        name = list(SCENARIOS)[k % len(SCENARIOS)]
        held = SCENARIOS[name]
        table = rng.choice(held.deployment)
        bases = [b for f in held.force for b in base_ids(f)]
        move: dict[str, Any] = {"deployment": table.id, "base": rng.choice(bases)}
        whole = limits(held)
        low, high = whole.pop("interceptors")
        for figure, ends in whole.items():
            if rng.random() < 0.35:
                value = round(rng.uniform(*ends), rng.choice((0, 1, 2)))
                move[figure] = min(max(value, ends[0]), ends[1])
        if k % 3 == 0:
            move["interceptors"] = int(low + (7 * k) % (high - low + 1))
        # Ships in an area are searched from point to point: with sites the numbers are the same to the last digits.
        if rng.random() < 0.3 or table.area is not None:
            move["site"] = [round(rng.uniform(35, 75), 2), round(rng.uniform(-40, 80), 2)]
        out.append({"kit": name, "move": move})
    return out


def asked(**parts: Any) -> dict[str, Any]:
    return {"kits": kits(), "moves": [], "edits": [], "files": [], **parts}


def of_move(held: dict[str, Any]) -> Move:
    move = dict(held["move"])
    return Move(scenario=held["kit"], **move)


def told(held: Scenario, case: dict[str, Any]) -> dict[str, Any]:
    """The package's answer, or its refusal."""
    try:
        view: dict[str, Any] = json.loads(answer(held, of_move(case)).text)
    except ReassureError as error:
        return {"error": str(error)}
    return view


def listed(view: dict[str, Any], key: str) -> list[float | None]:
    """A number for each flight, or none."""
    (row,) = view["pairs"][key]
    return row if isinstance(row, list) else [row] * view["flights"]["count"]


def without_ties(mine: dict[str, Any], other: dict[str, Any]) -> None:
    """Where two flights are as close as each other, or can wait as long, either may be named: then neither is compared."""
    (a,), (b,) = mine["deployments"], other["deployments"]
    for key, values in (("worst_flight", "margin"), ("latest_flight", "latest")):
        one, two = a[key], b[key]
        if one is None or two is None or one == two:
            continue
        row = mine["pairs"][values][0]
        if isinstance(row, int) or abs(row[one] - row[two]) <= 1:
            for view in (mine, other):
                view.pop("verdict", None)
                for name in (key, "words", "latest_name", "critical"):
                    view["deployments"][0].pop(name, None)


def differences(mine: Any, other: Any, path: str = "") -> list[str]:
    """Where two views differ by more than a rounding."""
    key = path.rsplit(".", 1)[-1].rstrip("[]")
    if isinstance(mine, dict) and isinstance(other, dict):
        keys = [k for k in mine.keys() | other.keys() if mine.get(k) is not None or other.get(k) is not None]  # fmt: skip
        return [d for k in keys for d in differences(mine.get(k), other.get(k), f"{path}.{k}")]
    if isinstance(mine, list) and isinstance(other, list) and len(mine) == len(other):
        return [d for a, b in zip(mine, other, strict=True) for d in differences(a, b, f"{path}[]")]
    if (
        isinstance(mine, list)
        and isinstance(other, int)
        and set(mine) <= {other - 1, other, other + 1}
    ):
        return []
    if (
        isinstance(other, list)
        and isinstance(mine, int)
        and set(other) <= {mine - 1, mine, mine + 1}
    ):
        return []
    number = isinstance(mine, int | float) and isinstance(other, int | float)
    if ".curves" in path and key == "required_speed_km_s":
        # At the end of the window a second is a kilometre a second, or there is no arc.
        a, b = (inf if v is None else v for v in (mine, other))
        return [] if min(a, b) > SLOWEST or abs(a - b) < IN_AREAS else [f"{path}: {mine} {other}"]
    if number and key in ROUNDED and ".pairs" in path + ".pairs" * (".flights" in path):
        return [] if abs(mine - other) <= ROUNDED[key] else [f"{path}: {mine} {other}"]
    if number and isinstance(mine, float):
        return [] if abs(mine - other) <= (0.5 if key.endswith("_s") and "km" not in key else 2e-3) else [f"{path}: {mine} {other}"]  # fmt: skip
    return [] if mine == other else [f"{path}: {mine!r} {other!r}"]


@pytest.mark.parametrize("seed", mostly_long([1, 2], 1))
def test_moves_are_answered_alike(seed: int) -> None:
    """Title, verdict, sentences, sources, places, reasons and hash to the letter; numbers to a metre a second and half a
    second. The file that the page writes reads back as the very same scenario.
    """
    cases, off = drawn(seed, 42), list[bool]()
    for case, found in zip(cases, call("pageAnswers", asked(moves=cases))["moves"], strict=True):
        held = SCENARIOS[case["kit"]]
        mine = told(held, case)
        if "error" in mine or "error" in found:
            assert mine.get("error") == found.get("error"), case
            continue
        view = found["view"]
        for key in ("command", "files", "state"):  # of the server's and the page's own
            mine.pop(key, None), view.pop(key, None)
        without_ties(mine, view)
        assert differences(mine, view) == [], case
        assert fingerprint(parse(found["toml"].encode(), "again")) == mine["sha256"]
        off += [
            abs(a - b) > 2
            for key in ("launch", "intercept")
            for a, b in zip(*(listed(v, key) for v in (mine, view)), strict=True)
            if a is not None and b is not None
        ]
    assert sum(off) < 0.005 * len(off), (sum(off), len(off))


def test_other_bases_aims_interceptors_and_sites() -> None:
    """Chosen from the catalogue: the file says so in its title, the command line reads it, and the hash is the page's."""
    move = {"deployment": "phase-3-redzikowo", "base": None}
    cases = [
        ({"bases": ["kozelsk", "uzhur"]}, "bases without 11 of them"),
        ({"interceptor": "sm3-iib"}, "interceptor SM-3 IIB instead of SM-3 IIA"),
        ({"place": "deveselu"}, "at Deveselu instead of Redzikowo"),
    ]
    given = [{"kit": "europe-2012", "edits": {"bases": ["kozelsk"], **e}, "move": move} for e, _ in cases]  # fmt: skip
    for (edit, words), found in zip(
        cases, call("pageAnswers", asked(edits=given))["edits"], strict=True
    ):
        again = parse(found["toml"].encode(), "again")
        assert words in again.title
        assert again.title == found["title"]
        assert found["view"]["sha256"] == fingerprint(again)
        # at another site it is called by that
        where = edit.get("place", "redzikowo")
        assert [d.id for d in again.deployment] == [f"phase-3-{where}"]


def test_nothing_is_left_is_said() -> None:
    """No base, no such base: one line, as on the command line."""
    move = {"deployment": "phase-3-redzikowo", "base": None}
    given = [
        {"kit": "europe-2012", "edits": e, "move": move}
        for e in ({"bases": []}, {"bases": ["kozelk"]}, {"interceptor": "sm-9"}, {"place": "conus"})
    ]
    said = [found["error"] for found in call("pageAnswers", asked(edits=given))["edits"]]
    assert said[0] == "no flights are left; allowed: at least one base and one aim"
    assert said[1].startswith('no base "kozelk" in the catalogue; did you mean kozelsk?')
    assert said[2].startswith('no interceptor "sm-9" in the catalogue')
    assert said[3].startswith('no site "conus" in the catalogue')


ONLY_ON_THE_COMMAND_LINE = {
    "polygon crosses", "hole outside", "hole on the outline", "hole crosses", "holes meet", "nan", "spacing", "huge coordinate",
}  # fmt: skip
"""Mistakes that the page tells in other words: it knows no geometry of polygons, and reads numbers with JavaScript."""


def test_files_are_refused_as_on_the_command_line() -> None:
    """Every kind of mistake that the command line tells: one line with file, line, key and what is allowed."""
    kinds = [kind for kind in CASES if kind not in ONLY_ON_THE_COMMAND_LINE]
    files = [{"kit": "whole", "text": swapped(*CASES[kind][:2])} for kind in kinds]
    for kind, file, found in zip(
        kinds, files, call("pageAnswers", asked(files=files))["files"], strict=True
    ):
        assert "error" in found, kind
        message = found["error"]
        assert message.startswith("file.toml"), kind
        assert "\n" not in message, kind
        new = CASES[kind][1]
        line = f"line {file['text'][: file['text'].index(new)].count(chr(10)) + 1}:"
        for words in CASES[kind][2]:
            assert (line if words == "LINE" else words) in message, (kind, message)


@pytest.mark.parametrize("name", SCENARIOS)
def test_files_read_and_written_are_the_same_scenario(name: str) -> None:
    """Whatever the form, read in the page and written again."""
    from reassure.scenario.sent import written

    text = written(SCENARIOS[name])
    (found,) = call("pageAnswers", asked(files=[{"kit": name, "text": text}]))["files"]
    assert fingerprint(parse(found["toml"].encode(), "again")) == fingerprint(SCENARIOS[name])


def test_a_move_written_by_the_page_is_the_move() -> None:
    """The scenario that the page writes is the one that Python makes of the same move."""
    cases = drawn(7, 28)
    for case, found in zip(cases, call("pageAnswers", asked(moves=cases))["moves"], strict=True):
        if "error" not in found:
            made = moved(SCENARIOS[case["kit"]], of_move(case))
            assert parse(found["toml"].encode(), "again") == made


RADAR = """format = "reassure-scenario/1"
title = "A radar written out"
[[force]]
bases = ["kozelsk"]
aims = ["conus"]
booster = "icbm-solid"
[[sensor]]
id = "watch"
site = "armavir"
radar = { id = "mine", range_km = 4000, sector_deg = 120 }
[[deployment]]
id = "d"
site = "redzikowo"
interceptor = "sm3-iia"
launch_delay_s = 90
"""
MEASURES = "accuracy = { range_noise_m = 50, angle_noise_deg = { value = 0.1, low = 0.05, high = 0.2 }, range_bias_m = 20, angle_bias_deg = 0.02, look_interval_s = 5 }"
"""How well a radar measures."""


@pytest.mark.parametrize("text", [RADAR, RADAR.replace("120 }", f"120, {MEASURES} }}")])
def test_how_well_a_radar_measures_is_read_written_and_counted(text: str) -> None:
    """Where it is said, the page has the same hash; where it is not, the hash is that of the first version."""
    held = parse(text.encode(), "r")
    move = {"kit": "r", "move": {"deployment": "d", "base": "kozelsk", "burnout_speed_km_s": 4.0}}
    given = {"kits": {"r": kit(held, "r")}, "moves": [move], "edits": [], "files": [{"kit": "r", "text": text}]}  # fmt: skip
    found = call("pageAnswers", given)
    assert fingerprint(parse(found["files"][0]["toml"].encode(), "again")) == fingerprint(held)
    (moved_one,) = found["moves"]
    assert fingerprint(parse(moved_one["toml"].encode(), "again")) == moved_one["view"]["sha256"]
    if text == RADAR:
        assert fingerprint(held).startswith("e33b3afc")
    else:
        assert not fingerprint(held).startswith("e33b3afc")


def test_a_wrong_accuracy_is_told_alike() -> None:
    """Beyond its limits, and without one of its keys."""
    held = parse(RADAR.encode(), "r")
    wrong = [
        (MEASURES.replace("range_noise_m = 50", "range_noise_m = 200000"), "200000 m; allowed: 0 to 100000"),
        (MEASURES.replace("look_interval_s = 5", "look_interval_s = 0"), "0 s; allowed: 0.01 to 600"),
        (MEASURES.replace("range_noise_m = 50, ", ""), "missing; this key is needed"),
    ]  # fmt: skip
    texts = [RADAR.replace("120 }", f"120, {w} }}") for w, _ in wrong]
    given = {"kits": {"r": kit(held, "r")}, "moves": [], "edits": [], "files": [{"kit": "r", "text": t} for t in texts]}  # fmt: skip
    for (_, said), text, found in zip(
        wrong, texts, call("pageAnswers", given)["files"], strict=True
    ):
        assert said in found["error"]
        with pytest.raises(ReassureError) as caught:
            parse(text.encode(), "file.toml")
        assert said in str(caught.value)
