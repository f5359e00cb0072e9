"""Word documents: every word of a document once, in styles, valid, the same bytes on every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from openxml_audit import OpenXmlValidator

from ladder_export.cli import main
from ladder_export.core.document import (
    BeforeAfter,
    BlankTable,
    Document,
    EvidenceTable,
    Facts,
    Grid,
    Item,
    Piece,
    RatingTable,
    TrackProgress,
)
from ladder_export.core.text import Text
from ladder_export.documents import DOCUMENTS
from ladder_export.reading import read

ROOT = Path(__file__).parent.parent.parent
ARABIC = """
title: سلم
language: ar
levels:
  - {id: l1, code: L1, title: مهندس, summary: أتعلم., sections: {craft: {title: صنعة, statements: ["**أكتب** و [أقرأ](https://example.org)"]}}}
"""

QUESTIONS = """
title: Ladder
language: de
summary: Von allen für alle.
date: 2026-05-01
notice: Gilt für alle.
sections:
  craft:
    title: Craft
    questions:
      - ask: Tell me about something you built that others use today.
        context: Let the candidate choose.
        follow_ups:
          - What would you do differently?
          - How do you know that it is used?
        good: [Speaks about users before tools.]
        poor: [Speaks about tools alone.]
        minutes: 10
      - Explain a decision of yours that you took back.
      - ask: How do you lead a design?
        levels: [L4]
  people:
    title: People
    questions: ["Whom did you help last, and what came of it?"]
interviews:
  craft: {title: Craft, minutes: 45, panel: Two engineers of another team, areas: [craft]}
  team: {title: Working together, minutes: 45, opening: 5, closing: 10}
levels:
  - {id: l3, code: L3, title: Engineer, sections: {craft: {statements: [I build]}, people: {statements: [I help]}}}
  - {id: l4, code: L4, status: draft, title: Senior, extends: l3, sections: {craft: {statements: [I design **well**]}, people: {statements: [I lead]}}}
