"""A page of the site around text that needs no script: head, policy, style."""

from __future__ import annotations

from reassure.report.html.shell import still_page

__all__ = ["framed"]

_MORE = """
main{max-width:960px}a{color:var(--accent)}nav{display:flex;flex-wrap:wrap;gap:6px 18px;margin:6px 0 14px}
.said{font-size:1.08rem;margin:4px 0 8px}.entry{border-top:1px solid var(--line);padding:14px 0}
.entry ul{margin:4px 0;padding-left:1.3em}.entry+h2,p+h2{margin-top:1.4em}.entry h3{margin:0 0 4px;font-size:1.1rem}article h1{font-size:1.5rem}article h2{margin:1.4em 0 .4em}
article pre{overflow-x:auto;background:var(--panel);padding:10px 12px;border-radius:6px}
article table{display:block;overflow-x:auto}article td,article th{vertical-align:top;white-space:normal;text-align:left}
article img{max-width:100%;height:auto}article p,article li{max-width:46em}
"""


def framed(title: str, program: str, links: str, body: str) -> str:
    """A whole page as text. `title` and `program` (the version) are text; `links` and `body` are HTML."""
    return still_page(title, program, _MORE, f"<nav>{links}</nav>\n{body}")
