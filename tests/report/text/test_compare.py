"""What people read of a comparison: the text, and the file."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from reassure.machine.files import write_whole
from reassure.questions.compare.ask import compare
from reassure.report.html.compare import comparison_page
from reassure.report.text.compare import comparison_text
from tests.report.text.test_assess import printed
from tests.viewer.cases import HOSTILE


def found():
    return compare("poland-2007-mda", "poland-2007-postol")


def test_the_text_ends_in_the_sentence() -> None:
    """After a row for each comparison, and a sentence for each disagreement."""
    result = found()
    text = printed(comparison_text(result))
    flat = " ".join(text.split())
    assert flat.endswith(result.sentence)
    for c in result.compared:
        assert re.search(rf"{c.a} +B {c.b} +place", text)
    for c in result.disagreements:
        assert f"{c.name_a} against {c.name_b}: {c.sentence}" in flat
    assert "both 5.86 km/s" in flat


def test_the_page_is_whole_and_escaped(tmp_path: Path) -> None:
    """Nothing to fetch, no script, the sentence first, titles and sources as text."""
    result = found()
    first = replace(result.asked[0], title=HOSTILE, sources=(replace(result.asked[0].sources[0], source=HOSTILE),))  # fmt: skip
    page = comparison_page(replace(result, asked=(first, result.asked[1])), "reassure compare <a>")
    assert "<script" not in page
    assert "<img" not in page
    assert page.count("&lt;script&gt;") == 6
    assert "reassure compare &lt;a&gt;" in page
    assert "default-src 'none'" in page
    # a source's link opens only where a reader asks
    assert not re.search(
        r"""(?:src|href)=["'](?!data:|https://[^"]+" rel="noopener noreferrer")""", page
    )
    assert page.index(result.sentence) < page.index("Who is compared")
    write_whole(tmp_path / "c.html", comparison_page(result, "reassure compare a b"))
    assert [p.name for p in tmp_path.iterdir()] == ["c.html"]
