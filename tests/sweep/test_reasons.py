"""Why a number is missing at a point, rule by rule; and that figures, deployments and bases are looked up before work."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from reassure.answers.assessment import Reason
from reassure.errors import ScenarioError, StudyError
from reassure.machine import package_hash
from reassure.machine.package_hash import build
from reassure.scenario import Scenario
from reassure.scenario.reader import parse
from reassure.sweep.figures import check, movable
from reassure.sweep.narrow import narrowed
from reassure.sweep.reasons import ATTRIBUTES, Missing, of_base, of_deployment
from reassure.sweep.study import Axis, MapTable, Rows, Study
from tests.small import SMALL

NAN, R = float("nan"), Reason


def base(margin: Sequence[float], *reasons: Reason) -> Missing:
    return of_base(np.array(margin, float), np.array([int(r) for r in reasons], np.int64))


@pytest.mark.parametrize(
    ("margin", "reasons", "why"),
    [
        ([], [], Missing.NO_FLIGHTS),
        ([NAN, NAN], [R.NOT_FACED, R.NOT_FACED], Missing.NOT_FACED),
        ([0.5, NAN], [R.NONE_MISSING, R.NO_ARC_EVER], Missing.NOTHING),
        ([0.5, NAN], [R.NEVER_IN_REACH, R.NOT_FACED], Missing.NOTHING),
        ([NAN, NAN], [R.NO_ARC_AT_DELAY, R.NO_ARC_EVER], Missing.NO_ARC_AT_DELAY),
        ([NAN, NAN], [R.NEVER_AT_HEIGHT, R.NEVER_AT_HEIGHT], Missing.NEVER_AT_HEIGHT),
        ([NAN, NAN], [R.NEVER_AT_HEIGHT, R.NOT_FACED], Missing.NEVER_AT_HEIGHT),
        ([NAN, NAN], [R.NEVER_AT_HEIGHT, R.NO_ARC_EVER], Missing.NO_ARC_EVER),
        ([NAN, NAN], [R.NOT_SENSED, R.NO_ARC_EVER], Missing.NO_ARC_EVER),
        ([NAN, NAN], [R.NOT_SENSED, R.NOT_SENSED], Missing.NOT_SENSED),
        ([NAN, NAN], [R.NOT_SENSED, R.NEVER_AT_HEIGHT], Missing.NOT_SENSED),
    ],
)  # fmt: skip
def test_why_there_is_no_least_margin(
    margin: list[float], reasons: list[Reason], why: Missing
) -> None:
    """What an earlier launch would mend comes before what nothing does; flights that are not faced count for nothing."""
    assert base(margin, *reasons) is why


@pytest.mark.parametrize(
    ("margin", "speed", "delay", "why"),
    [
        ([0.5, 1.0], [4.0, 5.0], [100.0, NAN], Missing.NOTHING),
        ([0.5, 1.0], [4.0, 5.0], [NAN, NAN], Missing.NEVER_IN_REACH),
        ([0.5, 1.0], [NAN, 5.0], [100.0, NAN], Missing.DIVERT_ENOUGH),
        ([0.5, 1.0], [4.0, NAN], [100.0, NAN], Missing.NOTHING),
        ([NAN, NAN], [NAN, NAN], [100.0, NAN], Missing.NO_ARC_AT_DELAY),
    ],
)  # fmt: skip
def test_why_a_deployment_lacks_a_number(
    margin: list[float], speed: list[float], delay: list[float], why: Missing
) -> None:
    """Of the closest flight's speed, and of any flight's delay."""
    reason = np.where(np.isnan(margin), int(R.NO_ARC_AT_DELAY), 0).astype(np.int64)
    arrays = (np.array(x, float) for x in (margin, speed, delay))
    assert of_deployment(*arrays, reason) is why


def test_every_code_has_words_and_its_flag() -> None:
    """As many flags as meanings, of one byte; each once."""
    assert ATTRIBUTES["flag_values"] == [int(m) for m in Missing] == list(range(len(Missing)))
    meanings = ATTRIBUTES["flag_meanings"].split()
    assert meanings == [m.name.lower() for m in Missing]
    assert len({m.words for m in Missing}) == len(Missing)
    for m in Missing:
        assert f"{int(m)}: {m.words}" in ATTRIBUTES["long_name"]


# -- figures --------------------------------------------------------------------------------------------

FAST = "deployment.fast.interceptor.f.burnout_speed_km_s"


def small() -> Scenario:
    return parse(SMALL.encode(), "small.toml")


@pytest.mark.parametrize(
    ("key", "ends", "beyond"),
    [
        (FAST, (0.1, 15.0), (0.05, 15.01)),
        ("deployment.fast.launch_delay_s", (0.0, 7200.0), (-1.0, 7201.0)),
    ],
)
def test_a_figure_may_be_what_the_scenarios_format_lets_it(
    key: str, ends: tuple[float, float], beyond: tuple[float, float]
) -> None:
    """Its ends just so, and nothing beyond; of several values the one that is wrong."""
    known = movable(small())
    check(key, ends, known)
    for value in beyond:
        with pytest.raises(StudyError, match="allowed"):
            check(key, (ends[0], value), known)


def test_a_figure_that_is_not_there_has_one_near_or_the_whole_list() -> None:
    """By its letters, or by its last word; else what is allowed."""
    known = movable(small())
    with pytest.raises(StudyError, match=f"did you mean {FAST}"):
        check(FAST.replace("fast", "fats"), (5.0,), known)
    with pytest.raises(StudyError, match=r"did you mean .*divert_km_s"):
        check("zzzzzzzz.divert_km_s", (0.1,), known)
    with pytest.raises(StudyError, match=r"no figure of that key; allowed: .*, "):
        check("?", (0.1,), known)


def test_figures_that_move_are_among_the_sources() -> None:
    """Each with its value; a catalogue's interceptor is under its own name."""
    known = movable(small())
    assert known[FAST].value == 8.0
    assert "interceptor.sm3-ib.burnout_speed_km_s" in known
    assert set(known) <= {f.key for f in known.values()}


