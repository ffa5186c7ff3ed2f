"""reassure-check FILE [--claim FILE]: does this certificate prove what it claims?

Exit 0 proved, 1 not proved, 2 malformed, 3 no verdict (the text could not be written, or this machine failed), 130 stopped.
"""

import multiprocessing
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from itertools import chain
from typing import Any

from reassure_check.claim import FORMER, LARGEST, Claim, Malformed, parse, words
from reassure_check.cores import cores
from reassure_check.file import lines_of, text_of
from reassure_check.stay import stays
from reassure_check.streams import UNWRITTEN, guard, status
from reassure_check.tree import BATCH, Trees, row

AHEAD, VERSION, USAGE = 4, "reassure-certificate/", "usage: reassure-check FILE [--claim FILE]"
Key = tuple[int, int]
Job = list[tuple[Key, str, str, int | None]]
Answers = list[tuple[Key, int, int, str]]
_own: list[Any] = []  # of a process: the claim, and what says that the main process goes


def _start(text: str, leaving: Any) -> None:
    """In a process of its own: ctrl-C is for the main process to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _own[:] = parse(text), leaving.is_set


def _prove(job: Job) -> Answers:
    """Check some proof lines: for each its key, leaves, leaves that fail, why."""
    (claim, stopped), rows = _own, []
    kinds = {kind: {x["id"]: x for x in claim.data[kind]} for kind in ("interceptor", "flights")}
    for (clause, aim), _, _, stay in job:
        x, f = (kinds[kind][claim.data["clause"][clause][kind]] for kind in kinds)
        rows.append(row(x, f, aim, claim.data["earth"], stay))
    trees = Trees(rows, stopped)
    for k, (_, coast, boost, _) in enumerate(job):
        trees.read(coast, k, False)
        trees.read(boost, k, True)
    trees.check()
    found = zip(trees.leaves, trees.failed, trees.why, strict=True)
    return [(key, *each) for (key, *_), each in zip(job, found, strict=True)]


def _together(text: str, jobs: Iterator[Job], workers: int) -> Iterator[Answers]:
    """The answers as they come, some lines read ahead. Whoever leaves early leaves no work behind."""
    # Forked on Linux, whatever the Python: a process that a server starts (3.14) words a ctrl-C that comes meanwhile.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else None)
    leaving = context.Event()
    pool = ProcessPoolExecutor(workers, context, initializer=_start, initargs=(text, leaving))
    waiting: set[Future[Answers]] = set()
    try:
        for job in chain(jobs, [None] * workers * AHEAD):
            waiting |= {pool.submit(_prove, job)} if job else set()
            if waiting and (len(waiting) >= AHEAD * workers or job is None):
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
    first = next(lines, "")
    if first != VERSION + "3":
        former = first in (VERSION + "1", VERSION + "2")
        raise Malformed(FORMER.format(first) if former else f"the first line must be {VERSION}3")
    text = next(lines, "")
    claim = parse(text)
    if next(lines, "") != f"sha256 {claim.digest}":
        raise Malformed("the third line is not the claim's hash")
    return claim, text


class Body:
    """The lines after the hash, as they are read: what was seen, and why clauses are not proved."""

    def __init__(self, claim: Claim, lines: Iterator[str]) -> None:
        self.data, self.lines = claim.data, lines
        self.index = {x["id"]: k for k, x in enumerate(self.data["interceptor"])}
        self.aims = {f["id"]: len(f["aims"]) for f in self.data["flights"]}
        self.pairs = [(c["interceptor"], c["flights"]) for c in self.data["clause"]]
        self.seen: dict[Any, Any] = {}  # by keys of proofs, clauses of which is said, and stays
        self.faults: dict[int, str] = {}

    def once(self, line: str, key: Any, what: Any = None) -> Any:
        """The key, which must be new."""
        if key in self.seen:
            raise Malformed(f"{line[:40]}: said twice")
        self.seen[key] = what
        return key

    def jobs(self) -> Iterator[Job]:
        """The proofs, in the order of the file, some at a time; raises Malformed for a line that may not stand where it does."""
        job: Job = []
        leaves, kind = 0, ""
        for line in self.lines:
            last, (kind, *parts) = kind, line.split(" ")
            if last == "end":
                raise Malformed("more after the end")
            if kind == "end" and len(parts) == 1:
                if _index(parts[0], 10**8) != len(self.seen):
                    raise Malformed("the count at the end is not that of the lines")
            elif kind == "proof" and len(parts) == 4:
                k = _index(parts[0], len(self.pairs))
                x, f = self.pairs[k]
                key = self.once(line, (k, _index(parts[1], self.aims[f])))
                job.append((key, parts[2], parts[3], self.seen.get(("stay", self.index[x]))))
                leaves += sum(tree.count(leaf) for tree in parts[2:] for leaf in "LEAGB")
                if leaves >= BATCH:
                    yield job
                    job, leaves = [], 0
            elif kind in ("reachable", "undecided") and len(parts) >= 2:
                self.once(line, _index(parts[0], len(self.pairs)), kind)
            elif kind == "stay" and len(parts) == 2 and last in ("", "stay"):
                self.stay(line, *parts)
            else:
                raise Malformed(f"{line[:40]!r}: no line of a certificate, or not at its place")
        if kind != "end":
            raise Malformed("no end: the file is cut short")
        yield job

    def stay(self, line: str, interceptor: str, seconds: str) -> None:
        """Note how long an interceptor stays up, and whether that does not hold."""
        k, s = _index(interceptor, len(self.index)), _index(seconds, 7201)
        self.once(line, ("stay", k), s)
        x = self.data["interceptor"][k]
        if s == 0:
            raise Malformed(f"{line[:40]}: no time")
        if not stays(x, self.data["earth"], s):
            mine = [c for c, pair in enumerate(self.pairs) if pair[0] == x["id"]]
            self.faults |= dict.fromkeys(mine, f"an interceptor may be up longer than {s} s")


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
    leaves, proved = 0, [0] * len(body.pairs)
    _own[:] = claim, bool
    jobs = body.jobs()
    for answers in map(_prove, jobs) if alone else _together(text, jobs, workers):
        for (clause, _), count, failed, why in answers:
            leaves += count
            proved[clause] += not failed
            if failed:
                body.faults.setdefault(clause, why)
    proofs = counted(sum(isinstance(key, tuple) and key[0] != "stay" for key in body.seen), "proof")
    print(f"{proofs} with {counted(leaves, 'leaf', 'leaves')} checked.")
    good = 0
    for k, (x, f) in enumerate(body.pairs):
        if proved[k] == body.aims[f] and k not in body.faults:
            good += 1
            print(f"  proved      {x} cannot reach {f}")
        else:
            reason = body.faults.get(k) or body.seen.get(k) or "leaves are missing"
            rows = f"{proved[k]} of {counted(body.aims[f], 'row')}"
            print(f"  NOT proved  {x} against {f}: {rows}; {reason}")
    if good < len(body.pairs):
        print(f"NOT PROVED: {good} of {counted(len(body.pairs), 'clause')}.")
        return 1
    print("PROVED, under the assumptions above and for the stated limits and flights only.")
    return 0


def _answer(args: list[str]) -> int:
    """What the arguments ask for, and the exit status."""
    if args in (["-h"], ["--help"]):
        print(f"{USAGE}\n\n{__doc__}")
        return 0
    if len(args) == 3 and args[0] == "--claim":
        args = [args[2], *args[:2]]
    if len(args) not in (1, 3) or args[1:2] not in ([], ["--claim"]) or args[0][:1] == "-":
        print(USAGE, file=sys.stderr)
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
    except OSError as error:
        print(f"NOT CHECKED: {error.strerror or error}; this is no verdict", file=sys.stderr)
    return UNWRITTEN


def main() -> None:
    """The console script."""
    guard()
    raise SystemExit(status(_answer(sys.argv[1:])))


if __name__ == "__main__":
    # By its own name: a process that is not forked (macOS, Windows) finds no functions in "__main__".
    from reassure_check.__main__ import main as named

    named()
