"""The text in the bytes of a file, or what the bytes are instead."""

from __future__ import annotations

__all__ = ["decoded", "not_plain"]

# The first bytes of a file, and what such a file is.
_KINDS = (
    (b"\x1f\x8b", "packed with gzip: unpack it first"),
    (b"BZh", "packed with bzip2: unpack it first"),
    (b"\xfd7zXZ", "packed with xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd: unpack it first"),
    (b"PK\x03\x04", "a zip archive: unpack it first"),
    (b"\xff\xfe", "UTF-16 text: save it as UTF-8"),
    (b"\xfe\xff", "UTF-16 text: save it as UTF-8"),
)


def not_plain(start: bytes) -> str:
    """What a file is that begins with these bytes, if it cannot be text in UTF-8; else empty. `start`: 6 bytes or more
    tell all kinds apart.
    """
    for mark, what in _KINDS:
        if start.startswith(mark):
            return what
    # UTF-16 without a mark: every other byte of ASCII text is zero. No byte of UTF-8 text is, but for U+0000.
    if b"\0" in start[:4]:
        return "UTF-16 text, or no text at all: save it as UTF-8"
    return ""


def decoded(data: bytes) -> str:
    """The UTF-8 text in some bytes, a byte order mark left out. Raises ValueError, its message a few words on what the
    bytes are instead.
    """
    what = not_plain(data[:8])
    if what:
        raise ValueError(what)
    try:
        return data.decode("utf-8-sig")  # some editors on Windows write a byte order mark
    except UnicodeDecodeError as error:
        raise ValueError(f"byte {error.start} is not UTF-8 text") from None
