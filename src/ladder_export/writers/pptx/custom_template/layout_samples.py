"""Make sample decks that show the layouts which this program chose in a company's template."""

from __future__ import annotations

from collections.abc import Mapping

from ladder_export.files import zip_archive
from ladder_export.theme.pptx_template import Template
from ladder_export.theme.pptx_template.roles import CONTENT, TITLES, Role
from ladder_export.writers.pptx.custom_template.fill_placeholders import PlaceholderText, fill_placeholder, remove_empty
from ladder_export.writers.pptx.custom_template.placeholder_map import TextPlaceholder
from ladder_export.writers.pptx.custom_template.strip_samples import template_base_deck
from ladder_export.writers.pptx.drawingml_text import TextWriter
from ladder_export.writers.pptx.package import package_parts

LANGUAGE = "en"
WORDS = {"subTitle": "Subtitle", "obj": "Content", "body": "Text"}


def sample_decks(template: Template) -> Mapping[Role, bytes]:
    """Return a one-slide deck for each kind of slide that has a layout; the slide's title is the layout's name."""
    decks = {}
    for choice in template.choices:
        if choice.layout:
            builder = template_base_deck(template).new_deck()
            writer = TextWriter(builder.add_slide(choice.layout.part), LANGUAGE)
            placeholders = choice.layout.placeholders_of(*TITLES, "subTitle", *CONTENT)
            for placeholder in placeholders:
                words = WORDS.get(placeholder.kind, choice.layout.name)
                style = placeholder.levels[0]
                fill_placeholder(
                    writer,
                    TextPlaceholder(placeholder),
                    PlaceholderText((writer.plain_runs(words),), style.size_pt),
                    choice.layout,
                    rtl=style.rtl,
                )
            remove_empty(writer.slide, {placeholder.index for placeholder in placeholders})
            decks[choice.role] = zip_archive.deterministic_zip(package_parts(builder))
    return decks
