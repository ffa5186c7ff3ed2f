"""What the checker says of a certificate. It runs in a process of its own and shares nothing with the prover."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from reassure.answers.proof import Proof
from reassure.errors import InputError

__all__ = ["PROVED_LINE", "said_of"]

PROVED_LINE = re.compile(r"  proved      (\S+) cannot reach (\S+)")
"""What the checker prints of a clause that it accepts: the ids of its interceptor and its flights."""

# First lines of certificates that the checker of earlier versions reads.
_FORMER = (b"reassure-certificate/1", b"reassure-certificate/2")


def said_of(path: Path) -> Proof:
    """The checker's words on a certificate, and whether it accepts every clause.

    Raises InputError where the file cannot be read, or where the checker has no verdict (the file is malformed).
    """
    try:
        with path.open("rb") as file:
            former = file.readline(100).rstrip() in _FORMER
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; allowed: a certificate") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
    checker = "reassure_check_old" if former else "reassure_check"
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-m", checker, str(path.resolve())],
        capture_output=True,
        text=True,
        check=False,
    )
    # 0: the whole claim is proved; 1: not all of it; anything else: there is no verdict
    if run.returncode not in (0, 1):
        last = (run.stderr.strip() or "no word of the checker").splitlines()[-1]
        raise InputError(f"{path}: {last}")
    return Proof(path.name, run.stdout.strip(), run.returncode == 0)
