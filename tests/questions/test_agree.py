"""What an agreement buys: its guarantee is that of certify, its cost that of footprint, its chain that of its parts."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

import reassure
from reassure.answers.bargain import HeldDeployment, Protection
from reassure.answers.proof import UNREACHABLE, pair_verdicts
from reassure.claim.from_scenario import claim_from_scenario
from reassure.engagement.held import held_vehicle
from reassure.proof.prove import certify
from reassure.questions.agree import AgreeQuestion, _Work
from reassure.reach.flyouts.fan import greatest_burnout
from reassure.report.html.agree import agree_page
from reassure.report.text.agree import _alone, seen_text
from reassure.scenario import load
from reassure.scenario.lookup import interceptor_named, vehicle_named
from reassure.treaty.agreement import Agreement
from reassure.treaty.reading import read_agreement, scenario_of

AGREEMENT = """format = "reassure-agreement/1"
title = "One site, two bases"
scenario = "one.toml"
parties = ["united-states", "russia"]
from = 2013-01-01

[[limit]]
id = "speed"
bound = "united-states"
burnout_speed_km_s = { at_most = 4.2 }
means = ["radar"]

[[limit]]
id = "delay"
bound = "united-states"
launch_delay_s = { at_least = 150 }

[[limit]]
id = "tests"
bound = "united-states"
target_speed_km_s = { at_most = 5.0 }
means = ["notification"]

[[means]]
id = "radar"
measures = "burnout_speed_km_s"
standard_uncertainty_km_s = 0.05
"""

SCENARIO = """format = "reassure-scenario/1"
title = "One site"
[[force]]
bases = ["kozelsk", "uzhur"]
aims = ["conus"]
booster = { id = "narrow", burnout_time_s = { value = 175, low = 170, high = 180 }, burnout_height_km = { value = 200, low = 180, high = 220 }, downrange_km = { value = 550, low = 500, high = 600 } }
aim_spacing_km = 1500

[[deployment]]
id = "deveselu"
site = "deveselu"
interceptor = "sm3-iia"
launch_delay_s = 100

[[deployment]]
id = "redzikowo"
site = "redzikowo"
interceptor = "sm3-iia"
launch_delay_s = 100
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("agree")


@pytest.fixture(scope="module")
def bargain(folder: Path) -> reassure.Bargain:
    (folder / "one.toml").write_text(SCENARIO)
    place = '[[limit]]\nid = "place"\nbound = "united-states"\nplace = { inside = [[40, 20], [48, 20], [48, 30], [40, 30]] }\n\n[[means]]'  # fmt: skip
    (folder / "agreement.toml").write_text(AGREEMENT.replace("[[means]]", place))
    return reassure.agree(folder / "agreement.toml", certificates=folder / "proofs", cells=8)


def test_the_guarantee_is_that_of_certify(bargain: reassure.Bargain) -> None:
    """The same verdicts for the scenario with the limits written into it; the site that may not stand is not in it."""
    text = SCENARIO[: SCENARIO.index('[[deployment]]\nid = "redzikowo"')]
    text = text.replace("launch_delay_s = 100", "launch_delay_s = 150")
    from reassure.scenario.reader import parse

    claim = claim_from_scenario(parse(text.encode(), "s"), burnout_speed_km_s=4.2)
    expected = {(p.interceptor, p.base): p.verdict for p in pair_verdicts(certify(claim).verdicts)}
    assert {(p.deployment, p.base): p.verdict for p in bargain.pairs} == expected
    assert set(expected.values()) == {UNREACHABLE}
    assert bargain.guaranteed == 1.0
    assert bargain.bases == {"kozelsk": UNREACHABLE, "uzhur": UNREACHABLE}


def test_deployments_under_the_limits(bargain: reassure.Bargain) -> None:
    first, second = bargain.deployments
    assert (first.planned_burnout_speed_km_s, first.permitted_burnout_speed_km_s) == (4.5, 4.2)
    assert (first.planned_launch_delay_s, first.permitted_launch_delay_s) == (100.0, 150.0)
    assert (first.proved, first.reachable, first.undecided) == (2, 0, 0)
    assert second.banned
    assert second.permitted_burnout_speed_km_s is None


