"""What all tests share: the command's tree of options and the largest preset's answer, each made once."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import typer.main
import typer.testing
from hypothesis import HealthCheck, settings

from reassure.answers.assessment import Assessment
from reassure.questions.assess import assess
from tests.europe import sparse

# Time decides no test: machines are shared. Read before the tests, whose own settings take the rest from here.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")

# typer builds it anew at each call: 30 ms, in which nothing of the package is computed. Click keeps what is parsed in
# a context for each call, and changes nothing in the tree.
typer.main.get_command = typer.testing._get_command = cache(typer.main.get_command)


def pytest_configure(config: pytest.Config) -> None:
    """Before any test is read: with `-m long` every random test tries all its cases (tests/amounts.py)."""
    if config.getoption("markexpr") != "not long":  # as pyproject.toml has it
        os.environ["REASSURE_TESTS"] = "whole"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that try fewer cases otherwise are long ones in a whole run. Of a test marked `some(n)` every n-th case, from the
    first on, is tried in the short run, and the others are long.
    """
    whole = os.environ.get("REASSURE_TESTS") == "whole"
    met: Counter[str] = Counter()
    for item in items:
        some = item.get_closest_marker("some")
        if whole and item.get_closest_marker("fewer"):
            item.add_marker("long")
        if some is not None:
            of = item.nodeid.partition("[")[0]
            if met[of] % some.args[0]:
                item.add_marker("long")
            met[of] += 1


def _once(folder: Path, name: str, make: Callable[[], Assessment]) -> Assessment:
    """What `make` gives, computed by the first of a run's processes that asks for it; the others read it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return make()
    # each worker's folder lies in the run's
    path = folder.parent / f"{name}.pickle"
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            path.write_bytes(pickle.dumps(make()))
    found: Assessment = pickle.loads(path.read_bytes())  # noqa: S301  (our own)
    return found


@pytest.fixture(scope="session")
def europe(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """The largest preset, with curves: 16 deployments, 6,405 flights."""
    folder = tmp_path_factory.getbasetemp()
    return _once(folder, "europe", lambda: assess("europe-2012", curves=True))


@pytest.fixture(scope="session")
def sparse_europe(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """The same deployments against 660 flights, with curves and the estimate."""
    folder = tmp_path_factory.getbasetemp()
    return _once(folder, "sparse", lambda: assess(sparse(), estimate=True, curves=True))
