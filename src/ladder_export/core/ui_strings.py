"""The program's own words in documents, such as "Examples", in every language that it is translated into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from functools import cache
from gettext import GNUTranslations, NullTranslations, c2py
from pathlib import Path

LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "ja",
    "ar",
)  # all but English have a catalogue; see docs/languages.md
CATALOGUES = Path(__file__).parents[1] / "locale"
NEW_MARK = "★"  # on slides, the bullet of a statement that the level below does not have
ENGLISH_PLURAL = "nplurals=2; plural=n != 1"


@dataclass(frozen=True, slots=True)
class UiStrings:
    """The program's own words in English; the name of a field is its key in the translation catalogues (gettext).

    `{level}`, `{lower}`, `{upper}`, `{areas}` and `{edition}` stand for names, `{n}` for a number. Singular and plural
    forms are joined by `|`, in the order of the `Plural-Forms` header of the language's catalogue.
    """

    examples: str = "Examples"
    facts: str = "At a glance"
    ratings: str = "Profile"
    climb: str = "Levels of this track"
    draft: str = "Draft"
    extends: str = "Everything in {level}, and:"
    continued: str = "continued"
    new: str = "New at this level"
    agenda: str = "All levels"
    next_step: str = "Next on this track"
    from_to: str = "From {lower} to {upper}"
    statements: str = "Statements"
    count_new: str = "{n} new"
    count_grown: str = "{n} grown"
    count_same: str = "{n} unchanged"
    summary: str = "Summary"
    last: str = "The highest level of this track"
    levels: str = "Levels"
    ic: str = "Individual contributor"
    management: str = "Management"
    interview: str = "Interview guide"
    minutes: str = "{n} minutes"
    guide_use: str = (
        "One guide for each interviewer: fill it in during the talk, and keep it to yourself until the debrief."
    )
    card_use: str = "One card for each interviewer, before the debrief: one rating for each area you asked about."
    opening: str = "To begin: read aloud"
    opening_text: str = "Thank you for coming. I will ask the same questions of everybody, in the same order, and take notes. There is time for your questions at the end."
    context: str = "Context"
    follow_ups: str = "Ask further"
    good_answer: str = "What good looks like"
    poor_answer: str = "What poor looks like"
    expected_at: str = "Expected at {level}"
    expected_here: str = "Expected at {level}, this level"
    and_more: str = "and {n} more on the sheet"
    own_question: str = "No question is written yet. Yours:"
    further: str = "Further questions, if there is time"
    not_covered: str = "Not covered here: {areas}"
    spare: str = "Time left: go deeper where you are not sure"
    closing: str = "To end: what the candidate asks"
    moment: str = "The moment that decided it"
    recommendation: str = "Recommendation, before you talk to the others"
    strengths: str = "Strengths"
    concerns: str = "Concerns"
    strong_yes: str = "Yes, clearly"
    yes: str = "Yes"
    no: str = "No"
    strong_no: str = "No, clearly"
    not_asked: str = "not asked"
    debrief: str = "Debrief"
    level_offered: str = "Level offered"
    open_points: str = "What is open"
    signature: str = "Signature"
    area: str = "Area"
    review: str = "Review"
    self_view: str = "Own view"
    manager_view: str = "Manager’s view"
    next_focus: str = "What comes next"
    new_at: str = "New at {level}"
    grows_at: str = "Grows at {level}"
    below: str = "not yet {level}"
    on_the_way: str = "on the way to {level}"
    pair_use: str = (
        "Beside what {lower} asks for stands only what is new or grows at {upper}; underlined words are new."
    )
    scorecard: str = "Interview scorecard"
    candidate: str = "Candidate"
    interviewer: str = "Interviewer"
    date: str = "Date"
    statement: str = "Statement"
    rating: str = "Rating"
    notes: str = "Notes"
    legend: str = "1 not shown · 2 shown in part · 3 shown · 4 shown beyond this level"
    promotion: str = "Promotion guide"
    engineer: str = "Name"
    manager: str = "Manager"
    meeting: str = "Who and when"
    fact: str = "What is asked"
    competency: str = "Competency"
    grows: str = "Grows"
    stays: str = "Stays"
    gone: str = "Still expected from {level}"
    before: str = "Before"
    held: str = "Everything asked for at {level} still applies."
    anew: str = "Every statement of {level} is worded anew."
    marks: str = "Underlined words are new. How it was said before stands below, with the words struck that went."
    evidence: str = "Evidence"
    plan: str = "Plan"
    action: str = "What"
    deadline: str = "By when"
    support: str = "With whose support"
    outcome: str = "Outcome and signatures"
    decision: str = "Decision"
    effective: str = "Effective from"
    areas: str = "Areas"
    builds_on: str = "Builds on"
    matrix: str = "Matrix"
    handbook: str = "Handbook"
    changes: str = "What changed in this edition"
    since: str = "Since {edition}, level by level. Words that went are struck, new words are underlined."
    no_changes: str = "Nothing that a handbook shows has changed."
    now: str = "Now"
    title: str = "Title"
    track: str = "Track"
    questions: str = "Interview questions"
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
    checksums: str = "Checksums"
    find: str = "Find a level"
    tracks: str = "All tracks"
    overview: str = "All levels"
    nothing: str = "No level has all of these words"
    compare: str = "Compare"
    shared: str = "In both"
    own: str = "Only here"
    skip: str = "Skip to the content"


ENGLISH = UiStrings()
KEYS: tuple[str, ...] = tuple(field.name for field in fields(UiStrings))


@cache
def ui_strings(language: str) -> UiStrings:
    """Return the program's words in a language (a BCP 47 tag such as `de-AT`), in English if not translated."""
    catalogue, form_of = _catalogue(_primary(language))
    numbers = {form_of(number): number for number in (*range(200), 10**6)}  # one number for each plural form

    def translated(key: str, english: str) -> str:
        singular, _, more = english.partition("|")
        if not more:
            return catalogue.pgettext(key, singular)
        return "|".join(catalogue.npgettext(key, singular, more, numbers[form]) for form in sorted(numbers))

    return UiStrings(**{key: translated(key, english) for key, english in asdict(ENGLISH).items()})


def all_ui_strings() -> tuple[UiStrings, ...]:
    """Return the program's words in every language that it is translated into."""
    return tuple(map(ui_strings, LANGUAGES))


def plural(forms: str, language: str, number: int) -> str:
    """Return the singular or plural form for a number, by the plural rules of a language (a BCP 47 tag).

    `forms` are joined by `|`. If a ladder's own words have too few forms, the last one is returned.
    """
    every = forms.split("|")
    return every[min(_catalogue(_primary(language))[1](number), len(every) - 1)].strip()


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


@cache
def _catalogue(language: str) -> tuple[NullTranslations, Callable[[int], int]]:
    """Return a language's catalogue, and a function from a number to the index of its plural form (CLDR)."""
    catalogue = NullTranslations()
    if language in LANGUAGES[1:]:
        with (CATALOGUES / language / "LC_MESSAGES/ladder_export.mo").open("rb") as file:
            catalogue = GNUTranslations(file)
    rule = catalogue.info().get("plural-forms", ENGLISH_PLURAL).rpartition("plural=")[2]
    return catalogue, c2py(rule.rstrip("; "))
