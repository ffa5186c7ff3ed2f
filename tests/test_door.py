"""The public door: what may be imported, and that it stays quick to open."""

import subprocess
import sys

import pytest

import reassure


def test_what_is_public() -> None:
    """Adding a name here is a promise."""
    assert reassure.__all__ == [
        "Accounts", "AgreementError", "Assessment", "Bargain", "CatalogError", "Certificate", "Claim", "ClaimError", "Comparison", "Compliance",
        "FlownMissile", "Footprint", "Frontier", "Indicator", "InputError", "JointProject", "Measurement", "NumberLimit", "NumberSpan", "OutputError", "ReassureError", "RegionError",
        "ResultError", "Scenario", "ScenarioError", "SensorsSeen", "Trade", "accounts", "agree", "assess", "bibtex", "certify", "claim_from_scenario", "compare",
        "comply", "find_limit", "fly", "footprint", "frontier", "indicator", "joint", "load", "measure", "number_limit", "preset_names", "read_assessment",
        "read_claim", "sensors", "trade",
    ]  # fmt: skip


@pytest.mark.parametrize("name", reassure.__all__)
def test_every_name_is_there_and_documented(name: str) -> None:
    """With a docstring of its own."""
    thing = getattr(reassure, name)
    assert thing.__doc__
    assert name in dir(reassure)


def test_unknown_name_is_an_attribute_error() -> None:
    """Not an import error."""
    with pytest.raises(AttributeError, match="nothing_here"):
        reassure.nothing_here  # noqa: B018


@pytest.mark.parametrize("command", ["import reassure", "import reassure.cli"])
def test_the_door_opens_without_the_heavy_rooms(command: str) -> None:
    """Neither numba nor xarray nor pydantic nor a web server for `reassure --help`."""
    code = f"import sys; {command}; print([m for m in ('numba', 'xarray', 'pydantic', 'scipy', 'fastapi', 'starlette', 'uvicorn', 'tomli_w') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_errors_form_a_tree() -> None:
    """Everything raised on purpose is a ReassureError; bad input is an InputError."""
    for error in (
        reassure.ScenarioError,
        reassure.CatalogError,
        reassure.ClaimError,
        reassure.RegionError,
        reassure.ResultError,
    ):
        assert issubclass(error, reassure.InputError)
    assert issubclass(reassure.InputError, reassure.ReassureError)
    assert issubclass(reassure.OutputError, reassure.ReassureError)


def test_assess_takes_a_path_a_preset_or_a_scenario(tmp_path) -> None:
    """And they agree."""
    from tests.small import SMALL, small

    file = tmp_path / "small.toml"
    file.write_text(SMALL)
    by_path = reassure.assess(file)
    by_scenario = reassure.assess(reassure.load(str(file)))
    assert by_path.scenario_sha256 == by_scenario.scenario_sha256 == small().scenario_sha256
    assert isinstance(by_path, reassure.Assessment)
    assert set(reassure.preset_names()) == {
        "china-us-gmd", "criteria-2011", "europe-2012", "europe-2012-sensed", "europe-2013", "global-2012", "global-2026",
        "guarantee-2012", "korea-us", "poland-2007-mda", "poland-2007-postol", "russia-us-gmd",
    }  # fmt: skip
