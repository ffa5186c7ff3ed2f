"""The JSON schema of a scenario: for editors, and for programs that write scenarios."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

import jsonschema
import pytest

import reassure
from reassure.scenario.reader import preset_text

SCHEMA = jsonschema.Draft202012Validator(reassure.Scenario.model_json_schema())


@pytest.mark.parametrize("name", reassure.preset_names())
def test_presets_keep_to_it(name: str) -> None:
    """Figures as plain numbers and as tables, "sensed", areas, accounts."""
    SCHEMA.check_schema(SCHEMA.schema)
    SCHEMA.validate(tomllib.loads(preset_text(name)))


def test_every_key_is_described() -> None:
    """In the words of the source, where None is what a file leaves out."""
    tables = {**SCHEMA.schema["$defs"], "Scenario": SCHEMA.schema}
    texts = {
        f"{t}.{k}": p.get("description", "")
        for t, v in tables.items()
        for k, p in v.get("properties", {}).items()
    }
    assert [key for key, text in texts.items() if len(text) < 10] == []
    assert (
        texts["SensorTable.boresight_deg"]
        == "Clockwise from north. Left out: that of the radar's own table."
    )
    assert "from" in tables["DeploymentTable"]["properties"]  # by the name that a file has
    assert (
        "from_year"
        in reassure.Scenario.model_json_schema(by_alias=False)["$defs"]["DeploymentTable"][
            "properties"
        ]
    )
    assert not [text for text in texts.values() if "None" in text]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("deployment", 0, "launch_delay_s"), -120),
        (("deployment", 0, "launch_delay_s"), {"value": 99_999}),
        (("deployment", 0, "launch_delay_s"), {"value": 100, "low": -1, "high": 120}),
        (("deployment", 0, "launch_delay_s"), "soon"),
        (("deployment", 0, "launch_delay"), 100),
        (("force", 0, "bases"), []),
        (("format",), "reassure-scenario/9"),
    ],
)
def test_what_load_refuses_it_refuses(place: tuple[Any, ...], value: Any) -> None:
    """Ranges of a plain number and of a table's, unknown keys, other formats."""
    table = tomllib.loads(preset_text("guarantee-2012"))
    bad = copy.deepcopy(table)
    inner = bad
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    assert SCHEMA.is_valid(table)
    assert not SCHEMA.is_valid(bad)
    with pytest.raises(ValueError, match="validation error"):
        reassure.Scenario.model_validate(bad)
