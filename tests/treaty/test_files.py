"""Files of agreements and observations: what comes with the package, and every kind of mistake told in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

import reassure
from reassure.answers.files import read_answer
from reassure.errors import AgreementError, InputError
from reassure.treaty.agreement import BUILT_IN_MEANS
from reassure.treaty.reading import agreement_names, read_agreement, read_observations, scenario_of
from tests.called import called

AGREEMENT = """format = "reassure-agreement/1"
title = "A southern, slow and watched deployment"
scenario = "europe-2012"
parties = ["united-states", "russia"]
from = 2013-01-01
risk = { false_alarm = 0.01, missed_breach = 0.05 }

[[limit]]
id = "speed"
bound = "united-states"
deployments = ["phase-3-*"]
burnout_speed_km_s = { at_most = 3.5 }
means = ["radar"]

[[limit]]
id = "warheads"
bound = "russia"
account = { rule = "new-start", quantity = "deployed_warheads", at_most = 1550 }
means = ["data-exchange"]

[[duty]]
id = "notify"
bound = "united-states"
of = "launch-notification"
before_h = 24

[[means]]
id = "radar"
measures = "burnout_speed_km_s"
standard_uncertainty_km_s = 0.05
"""

SEEN = """format = "reassure-observations/1"

[[observation]]
id = "one"
on = 2013-05-01
by = "russia"
limit = "speed"
means = "radar"
burnout_speed_km_s = 3.45
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "agreement.toml", tmp_path / "seen.toml"


def comply(files: tuple[Path, Path], agreement: str = AGREEMENT, seen: str = SEEN) -> reassure.Compliance:  # fmt: skip
    files[0].write_text(agreement)
    files[1].write_text(seen)
    return reassure.comply(*files)


def test_the_files_as_they_stand(files: tuple[Path, Path]) -> None:
    result = comply(files)
    assert result.find("speed").probability_kept == pytest.approx(0.841345, abs=1e-6)
    assert result.on == "2013-05-01"


AGREEMENT_FAULTS = {
    "until before from": ('from = 2013-01-01\n', 'from = 2013-01-01\nuntil = 2012-01-01\n', "until 2012-01-01 is before from 2013-01-01"),
    "no such party": ('bound = "russia"', 'bound = "france"', "bound france is no party; allowed: united-states, russia"),
    "unknown means": ('means = ["radar"]', 'means = ["radr"]', f"unknown means radr; allowed: radar, {', '.join(BUILT_IN_MEANS)}"),
    "means of something else": ('means = ["data-exchange"]', 'means = ["radar"]', "means radar measures burnout_speed_km_s, and the limit is on account"),
    "two limits in one": ('burnout_speed_km_s = { at_most = 3.5 }', 'burnout_speed_km_s = { at_most = 3.5 }\ndivert_km_s = { at_most = 1 }', "burnout_speed_km_s and divert_km_s; allowed: one of"),
    "nothing limited": ('burnout_speed_km_s = { at_most = 3.5 }\n', '', "it limits nothing; allowed: one of"),
    "the wrong way": ('{ at_most = 3.5 }', '{ at_least = 3.5 }', "burnout_speed_km_s: allowed: at_most"),
    "a risk of 1.5": ('false_alarm = 0.01', 'false_alarm = 1.5', "allowed: less than 0.5"),
    "a negative limit": ('at_most = 3.5', 'at_most = -3.5', "allowed: 0 or more"),
    "a limit that is NaN": ('at_most = 3.5', 'at_most = nan', "allowed: a finite number"),
    "an id twice": ('id = "warheads"', 'id = "speed"', "id speed twice"),
    "a duty without a time": ('before_h = 24\n', '', "it says no time; allowed: exactly one of before_h"),
    "a duty with two": ('before_h = 24\n', 'before_h = 24\nevery_days = 3\n', "before_h and every_days; allowed: exactly one"),
    "a day in quotes": ('from = 2013-01-01', 'from = "2013-01-01"', "allowed: a day, as 2012-03-14, without quotes"),
    "a unit that does not fit": ('standard_uncertainty_km_s = 0.05', 'standard_uncertainty_s = 0.05', "standard_uncertainty_s: burnout_speed_km_s is not in that unit; allowed: standard_uncertainty_km_s"),
    "an unknown key": ('deployments = ["phase-3-*"]', 'deployment = ["phase-3-*"]', "did you mean deployments?"),
    "an unknown quantity": ('"deployed_warheads"', '"warheads"', "allowed: 'deployed_launchers'"),
    "another format": ('reassure-agreement/1', 'reassure-agreement/2', 'allowed: format = "reassure-agreement/1"'),
    "a deployment that is not there": ('"phase-3-*"', '"phase-5-*"', "line 11: limit #1, deployments: limit speed: no deployment phase-5-* in the scenario; allowed: phase-1-mediterranean-sea"),
    "an interceptor that is not there": ('deployments = ["phase-3-*"]', 'interceptors = ["sm9"]', "no deployment has interceptor sm9; allowed: sm3-ia, sm3-ib"),
    "no such scenario": ('"europe-2012"', '"europe-2019"', "no such file, and no preset of that name"),
    "no TOML": ('[[limit]]\nid = "speed"', '[[limit]\nid = "speed"', "not TOML"),
}  # fmt: skip


