"""Write slides into our own slide layouts: placeholders in reading order, then other shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from ladder_export.core.document import Document
from ladder_export.core.text import Text, is_rtl
from ladder_export.theme.slide_rect import EMU_PER_PT, Rect
from ladder_export.writers import slides
from ladder_export.writers.fonts import text_metrics
from ladder_export.writers.pptx import cards, chart, form_tables, geometry, grid_tables, layouts, shapes, staircase
from ladder_export.writers.pptx.drawingml_text import LAYOUT_STYLE, RunStyle, TextWriter
from ladder_export.writers.pptx.own_placeholders import (
    fill_own_placeholder,
    level_style,
    paragraph_properties,
    single_line_style,
)
from ladder_export.writers.slides.form_slides import FORM_GAP_PT
from ladder_export.writers.slides.model import (
    BulletSlide,
    CardsSlide,
    FactsSlide,
    FormTableSlide,
    GridSlide,
    PanelSlide,
    Paragraph,
    RadarSlide,
    SectionSlide,
    Slide,
    StaircaseSlide,
    TitleSlide,
    TwoSectionsSlide,
    mark_legend,
)
from ladder_export.writers.slides.text_frames import DeckGeometry, PieceRole, TextFrame

DrawnSlide = FactsSlide | CardsSlide | StaircaseSlide | FormTableSlide | GridSlide
ContentSlide = DrawnSlide | RadarSlide | BulletSlide | PanelSlide | TwoSectionsSlide


@dataclass(frozen=True, slots=True)
class SlideWriter:
    """Writes the slides of one document into our own slide layouts.

    `measures` are boxes and text sizes, `fonts` the widths of characters, `canvas` the positions on a slide, `eyebrow`
    the box of the small line above titles.
    """

    document: Document
    measures: DeckGeometry
    fonts: text_metrics.FontPair
    canvas: geometry.Canvas
    eyebrow: TextFrame

    def write_slide(self, writer: TextWriter, slide: Slide, number: int) -> None:
        """Write a slide's content onto an empty slide: placeholders in reading order, other shapes, then the footer.

        `number` is the slide's number, counted from 1.
        """
        match slide:
            case TitleSlide():
                self._write_title_slide(writer, slide)
            case SectionSlide():
                self._write_section_slide(writer, slide)
            case _:
                self._write_title(writer, slide)
                self._write_content(writer, slide)
                if slide.heading.icon:
                    shapes.add_icon(writer, slide.heading.icon, self._mirrored(self.canvas.icon))
        shapes.add_footer(writer, self.document.footer, number)

    @property
    def _rtl(self) -> bool:
        return is_rtl(self.document.language)

    def _mirrored(self, rect: Rect) -> Rect:
        return rect.mirrored_for_rtl(self.canvas.width_pt, rtl=self._rtl)

    def _write_content(self, writer: TextWriter, slide: ContentSlide) -> None:
        """Write everything below a slide's title: text in placeholders, or shapes."""
        match slide:
            case BulletSlide():
                self._write_paragraphs(writer, 1, slide.paragraphs, slide.role, slide.size_pt)
            case PanelSlide():
                self._write_paragraphs(writer, 1, slide.statements, "statements", slide.size_pt)
                self._write_paragraphs(writer, 2, slide.examples, "examples", slide.examples_size_pt)
            case TwoSectionsSlide():
                self._write_two_sections(writer, slide)
            case RadarSlide():
                self._add_radar(writer, slide)
            case _:
                self._add_shapes(writer, slide)

    def _add_shapes(self, writer: TextWriter, slide: DrawnSlide) -> None:
        """Add a slide's table, cards or staircase."""
        rtl, canvas = self._rtl, self.canvas
        match slide:
            case FactsSlide():
                self._add_facts(writer, slide, canvas.body)
            case CardsSlide():
                cards.add_cards(writer, slide, canvas, rtl=rtl)
            case StaircaseSlide():
                staircase.add_staircase(writer, slide.staircase, canvas.body, canvas.width_pt, rtl=rtl)
            case FormTableSlide():
                self._add_forms(writer, slide, canvas.body)
            case GridSlide():
                spec = self._table_spec(slide.height_pt, grid_tables.style_flags(slide), canvas.body)
                grid_tables.add_grid_table(writer, slide, spec, rtl=rtl)
            case _:
                assert_never(slide)

    def _table_spec(self, height_pt: float, style_flags: str, area: Rect) -> shapes.TableSpec:
        return shapes.default_table_spec(height_pt, style_flags, area, self.canvas.width_pt, rtl=self._rtl)

    def _add_forms(self, writer: TextWriter, slide: FormTableSlide, area: Rect) -> None:
        spec = self._table_spec(slide.height_pt, form_tables.style_flags(slide), area)
        form_tables.add_form_table(writer, slide, spec, rtl=self._rtl)
        if slide.below:
            self._add_forms(writer, slide.below, replace(area, top_pt=area.top_pt + slide.height_pt + FORM_GAP_PT))

    def _add_facts(self, writer: TextWriter, facts: FactsSlide, area: Rect) -> None:
        spec = self._table_spec(facts.height_pt, shapes.FACTS_FLAGS, area)
        shapes.add_facts_table(writer, facts, spec, rtl=self._rtl)

    def _add_radar(self, writer: TextWriter, slide: RadarSlide) -> None:
        """Add a chart, with its table beside it if the slide has one."""
        rect = self._mirrored(self.canvas.chart) if slide.table else self.canvas.wide_chart
        chart.add_radar_chart(writer, slide, chart.ChartSpec(rect, self.measures.chart.size_pt))
        if slide.table:
            self._add_facts(writer, slide.table, self.canvas.table_beside_chart)

    def _write_two_sections(self, writer: TextWriter, slide: TwoSectionsSlide) -> None:
        """Write two sections side by side, each with its examples below its statements."""
        self._write_column(writer, 1, slide, 0)
        fill_own_placeholder(
            writer,
            layouts.SECOND_TITLE_INDEX,
            [writer.paragraph(writer.plain_runs(slide.second_heading.text))],
            styles=level_style(slide.second_heading.size_pt),
        )
        self._write_column(writer, 2, slide, 1)
        if slide.second_heading.icon:
            icon = self.canvas.icon
            left_pt = self.canvas.column_titles[1].left_pt - (self.canvas.column_titles[0].left_pt - icon.left_pt)
            shapes.add_icon(writer, slide.second_heading.icon, self._mirrored(replace(icon, left_pt=left_pt)))

    def _write_column(self, writer: TextWriter, index: int, slide: TwoSectionsSlide, column: int) -> None:
        rows = self._paragraphs_xml(writer, slide.statements[column], "statements", slide.size_pt)
        gap = f'<a:spcBef><a:spcPts val="{round(self.measures.paragraph_gap_at(slide.size_pt) * 200)}"/></a:spcBef>'
        examples = slide.examples[column]
        example_paragraphs = [
            self._example(writer, paragraph, slide.examples_size_pt, "" if number else gap)
            for number, paragraph in enumerate(examples)
        ]
        fill_own_placeholder(
            writer,
            index,
            rows + example_paragraphs,
            styles=self._level_styles(slide.statements[column], "statements", slide.size_pt),
        )

    def _example(self, writer: TextWriter, paragraph: Paragraph, size_pt: float, space_before: str) -> str:
        """Return an example below statements, which states all of its looks itself."""
        if paragraph.is_label:
            return writer.paragraph(
                writer.runs(paragraph.text, self._label_style),
                f'<a:pPr marL="0" indent="0">{space_before}<a:buNone/></a:pPr>',
            )
        hang_pt = self.measures.indent_at(size_pt)
        left_emu, hang_emu = round(hang_pt * (paragraph.depth + 1) * EMU_PER_PT), round(hang_pt * EMU_PER_PT)
        own = f'<a:spcBef><a:spcPts val="{round(self.measures.paragraph_gap_at(size_pt) * 100)}"/></a:spcBef>'
        mark = '<a:buClr><a:schemeClr val="accent4"/></a:buClr><a:buFont typeface="Arial"/><a:buChar char="–"/>'
        style = RunStyle(self.measures.nested_size_pt(size_pt, paragraph.depth, muted=True), "accent4")
        return writer.paragraph(
            writer.runs(paragraph.text, style),
            f'<a:pPr marL="{left_emu}" indent="{-hang_emu}">{space_before or own}{mark}</a:pPr>',
        )

    @property
    def _label_style(self) -> RunStyle:
        return RunStyle(self.measures.smallest_size_pt, "accent1", bold=True)

    def _write_title(self, writer: TextWriter, slide: ContentSlide) -> None:
        """Write the section's title with its label and part in grey, and above it the document's name and the legend."""
        heading = slide.heading
        suffix = heading.text[len(heading.title) :]
        runs = writer.plain_runs(heading.title) + (
            writer.plain_runs(suffix, RunStyle(theme_color="accent4", bold=False)) if suffix else ""
        )
        fill_own_placeholder(writer, 0, [writer.paragraph(runs)], styles=level_style(heading.size_pt))
        legend = mark_legend(slide, self.document.labels)
        rects = self.canvas.panels[slide.panel.is_wide] if isinstance(slide, PanelSlide) else self.canvas
        frame = replace(self.eyebrow, width_pt=rects.eyebrow.width_pt)
        shown = slides.ellipsize(" · ".join(filter(None, (heading.eyebrow, legend))), self.fonts, frame)
        fill_own_placeholder(
            writer,
            layouts.EYEBROW_INDEX,
            [writer.paragraph(writer.plain_runs(shown))] if shown else [],
            styles=single_line_style(self.eyebrow.size_pt),
        )

    def _write_paragraphs(
        self, writer: TextWriter, index: int, paragraphs: Sequence[Paragraph], role: PieceRole, size_pt: float
    ) -> None:
        """Write paragraphs into the placeholder with that index."""
        fill_own_placeholder(
            writer,
            index,
            self._paragraphs_xml(writer, paragraphs, role, size_pt),
            styles=self._level_styles(paragraphs, role, size_pt),
        )

    def _paragraphs_xml(
        self, writer: TextWriter, paragraphs: Sequence[Paragraph], role: PieceRole, size_pt: float
    ) -> list[str]:
        hang_pt = self.measures.indent_at(size_pt)

        def paragraph_xml(paragraph: Paragraph) -> str:
            style = (
                self._label_style
                if paragraph.is_label
                else RunStyle(theme_color="accent4")
                if paragraph.muted and role != "examples"
                else LAYOUT_STYLE
            )
            return writer.paragraph(writer.runs(paragraph.text, style), paragraph_properties(paragraph, hang_pt))

        return [paragraph_xml(paragraph) for paragraph in paragraphs]

    def _level_styles(self, paragraphs: Sequence[Paragraph], role: PieceRole, size_pt: float) -> str:
        """Return the styles of all levels in use; indent and gaps grow and shrink with the sizes."""
        if role == "prose":
            return level_style(size_pt, no_bullet=True, gap_pt=self.measures.paragraph_gap_at(size_pt))
        hang_pt, gap_pt = self.measures.indent_at(size_pt), self.measures.paragraph_gap_at(size_pt)
        depths = range(1 + max((paragraph.depth for paragraph in paragraphs), default=0))
        sizes_pt = (self.measures.nested_size_pt(size_pt, depth, muted=role == "examples") for depth in depths)
        return "".join(
            level_style(level_size_pt, depth, hang_pt=hang_pt, gap_pt=gap_pt)
            for depth, level_size_pt in enumerate(sizes_pt)
        )

    def _write_title_slide(self, writer: TextWriter, slide: TitleSlide) -> None:
        breadcrumbs = " · ".join(slide.breadcrumbs)
        fill_own_placeholder(
            writer,
            layouts.BREADCRUMBS_INDEX,
            [writer.paragraph(writer.plain_runs(breadcrumbs))] if breadcrumbs else [],
            styles=single_line_style(geometry.BREADCRUMBS_SIZE_PT),
        )
        mark = (
            writer.plain_runs(slide.mark, RunStyle(slide.mark_size_pt, "accent3", bold=True)) + "<a:br/>"
            if slide.mark
            else ""
        )
        fill_own_placeholder(
            writer,
            0,
            [writer.paragraph(mark + writer.plain_runs(slide.heading.title))],
            styles=level_style(slide.heading.size_pt),
        )
        self._write_dark_text(writer, slide.summary, slide.credit, slide.summary_size_pt)
        self._add_staircase(writer, slide)

    def _write_section_slide(self, writer: TextWriter, slide: SectionSlide) -> None:
        heading = slide.heading
        fill_own_placeholder(
            writer,
            layouts.BREADCRUMBS_INDEX,
            [writer.paragraph(writer.plain_runs(heading.eyebrow))] if heading.eyebrow else [],
            styles=single_line_style(geometry.BREADCRUMBS_SIZE_PT),
        )
        above = (
            writer.plain_runs(heading.kicker, RunStyle(self.measures.body.size_pt, "accent3", bold=True)) + "<a:br/>"
            if heading.kicker
            else ""
        )
        fill_own_placeholder(
            writer, 0, [writer.paragraph(above + writer.plain_runs(heading.text))], styles=level_style(heading.size_pt)
        )
        self._write_dark_text(writer, slide.paragraphs, slide.credit, slide.size_pt)
        self._add_staircase(writer, slide)

    def _write_dark_text(self, writer: TextWriter, texts: Sequence[Text], credit: Text, size_pt: float) -> None:
        """Write the text of a dark slide, with the credit below it in small type."""
        paragraphs = [writer.paragraph(writer.runs(text)) for text in texts]
        if credit:
            credit_style = RunStyle(self.measures.smallest_size_pt, "accent5")
            paragraphs.append(writer.paragraph(writer.runs(credit, credit_style)))
        fill_own_placeholder(writer, 1, paragraphs, styles=level_style(size_pt))

    def _add_staircase(self, writer: TextWriter, slide: TitleSlide | SectionSlide) -> None:
        if slide.staircase:
            staircase.add_staircase(writer, slide.staircase, self.canvas.staircase, self.canvas.width_pt, rtl=self._rtl)