def test_the_chain(bargain: reassure.Bargain) -> None:
    """2.326 and 1.645 standard uncertainties above the limit a breach is found out in 19 of 20; there the claim is proved again."""
    (seen,) = [s for s in bargain.seen if s.limit == "speed"]
    assert seen.accused_beyond == pytest.approx(4.2 + 2.326348 * 0.05, abs=1e-6)
    assert seen.seen_beyond == pytest.approx(4.2 + (2.326348 + 1.644854) * 0.05, abs=1e-6)
    assert seen.cleared_up_to == pytest.approx(4.2 - (2.326348 + 1.644854) * 0.05, abs=1e-6)
    (chain,) = bargain.chains
    assert (chain.unseen_proved, chain.limit_proved) == (2, 2)
    assert "more than 4.40 km/s is found out in 19 of 20 observations" in chain.words
    assert {p.unseen_verdict for p in bargain.pairs} == {UNREACHABLE}
    assert all(str(p.certificate).startswith("at-limit-deveselu-") for p in bargain.pairs)
    said = " ".join(seen_text(bargain))
    assert (
        "The proofs suppose that nothing is launched sooner than 150 s after the flight's launch"
        in said
    )
    assert "that was flown in a test" not in said  # no radar watches here


def test_what_nobody_sees_and_what_bears_on_no_flight(bargain: reassure.Bargain) -> None:
    assert bargain.promises == ("launch delay at least 150 s", "place inside a region")
    assert bargain.elsewhere == ("place inside a region",)
    assert any("Another place inside, if there is one, keeps the limit and is not covered." in x for x in seen_text(bargain))  # fmt: skip
    assert bargain.beside == ("speed of the target in a test at most 5 km/s",)


def test_how_else_a_limit_is_seen_is_told(tmp_path: Path) -> None:
    """By inspection and exchanged data; the agreement says so, and the program does not know whether they can."""
    given = Path("tests/docs/given")
    text = (given / "offer.toml").read_text()
    (tmp_path / "mine.toml").write_text((given / "mine.toml").read_text())
    for means, words in (('["inspection"]', "inspections on the spot"), ('["inspection", "data-exchange"]', "inspections on the spot and the data that a side hands over")):  # fmt: skip
        (tmp_path / "a.toml").write_text(
            text
            + f'\n[[limit]]\nid = "count"\nbound = "united-states"\ninterceptors = {{ at_most = 30 }}\nmeans = {means}\n'
        )
        found = reassure.agree(tmp_path / "a.toml", certified=False, protect=None)
        assert found.elsewhere == ()
        assert found.watched == (f"number of interceptors at most 30: to be seen by {words}",)
        assert any("to be seen by inspections on the spot" in line for line in seen_text(found))


def test_means_that_measure_nothing_are_told_too(tmp_path: Path) -> None:
    """Of a limit on place a table of the agreement's own; no limit is in none of the answer's lists."""
    given = Path("tests/docs/given")
    (tmp_path / "mine.toml").write_text((given / "mine.toml").read_text())
    place = """
[[limit]]
id = "place"
bound = "united-states"
place = { inside = [[54, 16], [55, 16], [55, 18], [54, 18]] }
means = ["satellites"]

[[means]]
id = "satellites"
name = "what satellites see"
measures = "place"
"""
    (tmp_path / "a.toml").write_text((given / "offer.toml").read_text() + place)
    found = reassure.agree(tmp_path / "a.toml", certified=False, protect=None)
    assert found.watched == ('place inside a region: to be seen by "what satellites see"',)
    assert [s.limit for s in found.seen] == ["speed"]
    assert found.promises == ()


