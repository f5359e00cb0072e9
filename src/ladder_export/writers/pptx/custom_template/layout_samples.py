"""This file makes a deck of one slide for each role of a template, to be looked at."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_export.files import zip_archive
from ladder_export.theme.pptx_template import Template
from ladder_export.theme.pptx_template.roles import CONTENT, TITLES, Role
from ladder_export.writers.pptx.custom_template.fill_placeholders import Wording, clear, fill
from ladder_export.writers.pptx.custom_template.placeholder_map import Place
from ladder_export.writers.pptx.custom_template.strip_samples import emptied
from ladder_export.writers.pptx.drawingml_text import TextWriter
from ladder_export.writers.pptx.package import package_parts

LANGUAGE = "en"
WORDS = {"subTitle": "Subtitle", "obj": "Content", "body": "Text"}


def specimens(template: Template) -> Mapping[Role, bytes]:
    """For each role that has a layout, a deck with one slide of it whose title is the layout's name."""
    found = {}
    for choice in template.choices:
        if choice.layout:
            draft = emptied(template).new_deck()
            pen = TextWriter(draft.add_slide(choice.layout.part), LANGUAGE)
            holders = choice.layout.of(*TITLES, "subTitle", *CONTENT)
            for holder in holders:
                words = WORDS.get(holder.kind, choice.layout.name)
                style = holder.levels[0]
                fill(pen, Place(holder), Wording((pen.plain_runs(words),), style.size), choice.layout, rtl=style.rtl)
            clear(pen.slide, {holder.index for holder in holders})
            found[choice.role] = zip_archive.deterministic_zip(package_parts(draft))
    return found
