"""This file makes the empty deck that all decks of a theme start from: python-pptx's own template, restyled by tokens."""

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
from ladder_export.theme.tokens import Colors, DeckTokens
from ladder_export.writers.pptx import geometry, theme_part, validated_archive
from ladder_export.writers.pptx.deck_cache import Starter, starter
from ladder_export.writers.pptx.layouts import CHAPTER, COVER, layouts, part
from ladder_export.writers.pptx.logo import with_logo
from ladder_export.writers.pptx.master import NAMESPACES, Hand, master

FIRST_LAYOUT_ID = 2147483649  # the format's lower bound for masters, and layouts count on from it

# Not somebody else's window: PowerPoint offers repair where the part is missing.
VIEW = f'<p:viewPr {NAMESPACES}><p:gridSpacing cx="76200" cy="76200"/></p:viewPr>'


@dataclass(frozen=True, slots=True)
class _Design:
    """What the empty deck of a theme is a function of; `logo_digest` tells logos apart, which cannot be keys."""

    title: str
    colors: Colors
    tokens: DeckTokens
    language: str
    footer: str
    logo_digest: str
    logo: PlacedLogo | None = field(compare=False)


def branded(theme: Theme, language: str, footer: str) -> Starter:
    """Decks without slides that carry the theme in their master, layouts, colours, fonts and table style."""
    digest = theme.form if theme.logo else ""
    return _branded(_Design(theme.about.title, theme.colors, theme.deck, language, footer, digest, theme.logo))


@lru_cache(maxsize=16)
def _branded(design: _Design) -> Starter:
    title, colors, tokens, language = design.title, design.colors, design.tokens, design.language
    hand = Hand(is_rtl(language), tokens, design.footer, theme_part.on_brand(colors))
    styles = layouts(hand)
    ids = "".join(
        f'<p:sldLayoutId id="{FIRST_LAYOUT_ID + place}" r:id="rId{place + 1}"/>' for place in range(len(styles))
    )
    members = validated_archive.unpacked(_stripped(len(styles), hand.at.width))
    ours = {
        "ppt/theme/theme1.xml": theme_part.theme_part(title, colors, tokens, language),
        "ppt/viewProps.xml": VIEW.encode(),
        "ppt/tableStyles.xml": theme_part.table_styles(title),
        "ppt/slideMasters/slideMaster1.xml": master(hand, ids).encode(),
        **{part(place): xml.encode() for place, xml in enumerate(styles)},
    }
    validated_archive.insist(
        ours.keys() <= members.keys(), f"python-pptx's template lacks {ours.keys() - members.keys()}"
    )
    members |= ours
    if design.logo:
        members = with_logo(members, design.logo, _rooms(len(styles), hand.at), hand.at.width if hand.rtl else 0.0)
    return starter(zip_archive.deterministic_zip(members))


def _rooms(layout_count: int, at: geometry.Canvas) -> dict[str, tuple[Ground, geometry.Frame]]:
    """Where a logo stands on each layout, and on what ground."""
    rooms: dict[str, tuple[Ground, geometry.Frame]] = {
        part(place): ("paper", at.foot_logo) for place in range(layout_count)
    }
    return {**rooms, part(COVER): ("header", at.title_logo), part(CHAPTER): ("header", at.foot_logo)}


def _stripped(layout_count: int, width: float) -> bytes:
    """python-pptx's template at our size, with as many layouts as we have and nothing of its maker's machine."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(width), Pt(geometry.HEIGHT)
    for spare in list(deck.slide_layouts)[layout_count:]:
        deck.slide_layouts.remove(spare)
    for rel in [rel for rel in deck.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.PRINTER_SETTINGS]:
        deck.part.drop_rel(rel.rId)
    package = deck.part.package
    for rel in [rel for rel in package.iter_rels() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        package.drop_rel(rel.rId)
    return validated_archive.saved(deck)
