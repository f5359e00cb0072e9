"""This file keeps what all decks of a template start from: read once, each kind of page made once, copied for each deck."""

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
NOTES, NOTES_FOLDER = "notes", "/ppt/notesSlides/"
CHANGING = (RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES, RELATIONSHIP_TYPE.NOTES_MASTER)


@dataclass(frozen=True, slots=True, eq=False)
class Starter:
    """A deck without slides that is never written to, and the file it was read from.

    `layouts` are known by the names of their parts. `shared` are the parts that no deck changes, as python-pptx saves
    them, each with its relationships. `blanks` are empty pages, by their layouts: the first is made by python-pptx,
    which takes a millisecond, and those that follow are copies of it.
    """

    deck: Deck
    file: io.BytesIO
    layouts: Mapping[str, SlideLayout]
    shared: Mapping[Part, tuple[bytes, bytes]]
    blanks: dict[str, etree._Element] = field(default_factory=dict)

    def draft(self) -> Draft:
        """A deck to write to."""
        deck = _copied(self.deck, self.file, self.shared)
        names = (part.partname for part in deck.part.package.iter_parts())
        return Draft(self, deck, {name for name in names if name.startswith(NOTES_FOLDER)})


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """One deck in the making, what it started from, and the names of its parts with notes."""

    starter: Starter
    deck: Deck
    noted: set[str]

    def page(self, layout: str) -> Slide:
        """A new slide at the end, in the layout of that part."""
        kept, chosen = self.starter.blanks, self.starter.layouts[layout]
        if layout not in kept:
            page: Slide = self.deck.slides.add_slide(chosen)
            kept[layout] = copy.deepcopy(page.element)
            return page
        listed, package = self.deck.element.get_or_add_sldIdLst(), self.deck.part.package
        name = PackURI(f"/ppt/slides/slide{len(listed) + 1}.xml")
        part = SlidePart(name, CONTENT_TYPE.PML_SLIDE, package, copy.deepcopy(kept[layout]))
        part.relate_to(chosen.part, RELATIONSHIP_TYPE.SLIDE_LAYOUT)
        entry = etree.SubElement(listed, qn("p:sldId"), id=str(FIRST_SLIDE_ID + len(listed)))
        entry.set(qn("r:id"), self.deck.part.relate_to(part, RELATIONSHIP_TYPE.SLIDE))
        return part.slide  # type: ignore[no-any-return]  # python-pptx annotates little

    def notes(self, slide: Slide) -> NotesSlide:
        """A new page of notes for a slide that has none; the deck has a master for it."""
        kept, package = self.starter.blanks, self.deck.part.package
        if NOTES not in kept:
            kept[NOTES] = copy.deepcopy(slide.notes_slide.element)
            self.noted.add(slide.notes_slide.part.partname)
            return slide.notes_slide
        part = NotesSlidePart(self._free(), CONTENT_TYPE.PML_NOTES_SLIDE, package, copy.deepcopy(kept[NOTES]))
        part.relate_to(self.deck.part.part_related_by(RELATIONSHIP_TYPE.NOTES_MASTER), RELATIONSHIP_TYPE.NOTES_MASTER)
        part.relate_to(slide.part, RELATIONSHIP_TYPE.SLIDE)
        slide.part.relate_to(part, RELATIONSHIP_TYPE.NOTES_SLIDE)
        return part.notes_slide  # type: ignore[no-any-return]  # python-pptx annotates little

    def _free(self) -> PackURI:
        """The name of the next page of notes; python-pptx walks through the whole deck for each."""
        names = (f"{NOTES_FOLDER}notesSlide{number}.xml" for number in range(len(self.noted) + 1, 0, -1))
        name = next(name for name in names if name not in self.noted)
        self.noted.add(name)
        return PackURI(name)


def starter(data: bytes) -> Starter:
    """What decks start from that look as this one without slides does."""
    file = io.BytesIO(data)
    deck = Presentation(file)
    shared = _unchanged(deck)
    layouts = {
        str(layout.part.partname)[1:]: layout
        for master in _copied(deck, file, shared).slide_masters
        for layout in master.slide_layouts
    }
    members = validated_archive.unpacked(validated_archive.saved(deck))
    saved = {part: (members[_name(part.partname)], members.get(_name(part.partname.rels_uri), b"")) for part in shared}
    return Starter(deck, file, layouts, saved)


def _name(uri: PackURI) -> str:
    return str(uri)[1:]


def _copied(deck: Deck, file: io.BytesIO, shared: Iterable[Part]) -> Deck:
    """A copy of a deck; parts that no deck changes are the same ones in both, and so is the file."""
    kept: dict[int, object] = {id(part): part for part in shared}
    return copy.deepcopy(deck, {**kept, id(file): file})


def _unchanged(deck: Deck) -> list[Part]:
    """The parts that no deck changes: all but the presentation, its properties, its notes master, and what leads there."""
    package = deck.part.package
    parts = list(package.iter_parts())
    changing: set[Part] = {rel.target_part for rel in package.iter_rels() if rel.reltype in CHANGING}
    while more := {
        part
        for part in parts
        if part not in changing
        and any(not rel.is_external and rel.target_part in changing for rel in part.rels.values())
    }:
        changing |= more
    return [part for part in parts if part not in changing]
