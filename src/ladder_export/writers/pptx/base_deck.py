"""Make the empty deck that all decks of a theme start from: python-pptx's default template in the theme's design."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Pt

from ladder_export.core.text import is_rtl
from ladder_export.files import zip_archive
from ladder_export.theme import Theme
from ladder_export.theme.placed_logo import Ground, PlacedLogo
from ladder_export.theme.slide_rect import Rect
from ladder_export.theme.tokens import Colors, DeckTokens
from ladder_export.writers.pptx import geometry, theme_part, validated_archive
from ladder_export.writers.pptx.deck_cache import BaseDeck, base_deck
from ladder_export.writers.pptx.layouts import SECTION_HEADER, TITLE, layout_part_name, layouts_xml
from ladder_export.writers.pptx.logo import with_logo
from ladder_export.writers.pptx.master import NAMESPACES, MasterContext, master_xml

FIRST_LAYOUT_ID = 2147483649  # the format's lower bound for ids of masters; layouts follow

# The view of nobody's window: PowerPoint offers repair if the part is missing.
VIEW_PROPERTIES = f'<p:viewPr {NAMESPACES}><p:gridSpacing cx="76200" cy="76200"/></p:viewPr>'


@dataclass(frozen=True, slots=True)
class _Design:
    """Everything that a theme's empty deck depends on. Logos cannot be cache keys, so `logo_digest` stands for them."""

    title: str
    colors: Colors
    tokens: DeckTokens
    language: str
    footer: str
    logo_digest: str
    logo: PlacedLogo | None = field(compare=False)


def themed_base_deck(theme: Theme, language: str, footer: str) -> BaseDeck:
    """Return an empty deck whose master, layouts, colours, fonts and table style are those of the theme.

    `language` is a BCP 47 code; it decides direction and fonts. `footer` is the footer of slides that people add later.
    """
    digest = theme.digest_without_accent if theme.logo else ""
    return _base_deck_of(_Design(theme.info.title, theme.colors, theme.deck, language, footer, digest, theme.logo))


@lru_cache(maxsize=16)
def _base_deck_of(design: _Design) -> BaseDeck:
    title, colors, tokens, language = design.title, design.colors, design.tokens, design.language
    context = MasterContext(is_rtl(language), tokens, design.footer, theme_part.text_on_brand(colors))
    layouts_of_deck = layouts_xml(context)
    ids = "".join(
        f'<p:sldLayoutId id="{FIRST_LAYOUT_ID + number}" r:id="rId{number + 1}"/>'
        for number in range(len(layouts_of_deck))
    )
    parts = validated_archive.unzip(_bare_template(len(layouts_of_deck), context.canvas.width_pt))
    own_parts = {
        "ppt/theme/theme1.xml": theme_part.theme_xml(title, colors, tokens, language),
        "ppt/viewProps.xml": VIEW_PROPERTIES.encode(),
        "ppt/tableStyles.xml": theme_part.table_styles_xml(title),
        "ppt/slideMasters/slideMaster1.xml": master_xml(context, ids).encode(),
        **{layout_part_name(number): xml.encode() for number, xml in enumerate(layouts_of_deck)},
    }
    validated_archive.require(
        own_parts.keys() <= parts.keys(), f"python-pptx's template lacks {own_parts.keys() - parts.keys()}"
    )
    parts |= own_parts
    if design.logo:
        parts = with_logo(
            parts,
            design.logo,
            _logo_rects(len(layouts_of_deck), context.canvas),
            context.canvas.width_pt if context.rtl else 0.0,
        )
    return base_deck(zip_archive.deterministic_zip(parts))


def _logo_rects(layout_count: int, canvas: geometry.Canvas) -> dict[str, tuple[Ground, Rect]]:
    """Return the background and the rectangle of a logo on each layout, by the layout's part name."""
    rects: dict[str, tuple[Ground, Rect]] = {
        layout_part_name(number): ("paper", canvas.footer_logo) for number in range(layout_count)
    }
    return {
        **rects,
        layout_part_name(TITLE): ("header", canvas.title_logo),
        layout_part_name(SECTION_HEADER): ("header", canvas.footer_logo),
    }


def _bare_template(layout_count: int, width_pt: float) -> bytes:
    """Return python-pptx's template at our slide size, with `layout_count` layouts and no thumbnail."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(width_pt), Pt(geometry.SLIDE_HEIGHT_PT)
    for unused in list(deck.slide_layouts)[layout_count:]:
        deck.slide_layouts.remove(unused)
    for rel in [rel for rel in deck.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.PRINTER_SETTINGS]:
        deck.part.drop_rel(rel.rId)
    package = deck.part.package
    for rel in [rel for rel in package.iter_rels() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        package.drop_rel(rel.rId)
    return validated_archive.save_to_bytes(deck)
