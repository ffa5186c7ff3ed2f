"""Reading an agreement and what was observed of it, with one clear line for whatever is wrong."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from reassure.errors import AgreementError, InputError, ScenarioError
from reassure.scenario import Scenario, load, preset_names
from reassure.scenario.complaint import complain, located, printable
from reassure.scenario.lookup import declaration_named, outline_named
from reassure.scenario.reader import LARGEST_FILE, contents, table_in
from reassure.treaty import agreement as agreements
from reassure.treaty import observations as observed
from reassure.treaty.agreement import Agreement, LimitTable
from reassure.treaty.observations import Observation, Observations
from reassure.treaty.rules import COUNTING
from reassure.treaty.scope import limited

__all__ = [
    "agreement_names",
    "agreement_text",
    "read_agreement",
    "read_observations",
    "scenario_of",
]

_LARGEST_OBSERVATIONS = 50_000_000
"""Bytes: a hundred thousand observations of some hundreds each."""

T = TypeVar("T", bound=BaseModel)


@cache
def agreement_names() -> list[str]:
    """Names of the agreements that come with the package, sorted."""
    folder = files("reassure.treaty").joinpath("agreements")
    return sorted(
        f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml")
    )


def agreement_text(name: str) -> str:
    """The file of an agreement that comes with the package, comments and all. Raises AgreementError where there is none."""
    if name not in agreement_names():
        raise AgreementError(f"{printable(name)}: no agreement; allowed: {', '.join(agreement_names())}")  # fmt: skip
    return _packed(name).decode("utf-8")


def _packed(name: str) -> bytes:
    return files("reassure.treaty").joinpath("agreements", f"{name}.toml").read_bytes()


def read_agreement(source: str | Path) -> Agreement:
    """The agreement at a path, or the one of that name that comes with the package.

    Raises AgreementError, its message one line: file, key, value, what is allowed.
    """
    kind = "an agreement's file"
    if isinstance(source, str) and source in agreement_names():
        data = _packed(source)
        name = f"agreement {source}"
    else:
        missing = f"no such file, and no agreement of that name; allowed: {kind}, or {', '.join(agreement_names())}"
        name = printable(str(source))
        try:
            data = contents(Path(source), kind, missing)
        except ScenarioError as error:
            raise AgreementError(str(error)) from None
    out = _table(Agreement, data, name, kind, agreements.FORMAT)
    _check_scope(out, source, name, data.decode("utf-8", "replace"))
    return out


def _check_scope(agreement: Agreement, source: str | Path, name: str, text: str) -> None:
    """Raise AgreementError, with its place in the file, where the catalogue or the scenario has not what a limit is on."""
    for i, limit in enumerate(agreement.limit):
        if limit.account is not None and limit.account.rule not in COUNTING:
            said = f"limit {limit.id}: no rule {limit.account.rule}; allowed: {', '.join(COUNTING)}"
            raise AgreementError(located(name, ("limit", i, "account"), text, "", said))
    if agreement.scenario is None:
        on = next((i for i, x in enumerate(agreement.limit) if x.deployments or isinstance(x.interceptors, list)), None)  # fmt: skip
        if on is not None:
            raise AgreementError(located(name, ("limit", on), text, "", "a limit on deployments; allowed: with scenario alone"))  # fmt: skip
        return
    try:
        scenario = scenario_of(agreement, source)
    except ScenarioError as error:
        raise AgreementError(located(name, ("scenario",), text, "", str(error))) from None
    for i, limit in enumerate(agreement.limit):
        try:
            limited(limit, scenario)
            _check_names(limit, scenario)
        except ScenarioError as error:
            raise AgreementError(located(name, ("limit", i, *error.path), text, "", str(error))) from None  # fmt: skip


def _check_names(limit: LimitTable, scenario: Scenario) -> None:
    """Raise ScenarioError, with the key in its path, for a region or sensor that is not there."""
    if limit.place is not None:
        region = limit.place.inside or limit.place.outside
        try:
            outline_named(region or "")
        except InputError as error:
            raise ScenarioError(f"limit {limit.id}: {error}", ("place",)) from None
    if limit.sensors is not None:
        known = [s.id for s in scenario.sensor]
        for sensor in limit.sensors.none_of:
            if sensor not in known:
                raise ScenarioError(f"limit {limit.id}: no sensor {sensor} in the scenario; allowed: {', '.join(known)[:300] or 'none'}", ("sensors",))  # fmt: skip


def read_observations(source: str | Path, agreement: Agreement) -> Observations:
    """The observations of an agreement in a file, or those of that name that come with the package.

    Raises AgreementError, its message one line; also for what does not belong to the agreement.
    """
    kind = "a file of observations"
    folder = files("reassure.treaty").joinpath("agreements", "observations")
    named = folder.joinpath(f"{source}.toml")
    if isinstance(source, str) and "/" not in source and named.is_file():
        data, name = named.read_bytes(), f"observations {source}"
    else:
        name = printable(str(source))
        try:
            data = contents(Path(source), kind, f"no such file; allowed: {kind}", _LARGEST_OBSERVATIONS)  # fmt: skip
        except ScenarioError as error:
            raise AgreementError(str(error)) from None
    out = _table(Observations, data, name, kind, observed.FORMAT, _LARGEST_OBSERVATIONS)
    for i, one in enumerate(out.observation):
        wrong = _unfit(one, agreement)
        if wrong:
            key, said = wrong
            text = data.decode("utf-8", "replace")
            raise AgreementError(located(name, ("observation", i, key), text, "", f"{one.id}: {said}"))  # fmt: skip
    return out


def scenario_of(agreement: Agreement, source: str | Path) -> Scenario:
    """The scenario that an agreement speaks of: a preset, or a file as seen from the agreement's.

    Raises AgreementError where it names none, and ScenarioError where what it names cannot be read.
    """
    named = agreement.scenario
    if named is None:
        raise AgreementError("scenario: missing; allowed: a preset's name, or a scenario's file")
    if named in preset_names():
        return load(named)
    return load(named if source in agreement_names() else Path(source).parent / named)


def _table(
    kind: type[T], data: bytes, name: str, what: str, format_: str, largest: int = LARGEST_FILE
) -> T:
    text = ""
    try:
        table, text = table_in(data, name, what, format_, largest)
        return kind.model_validate(table)
    except ValidationError as error:
        raise AgreementError(complain(error, name, text)) from None
    except ScenarioError as error:
        raise AgreementError(str(error)) from None
    except RecursionError:
        raise AgreementError(f"{name}: nested too deeply; allowed: {what}") from None


def _unfit(one: Observation, agreement: Agreement) -> tuple[str, str] | None:
    """What of an observation does not fit its agreement: the key, and what to say."""
    moment = one.on or one.event
    if moment is not None and moment.first.date() < agreement.from_day:
        return (
            "on" if one.on else "event",
            f"{moment.text} is before the start, {agreement.from_day}",
        )
    if one.duty is not None:
        duty = next((d for d in agreement.duty if d.id == one.duty), None)
        if duty is None:
            return "duty", f"no duty {one.duty}; allowed: {', '.join(d.id for d in agreement.duty) or 'none'}"  # fmt: skip
        if (one.event is not None) != (duty.before_h is not None):
            return (
                one.kind,
                f"{duty.id} asks for {'event and notified' if duty.before_h else 'done'}",
            )
        return None
    if one.declaration is not None:
        wrong = _unfit_declaration(one.declaration, one.limit, agreement)
        if wrong is not None or one.limit is None:
            return None if wrong is None else ("declaration", wrong)
    limit = next((x for x in agreement.limit if x.id == one.limit), None)
    if limit is None:
        return "limit", f"no limit {one.limit}; allowed: {', '.join(x.id for x in agreement.limit) or 'none'}"  # fmt: skip
    return _unfit_of_limit(one, limit, agreement)


def _unfit_declaration(name: str, limit: str | None, agreement: Agreement) -> str | None:
    """Why a declaration of the catalogue is none of an agreement's limits."""
    try:
        found = declaration_named(name)
    except InputError as error:
        return str(error)
    if found.declared_on < agreement.from_day:
        return f"{found.declared_on} is before the start, {agreement.from_day}"
    of = [x for x in agreement.limit if x.account is not None and x.bound == found.party]
    if limit is None and not of:
        return f"{name} is of {found.party}, which no limit on an account binds"
    return None


def _unfit_of_limit(
    one: Observation, limit: LimitTable, agreement: Agreement
) -> tuple[str, str] | None:
    allowed = {"account": ("count", "declaration"), "interceptors": ("count",), "place": (), "sensors": ()}  # fmt: skip
    if one.object is not None and limit.subject in ("account", "interceptors"):
        return "object", f"limit {limit.id} is on a number in all; allowed: without object"
    kinds = (*allowed.get(limit.subject, (limit.subject,)), "inspection", "probability")
    if one.kind not in kinds:
        return one.kind, f"limit {limit.id} is on {limit.subject}; allowed: {', '.join(kinds)}"
    if one.means is not None and one.means not in limit.means:
        return "means", f"unknown means {one.means} of {limit.id}; allowed: {', '.join(limit.means) or 'none'}"  # fmt: skip
    if (
        one.kind != limit.subject
        or one.measured.value is None
        or one.measured.uncertainty is not None
    ):
        return None
    table = agreement.means_of(one.means) if one.means else None
    if table is None or (table.standard_uncertainty is None and table.radar is None):
        return one.kind, "no uncertainty; allowed: standard_uncertainty, or means that have one"
    return None