"""


def built(folder: Path, ladder: Path, *options: str) -> Path:
    output = folder / "output"
    done = CliRunner().invoke(main, ["build", str(ladder), "-f", "docx", "-o", str(output), *options])
    assert done.exit_code == 0, done.output
    return output


def ladder_folder(folder: Path, source: str) -> Path:
    """Our own ladder, one with questions in three talks, or one imported from Markdown."""
    if source == "ours":
        return ROOT / "ladder"
    if source == "with questions":
        (folder / "questions.yaml").write_text(QUESTIONS, encoding="utf-8")
        return folder / "questions.yaml"
    pages = ROOT / "tests/reading/dialects/topics/source"
    done = CliRunner().invoke(main, ["import", str(pages), "-o", str(folder / "ladder")])
    assert done.exit_code in (0, 1), done.output
    return folder / "ladder"


def shown(word: WordDocument) -> str:
    """All that stands in the body, in one line."""
    return "".join(node.text for node in word.element.body.iter(qn("w:t")))


def nested(item: Item) -> Iterator[str]:
    yield item.text.plain
    for inner in (*item.children, *item.examples):
        yield from nested(inner)


def cells(piece: Piece) -> Iterator[str | Text]:
    """Every text of a table."""
    match piece:
        case Facts() | BeforeAfter():
            yield from (cell for row in piece.rows for cell in row)
        case Grid():
            lines = [line for group in piece.row_groups for line in group.rows]
            yield from (line.title for line in lines)
            yield from (text for line in lines for cell in line.cells for prose in cell for text in prose.paragraphs)  # type: ignore[union-attr]  # facts and ratings are prose
        case RatingTable():
            yield from (*piece.headings, *piece.steps * (len(piece.items) if piece.headings[0] else 1))
        case EvidenceTable():
            yield from (piece.label, piece.headings[1])
        case BlankTable():
            yield from (*piece.headings, *piece.labels)
        case TrackProgress():
            yield from (step.code for step in piece.steps)
        case _:
            yield from (getattr(piece, "label", ""), *getattr(piece, "labels", ()), *getattr(piece, "paragraphs", ()))


def texts(document: Document) -> Iterator[str]:
    """The plain text of a document and its chapters: titles, statements, examples, facts, labels."""
    yield document.title
    yield from (f"{section.eyebrow} {section.title}" for section in document.sections)
    for piece in (*document.header_pieces, *(piece for section in document.sections for piece in section.pieces)):
        yield from (text if isinstance(text, str) else text.plain for text in cells(piece))
        is_line = isinstance(piece, RatingTable) and piece.is_line
        for item in () if is_line else getattr(piece, "items", ()):
            yield from nested(getattr(item, "item", item))
    for chapter in document.chapters:
        yield from texts(chapter)


def counted(sentences: Iterator[str]) -> Counter[str]:
    """How often each sentence is there, without its spaces."""
    return Counter(filter(None, ("".join(sentence.split()) for sentence in sentences)))


@pytest.mark.parametrize("edition", ["sheet", "scorecard", "interview", "review", "promotion", "handbook"])
@pytest.mark.parametrize("source", ["ours", "with questions", "imported"])
def test_every_word_stands_in_the_document_and_it_is_valid(tmp_path: Path, edition: str, source: str) -> None:
    folder = ladder_folder(tmp_path, source)
    output = built(tmp_path, folder, "-d", edition)
    ladder, _ = read(folder)
    specs = list(DOCUMENTS[edition].make_specs(ladder))
    assert len(specs) == len(list(output.rglob("*.docx"))) > 0
    for spec in specs:
        (file,) = output.rglob(f"{spec.slug}.docx")
        text = "".join(shown(docx.Document(str(file))).split())
        for sentence, times in counted(texts(spec.make_document())).items():
            assert text.count(sentence) >= times, (spec.slug, sentence)
        assert [str(error) for error in OpenXmlValidator().validate(str(file)).errors] == []


def test_headings_lists_and_tables_are_real(tmp_path: Path) -> None:
    output = built(tmp_path, ROOT / "ladder", "-d", "sheet", "-l", "L3")
    (file,) = output.rglob("*.docx")
    word = docx.Document(str(file))
    styles = Counter(paragraph.style.name for paragraph in word.paragraphs if paragraph.style)
    assert styles["Title"] == 1
    assert styles["Heading 1"] == 4
    assert styles["List Bullet"] > 15
    assert styles["Example"] > 5
    assert word.tables[0].cell(0, 0).text == "Planning Horizon"
    assert word.core_properties.language == "en"
    assert word.sections[0].footer.paragraphs[0].text.startswith("Engineering ladder")


def test_the_same_bytes_on_every_run(tmp_path: Path) -> None:
    first, second = (
        {
            file.name: file.read_bytes()
            for file in built(tmp_path / name, ROOT / "ladder", "-d", "sheet").rglob("*.docx")
        }
        for name in ("a", "b")
    )
    assert first == second
    assert len(first) == 3


def test_right_to_left_text_runs_that_way_and_links_lead_on(tmp_path: Path) -> None:
    (tmp_path / "ladder.yaml").write_text(ARABIC, encoding="utf-8")
    (file,) = built(tmp_path, tmp_path / "ladder.yaml", "-d", "sheet").rglob("*.docx")
    word = docx.Document(str(file))
    (point,) = (one for one in word.paragraphs if one.style and one.style.name == "List Bullet")
    assert point._p.find("{*}pPr/{*}bidi") is not None  # noqa: SLF001  # python-docx has no direction
    assert [link.address for link in point.hyperlinks] == ["https://example.org"]
    assert [run.text for run in point.runs if run.font.cs_bold] == ["أكتب"]
    title = word.styles["Title"]
    assert title.font.cs_bold
    assert title.element.rPr.find("{*}szCs").get(qn("w:val")) == str(int(title.font.size.pt * 2)) != "19"
    assert [str(error) for error in OpenXmlValidator().validate(str(file)).errors] == []


def test_a_handbook_has_a_cover_contents_and_links_that_lead_somewhere(tmp_path: Path) -> None:
    (file,) = built(tmp_path, ROOT / "ladder", "-d", "handbook").rglob("*.docx")
    word = docx.Document(str(file))
    body = word.element.body
    titles = [(one.style.name, one.text) for one in word.paragraphs if one.style and one.style.name.startswith("Head")]
    assert titles[:2] == [("Heading 1", "Cloud Security Engineering"), ("Heading 2", "L2 Cloud Security Engineer")]
    assert titles[-1] == ("Heading 1", "Index")
    contents = body.find(qn("w:sdt"))
    assert [entry.text for entry in contents.iter(qn("w:t"))] == [
        *("Contents", "Cloud Security Engineering", "L2 Cloud Security Engineer"),
        *("L3 Senior Cloud Security Engineer", "L4 Lead Cloud Security Engineer", "Index"),
    ]
    assert [field.get(qn("w:fldCharType")) for field in body.iter(qn("w:fldChar"))] == ["begin", "separate", "end"]
    assert next(contents.iter(qn("w:fldChar"))).get(qn("w:dirty")) == "true"
    assert 'TOC \\o "1-2"' in next(contents.iter(qn("w:instrText"))).text
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    targets = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink")) if not link.get(qn("r:id"))]
    assert len(marks) == len(set(marks)) > 3
    assert set(targets) <= set(marks)
    assert len(targets) > 8
    breaks = [one.text for one in word.paragraphs if one.paragraph_format.page_break_before]
    assert breaks == ["Cloud Security Engineering", *(text for style, text in titles if style == "Heading 2"), "Index"]
    assert word.sections[0].first_page_footer.paragraphs[0].text == ""


def test_further_pages_name_the_level_and_every_page_its_edition(tmp_path: Path) -> None:
    (file,) = built(tmp_path, ROOT / "ladder", "-d", "review", "-l", "L3").rglob("*.docx")
    section = docx.Document(str(file)).sections[0]
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "L3 Senior Cloud Security Engineer · Review"
    assert section.first_page_header.paragraphs[0].text == ""
    for footer in (section.footer, section.first_page_footer):
        assert footer.paragraphs[0].text == "Engineering ladder · 2026.1 · 1"


def test_each_talk_of_an_interview_begins_on_a_page_and_its_questions_have_a_style(tmp_path: Path) -> None:
    (file,) = built(tmp_path, ladder_folder(tmp_path, "with questions"), "-d", "interview", "-l", "L4").rglob("*.docx")
    word = docx.Document(str(file))
    assert [one.text for one in word.paragraphs if one.paragraph_format.page_break_before] == [
        "Working together",
        "Abschlussrunde",
    ]
    asked = [one.text for one in word.paragraphs if one.style and one.style.name == "Question"]
    assert len(asked) == 4
    assert asked[0] == "How do you lead a design?"
    assert "Zusammenhang: Let the candidate choose." in [one.text for one in word.paragraphs]
