"""Results that the viewer's tests look at."""

from __future__ import annotations

from functools import cache

from reassure.answers.assessment import Assessment
from reassure.questions.assess import assess
from reassure.scenario.reader import parse
from tests.small import SMALL

HOSTILE = "</script><script>window.hacked=1</script><img src=x onerror='window.hacked=2'>"


@cache
def poland() -> Assessment:
    """The quarrel of 2007, by the agency's figures."""
    return assess("poland-2007-mda", curves=True)


@cache
def small_with_curves() -> Assessment:
    """A small scenario whose title would be a script."""
    text = SMALL.replace("Small <b>&", HOSTILE)
    assert text != SMALL
    return assess(parse(text.encode(), "small.toml"), curves=True)


@cache
def two_forces() -> Assessment:
    """Two deployments, of which each faces one of two forces."""
    from tests.forces import scenario

    return assess(scenario(faces_low="faces = [2]", faces_north='faces = ["west"]'), curves=True)