def test_the_moment_of_burnout_can_be_in_doubt(tmp_path: Path) -> None:
    """As `measure` has it; and what is taken of it is said."""
    given = Path("tests/docs/given")
    (tmp_path / "mine.toml").write_text((given / "mine.toml").read_text())
    text = (given / "offer.toml").read_text()
    radar = 'radar = "armavir"\ntest_site = "deveselu"\n'
    seen = {}
    for doubt in (None, 1.0):
        more = "" if doubt is None else f"burnout_time_uncertainty_s = {doubt}\n"
        (tmp_path / "a.toml").write_text(
            text.replace("standard_uncertainty_km_s = 0.05\n", radar + more)
        )
        found = reassure.agree(tmp_path / "a.toml", certified=False, protect=None)
        (seen[doubt],) = found.seen
        words = "known to 1 s" if doubt else "taken as known exactly"
        assert any(f"the moment of burnout {words}" in line for line in seen_text(found))
        assert any(
            "the speed that was flown in a test, and not the greatest" in line
            for line in seen_text(found)
        )
        assert not any(
            "The proofs suppose" in line for line in seen_text(found)
        )  # none was looked for
    exact, doubted = seen[None].standard_uncertainty, seen[1.0].standard_uncertainty
    measured = reassure.measure(
        "armavir", interceptor="sm3-iia", site="deveselu", burnout_time_uncertainty_s=1.0
    )
    assert doubted == pytest.approx(measured.standard_uncertainty_km_s, rel=1e-6)
    assert exact < 0.2 * doubted
    (tmp_path / "a.toml").write_text(
        text.replace(
            "standard_uncertainty_km_s", "burnout_time_uncertainty_s = 1\nstandard_uncertainty_km_s"
        )
    )
    with pytest.raises(
        reassure.InputError, match="burnout_time_uncertainty_s: allowed with radar alone"
    ):
        reassure.agree(tmp_path / "a.toml", certified=False)


def test_what_each_protects_alone_is_told_of_several() -> None:
    """The greatest first; not of those that may not stand, and nothing of a single one."""
    held = HeldDeployment("a", "First", "", 4.5, 4.5, 0.0, 0.0, 90.0, 90.0, 1, 0, 0)
    others = (
        replace(held, id="b", name="Second"),
        replace(held, id="c", name="Third", banned="no"),
    )
    shares = Protection(
        "western-europe",
        "irbm-4000",
        1.0,
        0.5,
        (("a", 1.0, 0.25), ("b", 1.0, 0.5), ("c", 1.0, 0.9)),
    )
    result = SimpleNamespace(deployments=(held, *others), protection=shares)
    assert _alone(result) == "Each alone, under the limits: Second 50.0 %, First 25.0 %."
    assert _alone(SimpleNamespace(deployments=(held,), protection=shares)) == ""


def test_the_whole_of_a_sea_is_covered() -> None:
    """A proof for ships covers every place of their area: a limit to that area leaves no other place open. One to a box around a
    site does, and one around the area too.
    """
    agreement = read_agreement("southern-2012")
    scenario = scenario_of(agreement, "southern-2012")
    for deployments, inside, left_open in (
        (["phase-3-black-sea"], "black-sea", False),
        (["phase-2-deveselu"], [[44, 24], [45, 24], [45, 25], [44, 25]], True),
        (["phase-3-black-sea"], [[40, 27], [48, 27], [48, 42.5], [40, 42.5]], True),
    ):
        limit = {
            "id": "place",
            "bound": "united-states",
            "deployments": deployments,
            "place": {"inside": inside},
        }
        table = agreement.model_dump(by_alias=True, exclude_none=True) | {"limit": [limit]}
        one = Agreement.model_validate(table)
        work = _Work(AgreeQuestion("southern-2012"), one, scenario)
        assert work._open_place(one.limit[0]) is left_open


def test_the_cost_is_that_of_footprints(bargain: reassure.Bargain) -> None:
    """As planned both sites together; under the limits one, later and slower: never more than before."""
    p = bargain.protection
    assert p is not None
    assert 0.0 <= p.kept <= p.planned <= 1.0
    rows = {name: (before, after) for name, before, after in p.by_deployment}
    assert rows["redzikowo"][1] == 0.0
    assert rows["deveselu"][1] <= rows["deveselu"][0]
    assert p.planned >= max(before for before, _ in rows.values())


def test_the_figures_of_the_plan_are_told(bargain: reassure.Bargain) -> None:
    """Each once, as planned and not as limited: those of the plan's flights, and of the missile that is defended against."""
    keys = [s.key for s in bargain.sources]
    assert len(set(keys)) == len(keys)
    by_key = {s.key: s for s in bargain.sources}
    assert by_key["deployment.deveselu.launch_delay_s"].value == 100.0
    assert by_key["interceptor.sm3-iia.burnout_speed_km_s"].value == 4.5
    assert "booster.narrow.burnout_time_s" in keys
    assert any(k.startswith("missile.irbm-4000.") for k in keys)
    page = agree_page(bargain, "reassure agree agreement.toml")
    assert "Figures, as planned" in page
    assert "interceptor.sm3-iia.burnout_speed_km_s" in page


