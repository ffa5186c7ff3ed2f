"""Bytes that are text, and what bytes that are none are called."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.scenario.decoding import decoded, not_plain


def zipped() -> bytes:
    """A zip archive of one file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.toml"), "a = 1")
    return out.getvalue()


PACKED = [
    (gzip.compress(b"a = 1", mtime=0), "packed with gzip: unpack it first"),
    (bz2.compress(b"a = 1"), "packed with bzip2: unpack it first"),
    (lzma.compress(b"a = 1"), "packed with xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd\x04\x00", "packed with zstd: unpack it first"),
    (zipped(), "a zip archive: unpack it first"),
    ("a = 1".encode("utf-16"), "UTF-16 text: save it as UTF-8"),
    (b"\xfe\xff" + "a = 1".encode("utf-16-be"), "UTF-16 text: save it as UTF-8"),
    ("a = 1".encode("utf-16-be"), "UTF-16 text, or no text at all: save it as UTF-8"),
    ("a = 1".encode("utf-16-le"), "UTF-16 text, or no text at all: save it as UTF-8"),
    (b"abc\0", "UTF-16 text, or no text at all: save it as UTF-8"),
]


@pytest.mark.parametrize(("data", "what"), PACKED)
def test_what_is_packed_or_of_another_code_is_named(data: bytes, what: str) -> None:
    """By its first bytes, as real programs write them, with the remedy."""
    assert not_plain(data) == not_plain(data[:8]) == what
    with pytest.raises(ValueError, match=what[:10]):
        decoded(data)


@pytest.mark.parametrize(
    "data", [b"", b"a", b"BZ", b"PK", b"\x1f", b"abcd\0", b"# BZh\n", b"\xef\xbb\xbf"]
)
def test_what_only_looks_alike_is_text(data: bytes) -> None:
    """Too short for a mark, a mark not at the beginning, a zero byte after the fourth."""
    assert not_plain(data) == ""
    assert decoded(data) == data.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("data", "place"),
    [(b"\xe9", 0), (b"abcdef\xe9", 6), ("é".encode() + b"\xff", 2), (b"\xef\xbb\xbfab\xff", 2), (b"ab\xc3", 2)],
)  # fmt: skip
def test_the_first_byte_that_is_no_text_is_counted(data: bytes, place: int) -> None:
    """From 0, behind a byte order mark; a sign cut in two counts where it begins."""
    with pytest.raises(ValueError, match=f"^byte {place} is not UTF-8 text$"):
        decoded(data)


@given(text=st.text())
@settings(max_examples=50, deadline=None)
def test_text_comes_back_as_it_was(text: str) -> None:
    """With a byte order mark or without; text that begins like a packed file is told so."""
    for mark in (b"", b"\xef\xbb\xbf"):
        data = mark + text.encode()
        if not_plain(data[:8]):
            continue
        assert decoded(data) == (text.removeprefix("\ufeff") if not mark else text)