@pytest.mark.parametrize("fault", AGREEMENT_FAULTS)
def test_a_fault_in_an_agreement(files: tuple[Path, Path], fault: str) -> None:
    old, new, said = AGREEMENT_FAULTS[fault]
    assert old in AGREEMENT
    with pytest.raises(AgreementError) as error:
        comply(files, agreement=AGREEMENT.replace(old, new, 1))
    assert said in str(error.value)
    assert str(error.value).startswith(str(files[0]))
    assert "\n" not in str(error.value)


SEEN_FAULTS = {
    "before the start": ("2013-05-01", "2012-12-31", "one: 2012-12-31 is before the start, 2013-01-01"),
    "before the start, in another zone": ("2013-05-01", "2013-01-01T01:00:00+03:00", "2012-12-31T22:00:00Z is before the start"),
    "a time without a zone": ("2013-05-01", "2013-05-01T10:00:00", "allowed: a day, or a time with its zone"),
    "no such limit": ('limit = "speed"', 'limit = "sped"', "no limit sped; allowed: speed, warheads"),
    "no such duty": ('limit = "speed"\nmeans = "radar"\nburnout_speed_km_s = 3.45', 'duty = "exchange"\ndone = true', "no duty exchange; allowed: notify"),
    "neither limit nor duty": ('limit = "speed"\n', '', "allowed: exactly one of limit and duty"),
    "unknown means": ('means = "radar"', 'means = "radr"', "unknown means radr of speed; allowed: radar"),
    "no uncertainty": ('means = "radar"\n', '', "no uncertainty; allowed: standard_uncertainty, or means that have one"),
    "something else was seen": ('burnout_speed_km_s', 'divert_km_s', "limit speed is on burnout_speed_km_s; allowed: burnout_speed_km_s, inspection, probability"),
    "expanded without its factor": ("= 3.45", "= { value = 3.45, expanded_uncertainty = 0.1 }", "an expanded uncertainty without its factor says nothing"),
    "a factor alone": ("= 3.45", "= { value = 3.45, coverage_factor = 2 }", "neither alone"),
    "a negative uncertainty": ("= 3.45", "= { value = 3.45, standard_uncertainty = -0.1 }", "allowed: 0 or more"),
    "an uncertainty too small to square": ("= 3.45", "= { value = 3.45, standard_uncertainty = 1e-300 }", "allowed: 0, or 1e-09 or more"),
    "a probability of 1.5": ("burnout_speed_km_s = 3.45", "probability = 1.5", "allowed: 1 or less"),
    "a negative count": ('limit = "speed"\nmeans = "radar"\nburnout_speed_km_s = 3.45', 'limit = "warheads"\ncount = -3', "allowed: 0 or more"),
    "half a warhead": ('limit = "speed"\nmeans = "radar"\nburnout_speed_km_s = 3.45', 'limit = "warheads"\ncount = 3.5', "allowed: a whole number"),
    "more found than seen": ("burnout_speed_km_s = 3.45", "inspection = { of = 20, seen = 3, found = 4 }", "4 found in 3 seen"),
    "more seen than there are": ("burnout_speed_km_s = 3.45", "inspection = { of = 20, seen = 21, found = 0 }", "21 seen of 20"),
    "bounds upside down": ("= 3.45", "= { low = 3.6, high = 3.5 }", "low 3.6 above high 3.5"),
    "an unknown distribution": ("= 3.45", '= { distribution = "cauchy", mean = 1 }', "allowed: 'normal', 'student-t'"),
    "a distribution without its parameters": ("= 3.45", '= { distribution = "gamma", shape = 4 }', "gamma needs shape, scale, and nothing else"),
    "two of one id": (SEEN, SEEN + SEEN[SEEN.index("[[") :], "two observations of one id, one"),
    "no such declaration": ('on = 2013-05-01\nby = "russia"\nlimit = "speed"\nmeans = "radar"\nburnout_speed_km_s = 3.45', 'by = "russia"\ndeclaration = "new-start-1"', 'no declaration "new-start-1"'),
    "a declaration of another": ('on = 2013-05-01\nby = "russia"\nlimit = "speed"\nmeans = "radar"\nburnout_speed_km_s = 3.45', 'by = "russia"\nlimit = "warheads"\ndeclaration = "new-start-2013-03-01-united-states"', "is of united-states, and limit warheads binds russia"),
    "nothing seen": ("burnout_speed_km_s = 3.45\n", "", "nothing was seen; allowed: exactly one of"),
    "two things seen": ("= 3.45\n", "= 3.45\nprobability = 0.5\n", "burnout_speed_km_s and probability; allowed: exactly one of"),
    "a limit with what a duty has": ("burnout_speed_km_s = 3.45", "done = true", "done; allowed: exactly one of"),
    "t with a systematic part": ("= 3.45", "= { value = 3.45, degrees_of_freedom = 4, systematic = 0.1 }", "degrees_of_freedom with a systematic part"),
    "an unknown key": ("means =", "mean =", "did you mean means?"),
}  # fmt: skip


