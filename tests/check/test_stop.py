"""Ctrl-C in the checker: it stops at once, with 130 and one line."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.amounts import amount, fewer
from tests.check.certificates import BOOST, CLAIM, COAST, certificate, changed, write


@fewer
@pytest.mark.parametrize("checking", [False, True])
def test_it_stops_at_once_and_says_so(tmp_path, checking):
    """A signal to the whole group, as a terminal sends it, while it loads and while it checks; it once hung for minutes."""
    aim, count = CLAIM["flights"][0]["aims"][0], amount(12_000, 4_000)
    text = changed(lambda claim: claim["flights"][0].update(aims=[aim] * count))
    path = tmp_path / "a.cert"
    proofs = [f"proof 0 {k} {'0G' * 40}{COAST} {BOOST}" for k in range(count)]
    write(path, certificate(*proofs, f"end {count}", text=text))
    run = subprocess.Popen(
        [sys.executable, "-m", "reassure_check", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        # where the tests run in the background of a script, SIGINT is ignored, and children would inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    if checking:  # the claim is printed first
        assert run.stdout.readline().startswith("Claim")
    time.sleep(0.3)
    os.killpg(run.pid, signal.SIGINT)
    _, said = run.communicate(timeout=20)
    assert run.returncode in (130, -signal.SIGINT)
    if run.returncode == 130:
        assert said == "stopped\n"
