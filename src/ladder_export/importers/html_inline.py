"""Convert inline HTML, such as bold words and links, to inline Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SPACES = re.compile(r"[ \t\r\n\f\v]+")
SIGNS = re.compile(r"[\\`*_\[\]<]|&(?=#?\w+;)")  # characters with a meaning in inline Markdown
STYLES = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "kbd": "`", "tt": "`", "samp": "`"}
IGNORED_TAGS = frozenset(
    ("script", "style", "template", "noscript", "svg", "head", "link", "meta", "title", "iframe", "hr")
)
CONTAINERS = frozenset(
    (
        "address article blockquote body caption center dd details div dl dt figcaption figure fieldset h1 h2"
        " h3 h4 h5 h6 header hgroup html li main menu nav footer aside form ol p pre section summary table"
        " tbody td tfoot th thead tr ul hr"
    ).split()
)
PERMALINKS = frozenset("# ¶ § 🔗".split())  # texts of links from a heading to itself


def tag_name(element: HtmlElement) -> str:
    """Return the name of an HTML element, such as `strong`; empty for a comment."""
    return element.tag if isinstance(element.tag, str) else ""


def inner_markdown(element: HtmlElement) -> str:
    """Return the content of an HTML element, without the element itself, as inline Markdown."""
    return escape_markdown(element.text) + "".join(
        inline_markdown(child) + escape_markdown(child.tail) for child in element
    )


def inline_markdown(element: HtmlElement) -> str:
    """Return an HTML element as inline Markdown, such as `**word**` for `<strong>word</strong>`.

    Empty for elements that show no text, such as `<script>`.
    """
    name = tag_name(element)
    if not name:
        return f"<!-- {element.text} -->" if (element.text or "").strip() else ""
    if name in IGNORED_TAGS or _is_permalink(element):
        return ""
    if name in ("br", "img"):
        return "\\\n" if name == "br" else _picture(element)
    return _styled(element, name, inner_markdown(element))


def _is_permalink(element: HtmlElement) -> bool:
    """Return whether an element is a link to the heading that contains it."""
    return (element.get("href") or "").startswith("#") and element.text_content().strip() in PERMALINKS


def _picture(element: HtmlElement) -> str:
    """Return a picture as Markdown; empty without text and address."""
    words, address = escape_markdown(element.get("alt")), element.get("src") or "#"
    return f"![{words}]({address})" if words or address != "#" else ""


def _styled(element: HtmlElement, name: str, inner: str) -> str:
    """Return the content of an element as a link, bold, italic or code; outer spaces stay outside the marks."""
    text = inner.strip(" \t\r\n")
    if text and (marked := _marked(element, name, text)):
        start, _, end = inner.partition(text)
        return f"{start}{marked}{end}"
    return f" {inner} " if name in CONTAINERS else inner


def _marked(element: HtmlElement, name: str, text: str) -> str:
    """Return text as a link, bold, italic or code; empty where the element is none, or Markdown cannot say it."""
    if name == "a":
        target = (element.get("href") or "").strip()
        return f"[{text}]({target})" if target and " " not in target else ""
    mark = STYLES.get(name, "")
    shown = element.text_content().strip() if mark == "`" else text
    return f"{mark}{shown}{mark}" if mark and mark not in shown and "\n" not in shown else ""


def escape_markdown(text: str | None) -> str:
    """Return text from HTML as Markdown that prints the same, with signs such as `*` escaped; empty for None."""
    return SIGNS.sub(r"\\\g<0>", SPACES.sub(" ", text)) if text else ""


def tidy(text: str) -> str:
    """Return inline Markdown without empty lines, and with single spaces where there are several in a row."""
    lines = (SPACES.sub(" ", line).strip() for line in text.replace("\\\n", "\0").split("\0"))
    return "\\\n".join(line for line in lines if line)
