"""What is not modelled is said where somebody tries it, in the documents too, and on the page in the same words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from reassure.catalog.not_modelled import NOT_MODELLED
from reassure.catalog.table import Table
from reassure.errors import ScenarioError
from reassure.scenario.model import Scenario
from reassure.scenario.reader import parse
from tests.small import SMALL

ROOT = Path(__file__).parents[2]


class Small(Table):
    """A table of one key, which is near to a key that is not modelled."""

    orbital: float = 0.0


@pytest.mark.parametrize("key", ["orbit", "Orbit", "salvo", "decoys", "laser", "airborne", "mirv"])
def test_the_refusal_says_why(key: str) -> None:
    """Before it looks for a key that is written alike."""
    with pytest.raises(ValidationError) as caught:
        Small.model_validate({key: 1})
    (problem,) = caught.value.errors()
    assert problem["msg"] == f"{NOT_MODELLED[key.lower()]}; allowed here: orbital"


def test_a_scenario_is_refused_in_one_line() -> None:
    """With file, line and key, as for any other mistake."""
    text = SMALL.replace("[[deployment]]\n", "[[deployment]]\norbit = 500\n", 1)
    with pytest.raises(ScenarioError) as caught:
        parse(text.encode(), "mine.toml")
    said = str(caught.value)
    line = text[: text.index("orbit")].count("\n") + 1
    start = f"mine.toml, line {line}: deployment #1, orbit: space-based interceptors are not modelled; allowed here: id, "
    assert said.startswith(start)
    assert "\n" not in said


def test_no_key_of_a_file_is_said_to_be_missing_from_the_model() -> None:
    """A key that is allowed somewhere would be refused elsewhere with a wrong reason."""

    def keys(schema: object) -> set[str]:
        if isinstance(schema, dict):
            own = set(schema["properties"]) if isinstance(schema.get("properties"), dict) else set()
            return own.union(*map(keys, schema.values()))
        return set().union(*map(keys, schema)) if isinstance(schema, list) else set()

    known = keys(Scenario.model_json_schema())
    assert len(known) > 50
    assert not known & set(NOT_MODELLED)


def test_the_page_has_the_same_words() -> None:
    """Key by key (the complaints themselves: tests/viewer/test_page_answers.py)."""
    text = (ROOT / "viewer/src/scenario/not_modelled.ts").read_text()
    there = {
        key: said
        for said, keys in re.findall(r'^  \["(.+?)", \[(.+)\]\],?$', text, re.MULTILINE)
        for key in re.findall(r'"(.+?)"', keys)
    }
    assert there == NOT_MODELLED


@pytest.mark.parametrize("file", ["README.md", "docs/method.md"])
def test_documents_have_a_line_for_each(file: str) -> None:
    """Under a heading of its own."""
    head, _, rest = (ROOT / file).read_text().partition("What is not modelled\n")
    assert re.search(r"^## (?:\d\. )?$", head[head.rindex("\n") + 1 :])
    assert rest
    section = re.split(r"^## ", rest, maxsplit=1, flags=re.MULTILINE)[0].lower()
    for word in ("space-based", "boost", "airborne", "directed-energy", "decoys", "salvo", "several warheads", "probability"):  # fmt: skip
        assert re.search(rf"^\* \*\*[^*]*{word}", section, re.MULTILINE), (file, word)
