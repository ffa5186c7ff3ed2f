"""Reading a study, with one clear line for whatever is wrong: file, key, value, what is allowed."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from reassure.errors import AgreementError, ScenarioError, StudyError
from reassure.scenario import Scenario, load, preset_names
from reassure.scenario.complaint import complain, located, printable
from reassure.scenario.reader import contents, table_in
from reassure.sweep.drawn import with_draws
from reassure.sweep.figures import check, movable
from reassure.sweep.narrow import narrowed
from reassure.sweep.study import FORMAT, Study
from reassure.treaty.applied import applied, permitted
from reassure.treaty.reading import agreement_names, read_agreement, scenario_of

__all__ = ["read_study"]


def read_study(path: str | Path) -> tuple[Study, Scenario]:
    """The study in a TOML file, and its scenario with the deployments and bases that the study asks for.

    Raises StudyError or ScenarioError, its message one line: file, key, value, what is allowed.
    """
    place, name = Path(path), printable(str(path))
    try:
        data = contents(place, "a study file", "no such file; allowed: a study file")
        table, text = table_in(data, name, "a study file", FORMAT)
        study = Study.model_validate(table)
    except ValidationError as error:
        raise StudyError(complain(error, name, text)) from None
    except ScenarioError as error:
        raise StudyError(str(error)) from None
    except RecursionError:
        raise StudyError(f"{name}: nested too deeply; allowed: a study file") from None
    key = "scenario" if study.agreement is None else "agreement"
    try:
        scenario = _scenario(study, place.parent)
    except (AgreementError, ScenarioError) as error:
        raise StudyError(located(name, (key,), text, "", str(error))) from None
    try:
        scenario = narrowed(scenario, study)
    except ScenarioError as error:
        raise StudyError(located(name, error.path, text, "", str(error))) from None
    _check_keys(study, scenario, name, text)
    try:
        return with_draws(study, scenario), scenario
    except StudyError as error:
        raise StudyError(located(name, ("draws",), text, "", str(error))) from None


def _scenario(study: Study, folder: Path) -> Scenario:
    """A preset's, or that of a path as seen from the study; an agreement's with its limits applied."""
    if study.agreement is None:
        named = study.scenario or ""
        return load(named if named in preset_names() else folder / named)
    known = study.agreement in agreement_names()
    source = study.agreement if known else folder / study.agreement
    agreement = read_agreement(source)
    scenario = scenario_of(agreement, source)
    held = permitted(applied(agreement, scenario), scenario)
    if held is None:
        raise AgreementError(
            "no deployment may stand under its limits; allowed: an agreement that leaves one"
        )
    return held


def _check_keys(study: Study, scenario: Scenario, name: str, text: str) -> None:
    known = movable(scenario)
    """Raise StudyError, with its place in the file, for the first key or value that the scenario cannot have."""
    for kind, tables in (("axis", study.axis), ("list", study.rows)):
        for i, dimension in enumerate(tables):
            # Columns: the values that each key takes along the dimension.
            columns = zip(*dimension.rows(), strict=True)
            for key, values in zip(dimension.names(), columns, strict=True):
                try:
                    check(key, values, known)
                except StudyError as error:
                    place = (kind, i, "key" if kind == "axis" else "keys")
                    raise StudyError(
                        located(name, place, text, printable(key), str(error))
                    ) from None