@pytest.mark.parametrize("fault", SEEN_FAULTS)
def test_a_fault_in_observations(files: tuple[Path, Path], fault: str) -> None:
    old, new, said = SEEN_FAULTS[fault]
    assert old in SEEN
    with pytest.raises(AgreementError) as error:
        comply(files, seen=SEEN.replace(old, new, 1))
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_day_before_the_start_or_none(files: tuple[Path, Path]) -> None:
    comply(files)
    for day, said in (("2012-12-31", "before the agreement's start"), ("2013-02-30", "no such day"), ("14 March", "no such day")):  # fmt: skip
        with pytest.raises(InputError, match=said):
            reassure.comply(*files, on=day)


def test_the_command_writes_nothing_where_it_fails(files: tuple[Path, Path], tmp_path: Path) -> None:  # fmt: skip
    """One line, exit 2, no file."""
    files[0].write_text(AGREEMENT)
    files[1].write_text(SEEN.replace("radar", "radr"))
    out = tmp_path / "out.json"
    done = called("comply", str(files[0]), str(files[1]), "--json", str(out))
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1
    assert not out.exists()


@pytest.mark.parametrize("name", agreement_names())
def test_agreements_that_come_with_the_package(name: str) -> None:
    """Each can be read, and every figure says where it is from."""
    agreement = read_agreement(name)
    for one in (*agreement.limit, *agreement.duty, *agreement.means):
        assert one.source or getattr(one, "standard_uncertainty", None) is None, one.id
    if agreement.scenario is not None:
        deployments = {d.id for d in scenario_of(agreement, name).deployment}
        assert deployments


def test_new_start_from_2011_to_2022() -> None:
    """Before February 2018 nothing is due; on 1 March 2022 one limit has two verdicts, and no other is in doubt."""
    before = reassure.comply("new-start-2011", "new-start-2011-2022", on="2018-02-04")
    assert {o.verdict for o in before.owed if o.kind == "limit"} == {"not yet due"}
    result = reassure.comply("new-start-2011", "new-start-2011-2022")
    limits = {o.id: o.verdict for o in result.owed if o.kind == "limit"}
    assert limits.pop("united-states-total-launchers") == "undetermined"
    assert set(limits.values()) == {"fulfilled"}
    disputed = result.find("united-states-total-launchers")
    assert disputed.disputed
    assert sorted((s.value, s.verdict) for s in disputed.seen) == [(800.0, "fulfilled"), (901.0, "breached")]  # fmt: skip
    # nobody says that what was not found was not done
    assert {o.verdict for o in result.owed if o.kind == "duty"} == {"undetermined"}


def test_observations_of_the_package_fit_their_agreement() -> None:
    seen = read_observations("new-start-2011-2022", read_agreement("new-start-2011"))
    assert sum(o.declaration is not None for o in seen.observation) == 30


def test_the_file_is_read_back(tmp_path: Path) -> None:
    """Written again, the same bytes."""
    result = reassure.comply("new-start-2011", "new-start-2011-2022")
    result.write_json(tmp_path / "a.json")
    read_answer(reassure.Compliance, tmp_path / "a.json").write_json(tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
