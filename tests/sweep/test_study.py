"""What a user writes: good studies understood, bad ones refused in one line with file, key, value, allowed."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from reassure.errors import StudyError
from reassure.sweep.job import Job
from reassure.sweep.reader import read_study
from reassure.sweep.reasons import Missing
from reassure.sweep.study import QUANTITIES
from reassure.sweep.study_run import job_in
from tests.sweep.kills import SCENARIO

WHOLE = """\
format = "reassure-study/1"
title = "Every form"
scenario = "scenario.toml"
deployments = ["d"]
bases = ["kozelsk"]
quantities = ["least_margin_km_s", "share_out_of_reach"]

[[axis]]
key = "interceptor.sm3-iia.burnout_speed_km_s"
name = "speed"
values = [3.0, 4.5, 5]

[[axis]]
key = "booster.icbm-solid.burnout_time_s"
from = 120
to = 180
count = 4

[[list]]
keys = ["deployment.d.launch_delay_s", "interceptor.sm3-iia.divert_km_s"]
rows = [[90, 0.1], [100, 0]]
"""


def read(folder: Path, text: str = WHOLE) -> Job:
    """The job of a study in a file."""
    (folder / "scenario.toml").write_text(SCENARIO)
    file = folder / "my.toml"
    file.write_text(text)
    return job_in(file)


def test_the_whole_form_is_understood(tmp_path) -> None:
    """Axes in order, then lists; values, units, and what the scenario has for each."""
    job = read(tmp_path)
    assert job.sizes == {
        "speed": 3, "booster.icbm-solid.burnout_time_s": 4, "list": 2, "deployment": 1, "base": 1
    }  # fmt: skip
    coordinates = {c.name: c for c in job.coordinates}
    assert coordinates["speed"].values == (3.0, 4.5, 5.0)
    assert coordinates["booster.icbm-solid.burnout_time_s"].values == (120.0, 140.0, 160.0, 180.0)
    assert coordinates["deployment.d.launch_delay_s"].values == (90.0, 100.0)
    assert coordinates["deployment.d.launch_delay_s"].dim == "list"
    about = coordinates["speed"].attrs
    assert about["units"] == "km s-1"
    assert about["figure"] == "interceptor.sm3-iia.burnout_speed_km_s"
    assert about["scenario_value"] == 4.5
    assert about["status"] == "found"
    assert [v.name for v in job.variables] == [
        "least_margin_km_s", "share_out_of_reach", "reason", "flights"
    ]  # fmt: skip
    assert job.attrs["title"] == "Every form"


def test_a_preset_can_be_swept(tmp_path) -> None:
    """By its name, some deployments, some bases."""
    text = WHOLE.replace('"scenario.toml"', '"europe-2012"').replace("[[list]]\nkeys", "#")
    text = text.replace("rows", "#").replace('["d"]', '["phase-3-redzikowo", "phase-2-deveselu"]')
    job = read(tmp_path, text)
    assert job.sizes["deployment"] == 2
    assert job.sizes["base"] == 1


def test_the_hash_is_of_the_content(tmp_path) -> None:
    """The same for the same values however written; another for any other figure, filter or scenario."""
    first = read(tmp_path).sha256
    same = WHOLE.replace("from = 120\nto = 180\ncount = 4", "values = [120, 140, 160, 180]")
    assert read(tmp_path, f"# a remark\n{same}").sha256 == first
    for old, new in (
        ("5]", "5.5]"), ("100, 0]", "100, 0.1]"), ('name = "speed"', 'name = "v"'),
        (', "share_out_of_reach"]', "]"), ('title = "Every form"', 'title = "Every"'),
    ):  # fmt: skip
        assert read(tmp_path, WHOLE.replace(old, new)).sha256 != first


def test_the_hash_is_of_the_scenario_too(tmp_path) -> None:
    """The same study of another scenario is another study."""
    first = read(tmp_path).sha256
    (tmp_path / "scenario.toml").write_text(SCENARIO.replace("38.9", "40.7"))
    assert job_in(tmp_path / "my.toml").sha256 != first


def test_blocks_are_long_where_points_share_their_work(tmp_path) -> None:
    """Speeds first, then delays; times last."""
    text = WHOLE.replace("values = [3.0, 4.5, 5]", "from = 3\nto = 7\ncount = 20")
    text = text.replace("count = 4", "count = 30")
    job = read(tmp_path, text)
    assert job.split == {"speed": 20, "booster.icbm-solid.burnout_time_s": 2, "list": 2}
    points = [np.prod([len(rows) for rows in t.arguments]) for t in job.tasks]
    assert sum(points) == job.points == 20 * 30 * 2


CASES = {
    "unknown key": ("title =", "titel =", ["titel", "did you mean title"]),
    "format": ("reassure-study/1", "reassure-study/2", ['allowed: format = "reassure-study/1"']),
    "a scenario": ("reassure-study/1", "reassure-scenario/1", ['allowed: format = "reassure-study/1"']),
    "no such scenario": ('"scenario.toml"', '"other.toml"', ["line 3", "scenario", "no such file", "presets:"]),
    "a bad scenario": ('"scenario.toml"', '"my.toml"', ["my.toml", "reassure-scenario/1"]),
    "unknown figure": ("sm3-iia.burnout_speed_km_s", "sm3-iia.burnout_spede_km_s",
                       ["line 9", "axis #1", "no figure of that key", "did you mean interceptor.sm3-iia.burnout_speed_km_s"]),
    "a figure of another": ("interceptor.sm3-iia.burnout", "interceptor.gbi.burnout", ["did you mean interceptor.sm3-iia"]),
    "a plain number": ("booster.icbm-solid.burnout_time_s", "base.kozelsk.latitude_deg", ["no figure of that key"]),
    "out of range": ("5]", "99]", ["line 9", "99 km/s; allowed: 0.1 to 15"]),
    "out of range in a list": ("100, 0]", "-100, 0]", ["list #1", "-100 s; allowed: 0 to 7200"]),
    "not finite": ("5]", "nan]", ["values #3", "finite"]),
    "text": ("5]", '"fast"]', ["values #3", "a number"]),
    "twice": ("5]", "4.5]", ["4.5 twice"]),
    "both ways": ("count = 4", "count = 4\nvalues = [1]", ["either values, or from, to and count"]),
    "half a way": ("count = 4", "", ["either values, or from, to and count"]),
    "one step": ("count = 4", "count = 1", ["2 or more"]),
    "too many steps": ("count = 4", "count = 100000000", ["100000 or less"]),
    "a long row": ("[90, 0.1]", "[90, 0.1, 3]", ["row 1 has 3 values; allowed: 2"]),
    "no rows": ("[[90, 0.1], [100, 0]]", "[]", ["empty"]),
    "a figure twice": ('"interceptor.sm3-iia.divert_km_s"', '"booster.icbm-solid.burnout_time_s"',
                       ["key booster.icbm-solid.burnout_time_s twice"]),
    "a name twice": ('name = "speed"', 'name = "list"', ["name list twice"]),
    "a name taken": ('name = "speed"', 'name = "deployment"', ["name deployment twice"]),
    "no deployment": ('deployments = ["d"]', 'deployments = ["e"]', ["deployments", "no deployment e; allowed: d"]),
    "no base": ('["kozelsk"]', '["moscow"]', ["bases", "no base moscow; allowed: kozelsk"]),
    "no quantity": ('"share_out_of_reach"', '"beauty"', ["quantities #2", "allowed", "share_out_of_reach"]),
    "too many points": ("count = 4", "count = 90000", ["2 = 540000 points", "at most"]),
    "not toml": ("title =", "title", ["not TOML", "line 2"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", CASES)
def test_every_kind_of_mistake_gets_one_clear_line(kind: str, tmp_path, monkeypatch) -> None:
    """File, line where it can be told, key, value, allowed."""
    monkeypatch.setattr("reassure.sweep.grid.MOST_POINTS", 500_000)
    old, new, said = CASES[kind]
    assert WHOLE.count(old)
    with pytest.raises(StudyError) as caught:
        read(tmp_path, WHOLE.replace(old, new, 1))
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 700
    assert message.startswith(str(tmp_path / "my.toml"))
    for words in said:
        assert words in message


def test_nothing_to_sweep_is_refused(tmp_path) -> None:
    """A study with neither axes nor lists."""
    with pytest.raises(StudyError, match=r"no \[\[axis\]\]"):
        read(tmp_path, WHOLE[: WHOLE.index("[[axis]]")])


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"x" * 1_000_001, b"a = " + b"[" * 50_000])
def test_what_is_not_a_study(data: bytes, tmp_path) -> None:
    """Never a traceback."""
    file = tmp_path / "my.toml"
    file.write_bytes(data)
    with pytest.raises(StudyError, match="my.toml") as caught:
        read_study(file)
    assert "\n" not in str(caught.value)
    for missing in (tmp_path, tmp_path / "none.toml"):
        with pytest.raises(StudyError, match="allowed: a study file"):
            read_study(missing)


def test_absurd_work_is_refused_with_its_numbers(tmp_path) -> None:
    """Few points, each of them huge."""
    text = WHOLE.replace('"scenario.toml"', '"europe-2012"').replace('deployments = ["d"]', "")
    text = text.replace('bases = ["kozelsk"]', "").replace("count = 4", "count = 60000")
    text = text[: text.index("[[list]]")]
    with pytest.raises(
        StudyError, match="180000 points of .* pairs .* allowed: at most 10000000000"
    ):
        read(tmp_path, text)


def test_the_study_of_the_docs_is_read_as_shown(tmp_path) -> None:
    """docs/sweep.md."""
    page = (Path(__file__).parents[2] / "docs" / "sweep.md").read_text()
    job = read(tmp_path, re.findall(r"```toml[^\n]*\n(.*?)```", page, re.S)[0])
    assert (job.points, list(job.sizes)) == (
        9 * 5 * 3,
        ["speed", "delay", "boost", "deployment", "base"],
    )
    for name in QUANTITIES:
        assert f"`{name}`" in page
    for code in Missing:
        assert f"`{code.name.lower()}`" in page
