"""Studies of an agreement: its scenario with the limits applied, and what is proved at every point."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from reassure.errors import StudyError
from reassure.sweep.grid import job_of
from reassure.sweep.points import solve
from reassure.sweep.reader import read_study
from tests.questions.test_agree import AGREEMENT, SCENARIO

STUDY = """format = "reassure-study/1"
title = "The limit on speed"
agreement = "agreement.toml"
deployments = ["deveselu"]
bases = ["uzhur"]
quantities = ["share_proved", "share_out_of_reach"]
[[axis]]
key = "deployment.deveselu.interceptor.sm3-iia.burnout_speed_km_s"
name = "speed"
values = [3.0, 8.0]
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    (tmp_path / "one.toml").write_text(SCENARIO)
    (tmp_path / "agreement.toml").write_text(AGREEMENT)
    path = tmp_path / "study.toml"
    path.write_text(STUDY)
    return path


def test_the_limits_are_applied_and_proved_at_every_point(study: Path) -> None:
    """A slow interceptor is proved out of reach of the base, a fast one is not; the delay is that of the limit."""
    read, scenario = read_study(study)
    assert scenario.deployment[0].launch_delay_s.value == 150.0
    assert scenario.deployment[0].interceptor.burnout_speed_km_s.value == 4.2
    keys = [d.names() for d in read.dimensions]
    found = solve(scenario, keys, read.quantities, *[d.rows() for d in read.dimensions])
    assert found["share_proved"].ravel().tolist() == [1.0, 0.0]
    assert found["share_out_of_reach"].ravel()[0] == 1.0
    assert not np.isnan(found["share_out_of_reach"]).any()
    assert {v.name for v in job_of(read, scenario).variables} >= {"share_proved"}


def test_proofs_are_kept_where_they_are_asked_for(study: Path) -> None:
    """They take seconds for each point: a study that says nothing keeps none, as studies did before."""
    study.write_text(STUDY.replace('quantities = ["share_proved", "share_out_of_reach"]\n', ""))
    assert "share_proved" not in read_study(study)[0].quantities


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('agreement = "agreement.toml"', 'agreement = "nothing.toml"', "line 3: agreement: "),
        ('agreement = "agreement.toml"', 'agreement = "agreement.toml"\nscenario = "one.toml"', "exactly one of scenario and agreement"),
        ('agreement = "agreement.toml"\n', "", "exactly one of scenario and agreement"),
        ('"deveselu"]', '"brdy"]', "no deployment"),
    ],
)  # fmt: skip
def test_faults_are_told(study: Path, old: str, new: str, said: str) -> None:
    study.write_text(STUDY.replace(old, new, 1))
    with pytest.raises(StudyError, match=said):
        read_study(study)
