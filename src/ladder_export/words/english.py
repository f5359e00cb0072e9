"""This file names the words that we add to a ladder's own, and says them in English."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Everything a document says that its ladder does not; `{level}` and `{step}` stand for names, `{new}` and `{all}` for numbers.

    Plural forms stand in the order of the language's categories (CLDR), a `|` between them; `new_of` hangs on `{all}`.
    """

    examples: str = "Examples"
    facts: str = "At a glance"
    ratings: str = "Profile"
    climb: str = "Levels of this track"
    draft: str = "Draft"
    extends: str = "Everything in {level}, and:"
    new: str = "New at this level"
    new_since: str = "New since {level}"
    new_of: str = "{new} of {all} statement|{new} of {all} statements"
    agenda: str = "All levels"
    next: str = "Next: {level}"
    last: str = "The highest level of this track"
    levels: str = "Levels"
    ic: str = "Individual contributor"
    management: str = "Management"
    scorecard: str = "Interview scorecard"
    candidate: str = "Candidate"
    interviewer: str = "Interviewer"
    date: str = "Date"
    statement: str = "Statement"
    rating: str = "Rating"
    notes: str = "Notes"
    legend: str = "1 not shown · 2 shown in part · 3 shown · 4 shown beyond this level"
    promotion: str = "Promotion guide"
    engineer: str = "Engineer"
    manager: str = "Manager"
    meeting: str = "Who and when"
    fact: str = "What is asked"
    competency: str = "Competency"
    grows: str = "Grows"
    stays: str = "Stays"
    gone: str = "Not named again at {level}"
    before: str = "Before"
    held: str = "Everything asked for at {level} holds on."
    marks: str = "Underlined words are new. How it was said before stands below, with the words struck that went."
    evidence: str = "Evidence"
    plan: str = "Plan"
    action: str = "What"
    deadline: str = "By when"
    support: str = "With whose support"
    areas: str = "Areas"
    builds_on: str = "Builds on"
    matrix: str = "Matrix"
    handbook: str = "Handbook"
    contents: str = "Contents"
    common: str = "Shared expectations"
    includes: str = "Also holds here"
    index: str = "Index"
    sheet: str = "Sheet"
    deck: str = "Slides"
    json: str = "Data"
    downloads: str = "Downloads"
    file: str = "File"
    size: str = "Size"
    find: str = "Find a level"
    tracks: str = "All tracks"
    overview: str = "All levels"
    nothing: str = "No level has all of these words"
    compare: str = "Compare"
    shared: str = "In both"
    skip: str = "Skip to the content"


ENGLISH = Words()