def test_certificates_are_kept_and_taken_up(bargain: reassure.Bargain, folder: Path) -> None:
    """The one is accepted by the checker, named by the pairs that it is of, and titled as the agreement."""
    (name,) = {p.certificate for p in bargain.pairs}
    path = folder / "proofs" / str(name)
    checked = subprocess.run([sys.executable, "-m", "reassure_check", str(path)], capture_output=True, text=True, check=False)  # fmt: skip
    assert checked.returncode == 0, checked.stderr
    claim = json.loads(path.read_text().splitlines()[1])
    assert claim["title"] == f"{bargain.agreement}; with its limits as figures"


def test_a_vehicle_is_held_to_its_limit() -> None:
    """Just below, by a heavier payload; not at all where it is too slow already."""
    plain = vehicle_named(interceptor_named("sm3-iia").vehicle).vehicle()
    held = held_vehicle(plain, 3500.0)
    assert held.payload > plain.payload
    assert 3490.0 < greatest_burnout(held)[0] <= 3500.0
    assert held_vehicle(plain, 9000.0) is None


def test_nothing_left_is_said(tmp_path: Path) -> None:
    """A limit that no deployment keeps: nothing may stand, and no proof is needed."""
    (tmp_path / "one.toml").write_text(SCENARIO)
    text = AGREEMENT.replace("burnout_speed_km_s = { at_most = 4.2 }\nmeans = [\"radar\"]", 'place = { inside = "black-sea" }')  # fmt: skip
    (tmp_path / "a.toml").write_text(text)
    result = reassure.agree(tmp_path / "a.toml", protect=None)
    assert all(d.banned for d in result.deployments)
    assert result.kept_out_of_reach == 1.0
    assert result.guaranteed == 1.0
    assert not result.pairs


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("criteria-2011", marks=pytest.mark.long),
        pytest.param("southern-2012", marks=pytest.mark.long),
        pytest.param("demarcation-1997", marks=pytest.mark.long),
    ],
)
def test_agreements_of_the_package_without_proofs(name: str) -> None:
    """Each can be asked; under its limits no more flights are within reach than as planned."""
    result = reassure.agree(name, certified=False, protect=None)
    assert result.kept_out_of_reach >= result.planned_out_of_reach
    assert any(s.standard_uncertainty is not None for s in result.seen)
    assert load("europe-2012").title == result.scenario


def test_a_base_in_two_forces_is_guaranteed_in_both_or_not_at_all(tmp_path: Path) -> None:
    """From Kozelsk to America it is proved; from there to Cairo the flights pass by Deveselu, and are not."""
    second = """[[force]]
bases = ["kozelsk"]
aims = [{ id = "cairo", latitude_deg = 30, longitude_deg = 31, radius_km = 0 }]
booster = { id = "other", burnout_time_s = 175, burnout_height_km = 200, downrange_km = 550 }

[[deployment]]"""
    one = SCENARIO.replace('bases = ["kozelsk", "uzhur"]', 'bases = ["kozelsk"]')
    (tmp_path / "one.toml").write_text(one.replace("[[deployment]]", second, 1))
    text = AGREEMENT.replace('means = ["radar"]', 'deployments = ["deveselu"]\nmeans = ["radar"]')
    place = "place = { inside = [[40, 20], [48, 20], [48, 30], [40, 30]] }"
    text = text.replace("launch_delay_s = { at_least = 150 }", place)
    (tmp_path / "a.toml").write_text(text)
    result = reassure.agree(tmp_path / "a.toml", protect=None)
    assert [(p.base, p.verdict) for p in result.pairs] == [("kozelsk", "reachable")]
    assert result.guaranteed == 0.0


def test_a_limit_on_no_deployment_is_told(tmp_path: Path) -> None:
    """Deployments and interceptors that are there, but not together."""
    (tmp_path / "one.toml").write_text(SCENARIO.replace('"sm3-iia"', '"sm3-ib"', 1))
    text = AGREEMENT.replace(
        'means = ["radar"]',
        'deployments = ["deveselu"]\ninterceptors = ["sm3-iia"]\nmeans = ["radar"]',
    )
    (tmp_path / "a.toml").write_text(text)
    with pytest.raises(
        reassure.AgreementError, match="no deployment of these has one of these interceptors"
    ):
        reassure.agree(tmp_path / "a.toml", protect=None)
