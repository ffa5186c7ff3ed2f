"""The checker's words for files that are not as they were written, and for text that goes nowhere."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reassure.errors import ClaimError
from reassure.proof.refute import claim_in
from reassure_check.__main__ import check
from reassure_check.claim import Malformed
from tests.check.certificates import CLAIM, certificate, write
from tests.shell import LEFT_AFTER_A_LINE, LEFT_AT_ONCE, in_shell

CHECK = [sys.executable, "-m", "reassure_check"]


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("file") / "good.cert"
    write(path, certificate())
    return path


@pytest.fixture(scope="module")
def bad(good: Path) -> Path:
    lines = good.read_text().splitlines()
    path = good.with_name("bad.cert")
    write(path, [*lines[:4], *lines[5:-1], f"end {len(lines) - 5}"])
    return path


CHANGED = [
    (lambda data: data.replace(b"\n", b"\r\n"), "CRLF"),
    (lambda data: data.replace(b"\nend", b"\r\nend"), "CRLF"),
    (lambda data: b"\xef\xbb\xbf" + data, "UTF-8 BOM"),
    (lambda data: data.decode().encode("utf-16"), "UTF-16"),
    (lambda data: data.decode().encode("utf-16-be"), "UTF-16"),
    (lambda data: data.decode().encode("utf-16-le"), "UTF-16"),
    (lambda data: data[:-1], "no newline after the last line"),
    (gzip.compress, "gzip"),
    (lambda data: data.replace(b"two cells", "zwölf".encode()), "not ASCII"),
]


@pytest.mark.parametrize(("change", "said"), CHANGED)
def test_a_file_that_was_changed_is_named(good: Path, tmp_path: Path, change, said: str) -> None:
    """In one line, which says what it is."""
    path = tmp_path / "a.cert"
    path.write_bytes(change(good.read_bytes()))
    with pytest.raises(Malformed, match=said) as fault:
        check(str(path))
    assert str(fault.value).startswith(f"{path}: ")
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize(("change", "said"), [c for c in CHANGED if "last" not in c[1]])
def test_refute_names_it_too(good: Path, tmp_path: Path, change, said: str) -> None:
    """What stands in a certificate's first lines; the proofs it does not read."""
    path = tmp_path / "a.cert"
    path.write_bytes(change(good.read_bytes()))
    if path.read_bytes()[:200].count(b"\r") == 0 and said in ("CRLF", "not ASCII"):
        return  # only the proofs are changed, or the hash says it
    with pytest.raises(ClaimError, match=said):
        claim_in(path)


def test_a_claim_with_a_byte_order_mark_is_the_claim(good: Path, tmp_path: Path) -> None:
    """As an editor may write it; but not as UTF-16, which is said."""
    path = tmp_path / "claim.json"
    path.write_text(json.dumps(CLAIM), encoding="utf-8-sig")
    assert check(str(good), str(path)) == 0
    path.write_text(json.dumps(CLAIM), encoding="utf-16")
    with pytest.raises(Malformed, match=r"claim\.json: UTF-16"):
        check(str(good), str(path))


def test_letters_beyond_ascii_in_a_title_can_be_checked(tmp_path: Path) -> None:
    """They are escaped in the certificate, and shown as a terminal can show them."""
    path = tmp_path / "a.cert"
    write(path, certificate(text=json.dumps({**CLAIM, "title": "Éire ☃"})))
    assert path.read_bytes().isascii()
    for encoding, shown in (("utf-8", "Éire ☃"), ("ascii", "\\xc9ire \\u2603")):
        done = subprocess.run(
            [*CHECK, str(path)], capture_output=True, check=False,
            env={**os.environ, "PYTHONIOENCODING": encoding},
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, b"")
        assert shown in done.stdout.decode(encoding)


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("line", [LEFT_AFTER_A_LINE, LEFT_AT_ONCE])
def test_a_reader_that_leaves_changes_no_verdict(
    good: Path, bad: Path, monkeypatch: pytest.MonkeyPatch, line: str, unbuffered: str
) -> None:
    """0 for what is proved, 1 for what is not, and not a word about pipes."""
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    for path, verdict in ((good, 0), (bad, 1)):
        assert in_shell(line, [*CHECK, str(path)]) == (verdict, "")


def test_what_is_closed_changes_no_verdict(good: Path, bad: Path) -> None:
    """Standard output, standard error, both, and standard input too."""
    for path, verdict in ((good, 0), (bad, 1)):
        for closed in (">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"):
            assert in_shell(f'"$@" {closed}', [*CHECK, str(path)]) == (verdict, "")


@pytest.mark.parametrize("words", [["{}"], ["--help"]])
def test_a_full_disk_is_no_verdict(good: Path, bad: Path, words: list[str]) -> None:
    """A status of its own, 3, and one line; even where nobody can read that line."""
    for path in (good, bad):
        given = [w.format(path) for w in words]
        status, said = in_shell('"$@" >/dev/full', [*CHECK, *given])
        assert status == 3
        assert (
            said == "OUTPUT FAULT: standard output: No space left on device; this is no verdict\n"
        )
        assert in_shell('"$@" >/dev/full 2>/dev/full', [*CHECK, *given]) == (3, "")
    assert in_shell('"$@" 2>/dev/full', [*CHECK, "no-such.cert"]) == (2, "")
