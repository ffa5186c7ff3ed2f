"""reassure-check-old FILE [--claim FILE]: does this certificate prove what it claims?

Exit 0 proved, 1 not proved, 2 malformed, 3 no verdict (the text could not be written, or this machine failed), 130 stopped.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from importlib.util import find_spec
from typing import Any

if find_spec("flint") is None:
    print(
        "NOT CHECKED: certificates of versions 1 and 2 need python-flint: pip install 'reassure[old]'",
        file=sys.stderr,
    )
    raise SystemExit(3)

from reassure_check_old.claim import LARGEST, Claim, Malformed, parse, words
from reassure_check_old.cores import cores
from reassure_check_old.file import lines_of, text_of
from reassure_check_old.streams import UNWRITTEN, guard, status
from reassure_check_old.tree import Walk, row

AHEAD = 16
VERSIONS = {f"reassure-certificate/{k}": f"reassure-claim/{k}" for k in (1, 2)}
Key = tuple[int, int, int]
Job = tuple[Key, str, str]
Answer = tuple[Key, int, int, str]
_claim: Claim | None = None
_stopped: Callable[[], bool] = bool


def _start(text: str, leaving: Any) -> None:
    """In a process of its own: ctrl-C is for the main process to answer, which says by `leaving` that it goes."""
    global _claim, _stopped
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _claim, _stopped = parse(text), leaving.is_set


def _prove(job: Job) -> Answer:
    """Check one proof line: its key, leaves, leaves that fail, why."""
    key, coast, boost = job
    assert _claim is not None  # noqa: S101
    data, pair = _claim.data, _claim.data["clause"][key[0]]
    x = next(i for i in data["interceptor"] if i["id"] == pair["interceptor"])
    f = next(i for i in data["flights"] if i["id"] == pair["flights"])
    boxes = row(x, key[1], f, key[2], data["earth"])
    a = Walk(boxes.coast, boxes.limits, True, _stopped).run(coast)
    b = Walk(boxes.boost, boxes.limits, False, _stopped).run(boost)
    return key, a.leaves + b.leaves, a.failed + b.failed, a.why or b.why


def _alone(claim: Claim, jobs: Iterator[Job]) -> Iterator[Answer]:
    global _claim
    _claim = claim
    yield from map(_prove, jobs)


def _together(text: str, jobs: Iterator[Job], workers: int) -> Iterator[Answer]:
    """The answers as they come, some lines read ahead. Whoever leaves early leaves no work behind."""
    # Forked on Linux, whatever the Python: a process that a server starts (3.14) words a ctrl-C that comes meanwhile.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    leaving = context.Event()
    pool = ProcessPoolExecutor(workers, context, initializer=_start, initargs=(text, leaving))
    waiting: set[Future[Answer]] = set()
    try:
        for job in jobs:
            waiting.add(pool.submit(_prove, job))
            if len(waiting) >= AHEAD * workers:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    finally:
        leaving.set()
        pool.shutdown(cancel_futures=True)


def counted(count: int, noun: str, many: str = "") -> str:
    return f"{count} {noun if count == 1 else many or noun + 's'}"


def _index(text: str, below: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 8 and str(int(text)) == text):
        raise Malformed(f"{text[:20]!r} is not an index")
    if int(text) >= below:
        raise Malformed(f"{text} is not below {below}")
    return int(text)


def _digest(path: str) -> str:
    """The hash of the claim in a file."""
    text = text_of(path, LARGEST)
    try:
        return parse(text, not text.lstrip().startswith("{")).digest
    except Malformed as error:
        raise Malformed(f"{path}: {error}") from None


def _claim_of(lines: Iterator[str]) -> tuple[Claim, str]:
    """The claim in a certificate's first three lines, and its text."""
    first = next(lines, None)
    if first not in VERSIONS:
        raise Malformed(f"the first line must be {' or '.join(VERSIONS)}")
    text = next(lines, "")
    if len(text) > LARGEST:
        raise Malformed("the claim is too long")
    claim = parse(text)
    if claim.data["format"] != VERSIONS[first]:
        raise Malformed(f"a claim of {claim.data['format']} in a file of {first}")
    if next(lines, None) != f"sha256 {claim.digest}":
        raise Malformed("the third line is not the claim's hash")
    return claim, text


