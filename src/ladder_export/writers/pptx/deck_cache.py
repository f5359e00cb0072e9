"""Save time by reading the empty deck of a theme once and copying it, with its empty slides, for each new deck."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.parts.slide import NotesSlidePart, SlidePart
from pptx.presentation import Presentation as Deck
from pptx.slide import NotesSlide, Slide, SlideLayout

from ladder_export.writers.pptx import validated_archive

FIRST_SLIDE_ID = 256  # the format's lower bound
NOTES_PAGE, NOTES_FOLDER = "notes", "/ppt/notesSlides/"
MUTABLE_RELATIONSHIPS = (
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.NOTES_MASTER,
)


@dataclass(frozen=True, slots=True, eq=False)
class BaseDeck:
    """An empty deck that is copied for each new deck; it is never changed itself.

    `deck` is the empty deck, `file` the bytes it was read from. `layouts` are its slide layouts by their names inside
    the ZIP. `shared_parts` are the parts (files inside the ZIP) that are equal in all decks, each with its bytes and
    the bytes of its relationships, empty for none. `blank_pages` caches the XML of an empty slide per layout, because
    python-pptx makes each slide slowly. `notes_part_names` are the names of its parts with presenter's notes.
    """

    deck: Deck
    file: io.BytesIO
    layouts: Mapping[str, SlideLayout]
    shared_parts: Mapping[Part, tuple[bytes, bytes]]
    notes_part_names: frozenset[str]
    blank_pages: dict[str, etree._Element] = field(default_factory=dict)

    def new_deck(self) -> DeckBuilder:
        """Return a builder of a new deck: a copy of the empty deck that shares all parts that no deck changes."""
        deck = _copy_deck(self.deck, self.file, self.shared_parts)
        return DeckBuilder(self, deck, set(self.notes_part_names))


@dataclass(frozen=True, slots=True, eq=False)
class DeckBuilder:
    """A new deck while slides are added: `base` is the empty deck it was copied from.

    `notes_part_names` are the names of the parts that have presenter's notes.
    """

    base: BaseDeck
    deck: Deck
    notes_part_names: set[str]

    def add_slide(self, layout: str) -> Slide:
        """Add an empty slide at the end and return it; `layout` is the layout's name inside the deck's ZIP."""
        blank_pages, chosen = self.base.blank_pages, self.base.layouts[layout]
        if layout not in blank_pages:
            page: Slide = self.deck.slides.add_slide(chosen)
            blank_pages[layout] = copy.deepcopy(page.element)
            return page
        slide_ids, package = self.deck.element.get_or_add_sldIdLst(), self.deck.part.package
        name = PackURI(f"/ppt/slides/slide{len(slide_ids) + 1}.xml")
        part = SlidePart(name, CONTENT_TYPE.PML_SLIDE, package, copy.deepcopy(blank_pages[layout]))
        part.relate_to(chosen.part, RELATIONSHIP_TYPE.SLIDE_LAYOUT)
        entry = etree.SubElement(slide_ids, qn("p:sldId"), id=str(FIRST_SLIDE_ID + len(slide_ids)))
        entry.set(qn("r:id"), self.deck.part.relate_to(part, RELATIONSHIP_TYPE.SLIDE))
        return part.slide  # type: ignore[no-any-return]  # python-pptx annotates little

    def add_notes_page(self, slide: Slide) -> NotesSlide:
        """Add an empty page of presenter's notes to a slide and return it.

        The slide must have none, and the deck must have a notes master.
        """
        blank_pages, package = self.base.blank_pages, self.deck.part.package
        if NOTES_PAGE not in blank_pages:
            blank_pages[NOTES_PAGE] = copy.deepcopy(slide.notes_slide.element)
            self.notes_part_names.add(slide.notes_slide.part.partname)
            return slide.notes_slide
        part = NotesSlidePart(
            self._next_notes_name(), CONTENT_TYPE.PML_NOTES_SLIDE, package, copy.deepcopy(blank_pages[NOTES_PAGE])
        )
        part.relate_to(self.deck.part.part_related_by(RELATIONSHIP_TYPE.NOTES_MASTER), RELATIONSHIP_TYPE.NOTES_MASTER)
        part.relate_to(slide.part, RELATIONSHIP_TYPE.SLIDE)
        slide.part.relate_to(part, RELATIONSHIP_TYPE.NOTES_SLIDE)
        return part.notes_slide  # type: ignore[no-any-return]  # python-pptx annotates little

    def _next_notes_name(self) -> PackURI:
        """Return the name of the next notes part; python-pptx would search the whole deck for each."""
        names = (f"{NOTES_FOLDER}notesSlide{number}.xml" for number in range(len(self.notes_part_names) + 1, 0, -1))
        name = next(name for name in names if name not in self.notes_part_names)
        self.notes_part_names.add(name)
        return PackURI(name)


def base_deck(data: bytes) -> BaseDeck:
    """Read an empty deck (`data` is its file) as the base of new decks."""
    file = io.BytesIO(data)
    deck = Presentation(file)
    shared = _shared_parts(deck)
    layouts = {
        str(layout.part.partname)[1:]: layout
        for master in _copy_deck(deck, file, shared).slide_masters
        for layout in master.slide_layouts
    }
    members = validated_archive.unzip(validated_archive.save_to_bytes(deck))
    shared_parts = {
        part: (members[_member_name(part.partname)], members.get(_member_name(part.partname.rels_uri), b""))
        for part in shared
    }
    notes_part_names = frozenset(
        part.partname for part in deck.part.package.iter_parts() if part.partname.startswith(NOTES_FOLDER)
    )
    return BaseDeck(deck, file, layouts, shared_parts, notes_part_names)


def _member_name(uri: PackURI) -> str:
    return str(uri)[1:]


def _copy_deck(deck: Deck, file: io.BytesIO, shared: Iterable[Part]) -> Deck:
    """Return a copy of a deck that shares its file and the parts that no deck changes."""
    memo: dict[int, object] = {id(part): part for part in shared}
    return copy.deepcopy(deck, {**memo, id(file): file})


def _shared_parts(deck: Deck) -> list[Part]:
    """Return the parts that no deck changes.

    These are all but the presentation, its properties, its notes master, and the parts that lead to one of them.
    """
    package = deck.part.package
    parts = list(package.iter_parts())
    mutable: set[Part] = {rel.target_part for rel in package.iter_rels() if rel.reltype in MUTABLE_RELATIONSHIPS}
    while more := {part for part in parts if part not in mutable and _leads_to(part, mutable)}:
        mutable |= more
    return [part for part in parts if part not in mutable]


def _leads_to(part: Part, targets: set[Part]) -> bool:
    return any(not rel.is_external and rel.target_part in targets for rel in part.rels.values())