# -- some deployments, some bases -----------------------------------------------------------------------


def study(**given: list[str]) -> Study:
    axis = Axis(key=FAST, values=[5.0])
    return Study.model_validate(
        {"format": "reassure-study/1", "title": "t", "scenario": "s", "axis": [axis], **given}
    )


def test_a_study_that_asks_for_nothing_has_all() -> None:
    """The scenario as it was."""
    assert narrowed(small(), study()) == small()


def test_deployments_and_bases_are_kept_in_the_scenarios_order() -> None:
    """Not in that of asking; a force of which no base is left is dropped."""
    got = narrowed(small(), study(deployments=["late", "slow"], bases=["uzhur"]))
    assert [d.id for d in got.deployment] == ["slow", "late"]
    assert [f.bases for f in got.force] == [["uzhur"]]
    more = '[[force]]\nbases = ["kozelsk", "dombarovsky"]\naims = ["conus"]\nbooster = "icbm-liquid"\n\n[[deployment]]'
    two = parse(SMALL.replace("[[deployment]]", more, 1).encode(), "two.toml")
    assert [f.bases for f in narrowed(two, study(bases=["kozelsk"])).force] == [["kozelsk"]] * 2
    assert [f.bases for f in narrowed(two, study(bases=["uzhur"])).force] == [["uzhur"]]


@pytest.mark.parametrize(("what", "said"), [("deployments", "no deployment x; allowed: slow"), ("bases", "no base x; allowed: kozelsk, uzhur")])  # fmt: skip
def test_what_is_not_in_the_scenario_is_refused(what: str, said: str) -> None:
    """With the key that asks for it."""
    with pytest.raises(ScenarioError, match=said) as caught:
        narrowed(small(), study(**{what: ["x"]}))
    assert caught.value.path[0] == what


# -- forms of a study, and which package ----------------------------------------------------------------


def test_an_axis_is_listed_or_evenly_spaced() -> None:
    """Both ends are in it."""
    assert Axis(key="k", values=[3, 1, 2]).rows() == [(3.0,), (1.0,), (2.0,)]
    spaced = Axis.model_validate({"key": "k", "from": 1, "to": 2, "count": 3})
    assert spaced.rows() == [(1.0,), (1.5,), (2.0,)]
    down = Axis.model_validate({"key": "k", "from": 2, "to": 1, "count": 2})
    assert down.rows() == [(2.0,), (1.0,)]
    with pytest.raises(ValueError, match="1 twice; allowed: each value once"):
        Axis.model_validate({"key": "k", "from": 1, "to": 1, "count": 2})


def test_rows_move_together_and_may_repeat() -> None:
    """A list is what was measured, twice if it was."""
    rows = Rows.model_validate({"keys": ["a", "b"], "rows": [[1, 2], [1, 2]]})
    assert (rows.names(), rows.rows(), rows.name) == (("a", "b"), [(1.0, 2.0)] * 2, "list")


def test_a_map_is_certified_of_speeds_alone() -> None:
    """And has one spacing."""
    assert MapTable(kind="speed", certified=True).certified
    with pytest.raises(ValueError, match="certified with a map of delays; allowed: of speeds"):
        MapTable(kind="delay", certified=True)
    with pytest.raises(ValueError, match="spacing_km or degrees, not both"):
        MapTable(kind="speed", spacing_km=1.0, degrees=1.0)


def test_the_build_is_of_code_and_figures_wherever_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A byte or a name changed makes another; what is neither code nor figures, and where the package lies, do not."""

    def found(root: Path) -> str:
        monkeypatch.setattr(package_hash, "__file__", str(root / "machine" / "package_hash.py"))
        return build.__wrapped__()

    def package(name: str) -> Path:
        root = tmp_path / name
        (root / "sweep").mkdir(parents=True)
        (root / "a.py").write_text("x = 1")
        (root / "sweep" / "b.toml").write_text("y = 2")
        return root

    one, two = package("one"), package("two")
    first = found(one)
    assert first == found(two)
    assert len(first) == 16
    (two / "a.pyc").write_bytes(b"anything")
    (two / "notes.md").write_text("words")
    assert found(two) == first
    (two / "sweep" / "b.toml").write_text("y = 3")
    assert found(two) != first
    (one / "a.py").rename(one / "c.py")
    assert found(one) != first
