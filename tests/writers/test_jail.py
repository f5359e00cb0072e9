"""Rendering reads the ladder, the theme and nothing else, whatever a ladder or a theme says."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from pikepdf import Stream

from editions import scorecard, sheet
from ladder_export.core.document import Document
from ladder_export.core.model import Ladder
from ladder_export.core.problems import BadTheme
from ladder_export.theme import RenderSettings, Theme, open_theme
from ladder_export.writers import RenderedFile, pdf
from ladders import ladder, level, section
from writers.pdfs import opened, text

SLATE = open_theme("slate")


def document(statement: str) -> Document:
    return next(iter(sheet(ladder(level("L1", "Engineer", section("Craft", statement))))))


def written(theme: Theme, statement: str = "I build.") -> RenderedFile:
    return pdf.render(document(statement), RenderSettings(theme))


def themed(template: str = "", css: str = "") -> Theme:
    """Slate with something added to its template and style sheet."""
    files = dict(SLATE.files)
    files["page.html.j2"] = files["page.html.j2"].replace("</body>", f"{template}</body>")
    files["print.css"] += css
    return replace(SLATE, files=files, digest=str(hash((template, css))))


@pytest.mark.parametrize(
    "typed",
    ["{{ 7 * 7 }}", "{% include x %}", "<script>alert(1)</script>", '<img src="file:///etc/passwd">', "&lt;b>"],
)
def test_what_a_ladder_says_is_text_and_never_code(typed: str) -> None:
    done = written(SLATE, f"I type {typed} here.")
    assert f"I type {typed.replace('&lt;', '<')} here." in text(done.data).replace("“", '"').replace("”", '"')
    assert done.problems == ()


@pytest.mark.parametrize("edition", [sheet, scorecard], ids=["sheet", "scorecard"])
def test_titles_and_labels_are_text_too(edition: Callable[[Ladder], Iterable[Document]]) -> None:
    typed = '<b>Q&A</b> "x"'
    one = level(typed, f"{typed}!", section(typed, "I build."), facts=((typed, "A cycle."),))
    done = pdf.render(next(iter(edition(ladder(one)))), RenderSettings(SLATE))
    assert done.problems == ()
    assert text(done.data).count(typed) >= 3
    with opened(done.data) as file:
        assert str(file.docinfo["/Title"]) == f"{typed} {typed}!"


@pytest.mark.parametrize(
    "reach",
    [
        {"template": '<img src="file:///etc/hostname" alt="x">'},
        {"template": '<img src="http://127.0.0.1:9/x.png" alt="x">'},
        {"template": '<a rel="attachment" href="file:///etc/hostname">x</a>'},
        {"template": '<link rel="stylesheet" href="file:///etc/hostname">'},
        {"css": "@import url(http://127.0.0.1:9/x.css);"},
        {"css": "header{background:url(file:///etc/hostname)}"},
    ],
    ids=lambda reach: next(iter(reach.values()))[:40],
)
def test_a_theme_that_reaches_out_gets_nothing_and_is_reported(reach: dict[str, str]) -> None:
    done = written(themed(**reach))
    assert [problem.code for problem in done.problems]
    assert {problem.code for problem in done.problems} == {"engine"}
    with opened(done.data) as file:
        assert list(file.attachments) == ["l1.yaml"]
        pictures = [item for item in file.objects if isinstance(item, Stream) and item.get("/Subtype") == "/Image"]
        assert pictures == []


@pytest.mark.parametrize(
    "template",
    ["{{ document.__class__.__mro__ }}", "{{ ''.__class__ }}", "{{ cycler.__init__.__globals__ }}", "{{ oops }}"],
)
def test_a_template_cannot_leave_its_sandbox(template: str) -> None:
    with pytest.raises(BadTheme) as stop:
        written(themed(template=template))
    assert stop.value.problems[0].code == "template-fault"


def test_system_fonts_are_never_used(tmp_path: Path) -> None:
    assert tmp_path.is_dir()
    done = written(themed(css="h1{font-family:DejaVu Sans,Arial,sans-serif}"))
    with opened(done.data) as file:
        names = {str(item.FontName) for item in file.objects if str(getattr(item, "Type", "")) == "/FontDescriptor"}
    assert names
    assert all("Lato" in name or "Noto" in name for name in names), names


def test_fonts_of_the_system_stay_out_where_a_caller_has_changed_the_environment() -> None:
    script = (
        "import hashlib, os\n"
        "from pathlib import Path\n"
        "from ladder_export.documents.sheet import sheet\n"
        "from ladder_export.reading import read\n"
        "from ladder_export.theme import RenderSettings, open_theme\n"
        "from ladder_export.writers import pdf\n"
        "{change}\n"
        "document = next(iter(sheet(read(Path('ladder'))[0]))).make_document()\n"
        "print(hashlib.sha256(pdf.render(document, RenderSettings(open_theme('slate'))).data).hexdigest())\n"
    )
    root = Path(__file__).parents[2]
    found = {
        subprocess.check_output([sys.executable, "-c", script.format(change=change)], cwd=root)
        for change in ("", "del os.environ['FONTCONFIG_FILE']")
    }
    assert len(found) == 1


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'x'.ljust(1000000000) }}",
        "{{ 'x'.center(1000000000) }}",
        "{{ 'x' | center(1000000000) }}",
        "{{ '%1000000000d' % 5 }}",
        "{{ '%1000000000d' | format(5) }}",
        "{{ '{:1000000000}'.format(5) }}",
        "{{ 'x' * 1000000000 }}",
        "{{ (('x' * 100000) | replace('x', 'y' * 100000)) | length }}",
        "{{ ('x' * 100000).replace('x', 'y' * 100000) | length }}",
        "{% set n = namespace(x='xxxxxxxx') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "{% set n = namespace(x='xxxxxxxx') %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x='xxxxxxxx') %}{% for i in range(60) %}{% set n.x = [n.x, n.x] | join %}{% endfor %}",
        "{% set n = namespace(x='xxxxxxxx') %}{% for i in range(60) %}{% set n.x %}{{ n.x }}{{ n.x }}{% endset %}{% endfor %}",
        "{% set n = namespace(x=[0]) %}{% for i in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% for a in range(99999) %}{{ 'x' * 100000 }}{% endfor %}",
        "{{ 9 ** 999999999 }}",
        "{{ document.span }}",
        "{{ document.span.file }}",
    ],
    ids=lambda template: template[:60],
)
def test_a_template_cannot_take_the_machine(template: str) -> None:
    with pytest.raises(BadTheme) as stop:
        written(themed(template=template))
    assert stop.value.problems[0].code == "template-fault"
    assert str(Path.cwd()) not in stop.value.problems[0].message


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(90) }}",
    ],
    ids=["loops", "macros"],
)
def test_a_template_cannot_run_for_ever(template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ladder_export.writers.html.template_limits.CPU_SECONDS", 0.5)
    with pytest.raises(BadTheme) as stop:
        written(themed(template=template))
    assert "it takes more than" in stop.value.problems[0].message


def test_what_templates_join_is_escaped_as_before() -> None:
    done = written(themed(template="<p>{{ '<b>' ~ 1 ~ ('<i>' | safe) ~ '</i>' | safe }}</p>"))
    assert "<b>1" in text(done.data)