class Body:
    """The lines after the hash, as they are read: keys of proofs, and what is said of clauses without."""

    def __init__(self, claim: Claim, lines: Iterator[str]) -> None:
        data = claim.data
        self.places = {x["id"]: len(x["places"]) for x in data["interceptor"]}
        self.aims = {f["id"]: len(f["aims"]) for f in data["flights"]}
        self.pairs = [(c["interceptor"], c["flights"]) for c in data["clause"]]
        self.lines = lines
        self.seen: set[Key] = set()
        self.said: dict[int, str] = {}
        self.ended = False

    def rows(self, clause: int) -> int:
        """How many proofs a clause needs."""
        x, f = self.pairs[clause]
        return self.places[x] * self.aims[f]

    def jobs(self) -> Iterator[Job]:
        """The proofs, in the order of the file; raises Malformed for a line that may not stand where it does."""
        for line in self.lines:
            parts = line.split(" ")
            if self.ended:
                raise Malformed("more after the end")
            if parts[0] == "end" and len(parts) == 2:
                self.ended = _index(parts[1], 10**8) == len(self.seen) + len(self.said)
                if not self.ended:
                    raise Malformed("the count at the end is not that of the lines")
            elif parts[0] == "proof" and len(parts) == 6:
                _, clause, place, aim, coast, boost = parts
                yield self._key(line, clause, place, aim), coast, boost
            elif parts[0] in ("reachable", "undecided") and len(parts) >= 3:
                k = _index(parts[1], len(self.pairs))
                if k in self.said:
                    raise Malformed(f"{line[:40]}: said twice")
                self.said[k] = parts[0]
            else:
                raise Malformed(f"{line[:40]!r}: no line of a certificate")
        if not self.ended:
            raise Malformed("no end: the file is cut short")

    def _key(self, line: str, clause: str, place: str, aim: str) -> Key:
        k = _index(clause, len(self.pairs))
        x, f = self.pairs[k]
        key = k, _index(place, self.places[x]), _index(aim, self.aims[f])
        if key in self.seen:
            raise Malformed(f"{line[:40]}: proved twice")
        self.seen.add(key)
        return key


def check(path: str, claim_path: str | None = None, alone: bool = False) -> int:
    """Print what is claimed and whether it is proved; return the exit status. `alone`: on one core."""
    workers = 1 if alone else cores()
    lines = lines_of(path)
    claim, text = _claim_of(lines)
    print(words(claim))
    if claim_path is not None and _digest(claim_path) != claim.digest:
        print("NOT PROVED: the certificate is of another claim than the one given.")
        return 1
    body = Body(claim, lines)
    jobs = body.jobs()
    answers = _alone(claim, jobs) if alone else _together(text, jobs, workers)
    leaves = 0
    proved = [0] * len(body.pairs)
    faults: dict[int, str] = {}
    for (clause, _, _), count, failed, why in answers:
        leaves += count
        if failed:
            faults.setdefault(clause, why)
        else:
            proved[clause] += 1
    print(f"{counted(len(body.seen), 'proof')} with {counted(leaves, 'leaf', 'leaves')} checked.")
    return _verdict(body, proved, faults)


def _verdict(body: Body, proved: list[int], faults: dict[int, str]) -> int:
    """Print what became of each clause, and of all; return the exit status."""
    good = 0
    for k, (x, f) in enumerate(body.pairs):
        whole = body.rows(k)
        if proved[k] == whole:
            good += 1
            print(f"  proved      {x} cannot reach {f}")
        else:
            reason = faults.get(k) or body.said.get(k) or "leaves are missing"
            print(
                f"  NOT proved  {x} against {f}: {proved[k]} of {counted(whole, 'row')}; {reason}"
            )
    if good < len(body.pairs):
        print(f"NOT PROVED: {good} of {counted(len(body.pairs), 'clause')}.")
        return 1
    print("PROVED, under the assumptions above and for the stated limits and flights only.")
    return 0


def _answer(args: list[str]) -> int:
    """What the arguments ask for, and the exit status."""
    if args in (["-h"], ["--help"]):
        print(f"usage: reassure-check-old FILE [--claim FILE]\n\n{__doc__}")
        return 0
    if len(args) == 3 and args[0] == "--claim":
        args = [args[2], *args[:2]]
    if not (len(args) == 1 or (len(args) == 3 and args[1] == "--claim")) or args[0][:1] == "-":
        print("usage: reassure-check-old FILE [--claim FILE]", file=sys.stderr)
        return 2
    try:
        return check(args[0], args[2] if len(args) == 3 else None)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    except Malformed as error:
        print(f"MALFORMED: {error}", file=sys.stderr)
        return 2
    except BrokenExecutor:
        print("NOT CHECKED: a process that checks ended early; this is no verdict", file=sys.stderr)
        return UNWRITTEN
    except OSError as error:
        print(f"NOT CHECKED: {error.strerror or error}; this is no verdict", file=sys.stderr)
        return UNWRITTEN


def main() -> None:
    """The console script."""
    guard()
    raise SystemExit(status(_answer(sys.argv[1:])))


if __name__ == "__main__":
    # By its own name: a process that is not forked (macOS, Windows) finds no functions in "__main__".
    from reassure_check_old.__main__ import main as named

    named()
