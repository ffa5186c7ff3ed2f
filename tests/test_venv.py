"""The environment of the README's commands: what pip was told, uv is told too, or pip does it."""

from __future__ import annotations

import pytest

from tests.script import script_at

VENV = script_at("scripts/_venv.py")


@pytest.mark.parametrize(
    ("listed", "options", "variables"),
    [
        ("", [], {}),
        ("global.timeout='9'\n:env:.disable-pip-version-check='1'\n", [], {}),
        ("global.index-url='https://mirror.example/simple'\n", [], {"UV_DEFAULT_INDEX": "https://mirror.example/simple"}),
        (":env:.cert='/etc/a.crt'\nglobal.cert='/etc/b.crt'\n", [], {"SSL_CERT_FILE": "/etc/a.crt"}),
        ("global.extra-index-url='https://a.example https://b.example'\n", [], {}),
        ("global.find-links='/one\\n/two'\n", ["--find-links", "/one", "--find-links", "/two"], {}),
        ("global.index-url='https://a.example'\ninstall.index-url='https://b.example'\n", [], {"UV_DEFAULT_INDEX": "https://b.example"}),
        ("download.index-url='https://a.example'\n", [], {}),
    ],
)  # fmt: skip
def test_uv_is_told_what_pip_is(listed: str, options: list[str], variables: dict[str, str]) -> None:
    """Indexes, certificates and folders; the environment goes before a file, and what stands for installing before the rest."""
    assert VENV.told_to_pip(listed) == (options, variables)


@pytest.mark.parametrize("listed", ["global.proxy='http://p.example'\n", "global.require-hashes='1'\n", "install.pre='1'\n", "global.index-url='https://a.example'\nglobal.index-url='https://b.example'\n"])  # fmt: skip
def test_what_uv_has_not_is_left_to_pip(listed: str) -> None:
    """A proxy in pip's own file, hashes, what is not released yet; two files that differ: uv would install otherwise."""
    assert VENV.told_to_pip(listed) is None
