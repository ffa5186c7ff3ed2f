"""Stores with numbers of our own: what a summary and a chart of them say is known beforehand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from reassure.sweep.reasons import Missing
from reassure.sweep.store import opened
from reassure.sweep.study_run import job_in
from tests.sweep.kills import SCENARIO

STUDY = """\
format = "reassure-study/1"
title = "Speed, delay and boost"
scenario = "scenario.toml"

[[axis]]
key = "interceptor.sm3-iia.burnout_speed_km_s"
name = "speed"
values = [6, 3, 4, 5]

[[axis]]
key = "deployment.d.launch_delay_s"
name = "delay"
values = [0, 100, 400]

[[list]]
name = "boost"
keys = ["booster.icbm-solid.burnout_time_s", "booster.icbm-solid.burnout_height_km"]
rows = [[120, 150], [180, 200]]
"""

TWO = """
[[deployment]]
id = "e"
name = "The other one"
site = "deveselu"
interceptor = "sm3-ib"
launch_delay_s = 100
"""


def margin(speed: float, delay: float, row: int, deployment: int) -> float:
    """km/s: 0 at a speed of 3.5 without a delay, and 0.5 later for each 100 s; NaN, no arc, after 400 s."""
    if delay == 400.0:
        return np.nan
    return 3.5 + delay / 200.0 - 0.25 * row - speed + 10.0 * deployment


def made(folder: Path, done: int | None = None, text: str = STUDY) -> Path:
    """A store of the study with these margins, or its first `done` blocks alone."""
    (folder / "scenario.toml").write_text(SCENARIO + TWO)
    file = folder / "study.toml"
    file.write_text(text)
    job = job_in(file)
    path = folder / "store.zarr"
    with opened(path, job, False) as store:
        for task in job.tasks[:done]:
            store.write(task.block, _block(job, task.arguments))
    return path


def _block(job: Any, rows: tuple[tuple[tuple[float, ...], ...], ...]) -> dict[str, Any]:
    speeds, delays, boosts = rows
    found = np.array(
        [[[[margin(v, t, int(b[0] > 150), d) for d in range(2)] for b in boosts] for (t,) in delays] for (v,) in speeds]
    )  # fmt: skip
    # As late as the margin at once leaves room for; never, where it leaves none.
    late = -200.0 * np.array(
        [[[[margin(v, 0, int(b[0] > 150), d) for d in range(2)] for b in boosts] for _ in delays] for (v,) in speeds]
    )  # fmt: skip
    late = np.where(late >= 0.0, late, np.nan)
    some = np.where(np.isnan(late), Missing.NEVER_IN_REACH, Missing.NOTHING)
    reason = np.where(np.isnan(found), Missing.NO_ARC_AT_DELAY, some)
    values: dict[str, Any] = {
        "least_margin_km_s": found,
        "critical_burnout_speed_km_s": found + np.array([v for (v,) in speeds])[:, None, None, None],
        "critical_launch_delay_s": late,
        "share_out_of_reach": np.where(found <= 0.0, 0.5, 1.0),
        "reason": reason.astype(np.uint8),
        "least_margin_by_base_km_s": found[..., None],
        "reason_by_base": reason.astype(np.uint8)[..., None],
        "flights": np.ones(found.shape[:-1], np.int32),
    }  # fmt: skip
    return {v.name: values[v.name] for v in job.variables}
