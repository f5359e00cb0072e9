"""This file says what every problem code means, and makes docs/problems.md of it (`make golden` renews the page)."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "src/ladder_export"
CASES = ROOT / "tests/reading/cases"
PAGE = ROOT / "docs/problems.md"

MEANINGS: dict[str, dict[str, str]] = {
    "Files": {
        "no-ladder": "There is no ladder at the given path.",
        "one-level-alone": "The file given as a ladder is a single level.",
        "unreadable": "A file or folder exists, but cannot be read.",
        "broken-link": "A link in the ladder's folder leads nowhere.",
        "outside-link": "A link leads out of the ladder's folder; it is not followed.",
        "not-read": "A document that is not YAML is among the levels of a ladder.",
        "not-text": "A file is not a text file.",
        "not-utf-8": "A file is not in UTF-8; the message names the byte and its offset.",
        "control-character": "A file contains a character that cannot be seen or printed.",
        "too-large": "A file is larger than any ladder needs.",
    },
    "YAML": {
        "merge-conflict": "Git left both versions of some lines in a file.",
        "yaml-syntax": "YAML cannot read the line.",
        "indentation": "A line begins in a column that matches nothing above it.",
        "tab": "A tab indents a line; YAML allows spaces only.",
        "missing-space": "A space is missing after a dash or colon.",
        "needs-quotes": "Text begins with, or contains, a character with a meaning in YAML.",
        "unclosed": "A bracket or quotation mark is never closed.",
        "bad-escape": "A backslash in double quotes has a special meaning.",
        "comment-swallows-text": "A number sign begins a comment in the middle of text.",
        "joined-line": "A line looks like an item or a key, but is indented so that it continues the text above it.",
        "bad-key": "A key is not text.",
        "duplicate-key": "A key occurs twice; YAML would silently keep one.",
        "empty-file": "A file is empty.",
        "second-document": "A file holds several documents; only one would be read.",
        "tag": "An exclamation mark begins a YAML tag, which would not be printed.",
        "unused-anchor": "An ampersand begins a YAML anchor, which would not be printed.",
        "unknown-alias": "An asterisk refers to an anchor that does not exist.",
        "endless-alias": "An anchor contains itself.",
        "too-many-aliases": "There are too many aliases.",
        "too-deep": "Brackets or indentation are nested too deep.",
    },
    "Keys and values": {
        "unknown-key": "A key that is not allowed here.",
        "missing-key": "A required key is missing.",
        "wrong-type": "A value has the wrong type.",
        "empty-value": "A key or item has no value.",
        "unknown-name": "A value is not one of the allowed ones.",
        "bad-language": "A language is not a BCP 47 tag.",
        "too-long": "A text is too long.",
        "prose-with-more": "A paragraph between statements has keys of a statement.",
    },
    "Brand": {
        "bad-logo": "A logo is no picture that can be used: it is damaged, too large, or more than a drawing.",
        "brand-font": "A typeface has no file here, or a file of it is no font.",
        "guessed-inks": "The inks of a brand for a press are guessed from its colours for screens.",
        "low-contrast": "A colour of the brand cannot be read where it would stand; another one is used there.",
        "no-brand": "The brand of a ladder is asked for that has none.",
        "rgb-logo": "A press is asked for, and the logo has no file in its inks.",
        "bad-color": "A colour is neither a valid colour nor a name from the palette.",
        "brand-file": "A file that the brand names does not exist, or cannot be read.",
        "brand-outside": "A file that the brand names is outside the ladder's folder, or on the web: files are never downloaded.",
        "brand-twice": "A brand names a file and has other keys, or a brand's file names another.",
    },
    "References": {
        "no-levels": "A ladder has no levels.",
        "duplicate-level": "Two levels have the same id; capitals do not count.",
        "duplicate-code": "Two levels of a track have the same code.",
        "unsafe-id": "An id cannot be the name of a file on every system.",
        "duplicate-track": "Two track ids differ only in capitals.",
        "same-file": "Two documents would be one file.",
        "missing-track": "A level names no track, and there are several.",
        "unknown-track": "A level names a track that is not declared.",
        "unknown-fact": "A level has a fact that is not declared.",
        "duplicate-fact": "A level has one fact twice, once under an alias.",
        "unknown-section": "A level or block has a section that is not declared and has no title.",
        "unknown-grade": "A level names a grade that is not declared.",
        "unknown-level": "A level extends a level that is not there, or a question is for one.",
        "unknown-stage": "A question belongs to a stage of interviews that is not declared.",
        "circular-extends": "A level, in the end, extends itself.",
        "unknown-block": "A track includes a block that is not declared.",
        "unknown-competency": "A level is rated in a competency that is not declared.",
        "unknown-scale": "A competency names a scale that is not declared.",
        "off-scale": "A rating, or a step of a competency, is not on its scale.",
        "duplicate-step": "A scale has two steps of the same name.",
        "missing-points": "Some steps of a scale have points and others have none, or all have 0.",
    },
    "Content": {
        "turned-text": "An invisible character reverses the direction of a text.",
        "mojibake": "Text was decoded with the wrong encoding at some time.",
        "html-tag": "An HTML tag is printed as typed: text is Markdown.",
        "icon-word": "An icon is a word, which is printed before the title.",
        "printed-quotes": "Typographic quotation marks around a value are part of it.",
        "cut-sentence": "A comma in a list in brackets splits a sentence into two items.",
        "doubled-space": "There is more than one space between two words.",
        "loose-mark": "Asterisks that were meant as emphasis are printed as typed.",
        "dead-link": "A link or picture cannot be used in print; it is printed as typed.",
        "empty-link": "A link has no text, so it is not printed.",
        "empty-section": "A section is empty.",
        "long-statement": "A statement is too long to be read at a glance.",
        "repeated-statement": "A level has the same statement twice.",
        "repeats-extended": "A level repeats a statement of the level that it extends.",
        "changed-voice": "A section mixes grammatical persons, such as 'I' and 'you'.",
        "tied-rank": "Two levels of a track have the same rank.",
        "unused-label": "Something is declared that no level uses.",
        "stage-too-short": "A stage of an interview has no time for questions.",
        "no-time": "A question does not fit into the time of its stage, at any level.",
        "area-not-asked": "No stage of an interview gets to ask about an area.",
        "question-for-nobody": "A question is for levels or steps that no level with its area has.",
    },
    "Workbooks for editing": {
        "bad-workbook": "A workbook was not made by `workbook`, or lacks a sheet or column that it had.",
        "bad-cell": "A cell of a workbook cannot be understood, or is empty where a text is needed.",
        "conflict": "A text was changed in the ladder since its workbook was made, and in the workbook, too.",
        "not-in-place": "A text cannot be changed without changing others: it has an anchor, for example.",
        "bad-path": "The name of a workbook does not end in .xlsx, or the name that is given cannot be that of a file.",
    },
    "Translations": {
        "no-such-locale": "The ladder is not translated into that language.",
        "duplicate-locale": "There are two translations into the same language.",
        "nothing-to-translate": "A translation has an id or item that the ladder does not have.",
        "not-translatable": "A translation has a key whose value is the same in every language.",
        "stale-translation": "The original of a translation was changed or removed; the ladder's text is shown instead.",
        "untranslated": "Some texts have no translation and are shown in the ladder's language.",
    },
    "Documents": {
        "page-budget": "A sheet takes more pages than it may.",
        "text-overflow": "Text is drawn beyond its column or its page.",
        "missing-glyph": "No font of the theme has a character; boxes are printed instead.",
        "engine": "The PDF engine could not use something of the theme.",
        "not-conformant": "A PDF does not keep a standard that it claims (`--validate`).",
        "rgb-left": "Something on a page for the press is in RGB.",
        "worker-died": "A worker process ended while it wrote a document.",
    },
    "Themes": {
        "no-such-theme": "There is no theme of that name.",
        "bad-font": "A font of the theme is damaged, or no font.",
        "theme-unreadable": "A file of the theme cannot be read.",
        "theme-file-missing": "A theme lacks a template or style sheet that a document asks for.",
        "bad-parent": "A theme extends one that does not exist, or that extends it in turn.",
        "unknown-slot": "A style sheet fills a slot that the one it extends does not have.",
        "theme-syntax": "theme.toml is not TOML.",
        "unknown-token": "theme.toml has a token that is not known.",
        "missing-token": "theme.toml lacks a token.",
        "bad-token": "A token holds what it cannot hold.",
        "template-syntax": "A template is not Jinja.",
        "template-fault": "A template fails while it is filled.",
        "outside-theme": "A theme reaches for a file outside its folder.",
        "bad-template": "A file cannot be the PowerPoint or Word template: it is locked, damaged, or something else.",
        "template-link": "A PowerPoint or Word template links to something outside its file, which documents are made without.",
        "template-style": "A Word template lacks styles that most text needs, so that others stand in for them.",
        "no-content-layout": "No layout of a PowerPoint template has a title with room for text.",
        "no-such-layout": "theme.toml names a layout that the PowerPoint template does not have.",
        "unfit-layout": "theme.toml names a layout that lacks what its role needs.",
        "no-inks": "A theme has no palette for a press.",
        "no-profile": "There is no usable colour profile for a press.",
    },
    "Command line": {
        "usage": "A command has no such option or argument, or not that value.",
        "no-such-level": "No level matches a pattern.",
        "no-such-track": "There is no such track.",
        "port-taken": "Something else listens at the port that `preview` was given.",
        "no-such-side": "An argument of `diff` is not a path, a level or a git revision.",
        "one-level": "A level is to be compared with nothing, or with itself.",
        "many-levels": "Several levels have the code or title that is asked for.",
        "unreadable-revision": "A git revision holds files that no folder can hold, or more than a ladder can have.",
        "not-there-then": "The ladder did not exist at that git revision.",
        "nothing-to-do": "What is asked for comes to nothing.",
    },
    "Import": {
        "no-source": "The file or folder to import does not exist.",
        "no-sources": "There is no file to import.",
        "unusable-import": "The imported ladder would have errors, so nothing is written.",
        "no-dialect": "No dialect recognises a level in this file. The message gives each dialect's reason.",
        "unsure": "Levels, tracks or areas of a source are a guess that may be wrong. Please check them.",
        "too-much": "A folder has too many files, or its files are too large together.",
        "needs-mapping": "A JSON or YAML file does not have the structure of a ladder, and there is no mapping for it.",
        "bad-catalogue": "A gettext catalogue or XLIFF file cannot be read, or one of its lines is not valid.",
        "bad-mapping": "A line of a mapping is not a path, or the paths of texts or levels are missing.",
        "nothing-mapped": "The mapping's path of texts leads to nothing in the file.",
        "json-syntax": "A file cannot be read as JSON.",
        "no-such-column": "A table has no column with the name given in `--columns`, or no column of levels.",
        "not-a-document": "A Word document is damaged.",
        "needs-translate": "The library for gettext catalogues is not installed.",
        "needs-docx": "The library that reads Word documents is not installed.",
        "not-a-workbook": "A workbook is damaged.",
        "needs-xlsx": "The library that reads workbooks is not installed.",
        "unplaced": "Text cannot be mapped to the ladder. It is copied to `unplaced.md`.",
        "file-exists": "A file already exists and would be overwritten.",
    },
    "Machine": {
        "pango-missing": "The library that sets text is not installed.",
        "workers-die": "All worker processes end before they make a document.",
        "git-missing": "`diff` looks at a git revision, and git is not installed.",
        "font-missing": "A font of the theme is not installed.",
        "cluster-missing": "`--cluster` needs a package that is not installed.",
        "no-scheduler": "No Dask scheduler answers at the address.",
        "cluster-lost": "The scheduler of a cluster went away in mid-build.",
        "no-workers": "The scheduler has no workers.",
        "cluster-differs": "A worker has other versions or fonts than this machine; bytes would differ.",
        "unwatchable": "The system cannot report changed files (`preview`, `build --watch`).",
        "preview-missing": "`preview` needs packages that are not installed.",
        "validator-missing": "`--validate` needs a package that is not installed.",
        "pictures-missing": "`-f png` needs a package that is not installed.",
        "no-libreoffice": "Pictures of slides need LibreOffice, which is not installed; everything else was made.",
        "slides-not-drawn": "LibreOffice could not draw the slides of a deck; everything else was made.",
    },
    "Output": {
        "output-unwritable": "A folder or file cannot be written.",
        "output-unreadable": "The output folder's manifest cannot be read.",
        "output-busy": "Another build is writing into the same folder.",
        "output-changed": "A file was changed by another program while the build merged it into a handbook.",
        "foreign-file": "A file, link or folder that ladder-export did not make is in the way.",
        "read-only": "A file or folder that would be changed was made read-only.",
        "not-removed": "All files were updated, but an outdated one cannot be deleted.",
        "damaged-manifest": "The manifest was not written by ladder-export.",
        "not-empty": "A new ladder or theme needs a new or empty folder.",
        "no-manifest": "The folder to verify was not made by a build.",
        "missing-file": "A file of the last build is missing (`verify`).",
        "changed-file": "A file was changed after the build (`verify`).",
        "extra-file": "A file was not made by the last build (`verify`).",
    },
    "Ours": {
        "bug": "A fault of ladder-export itself: please report it.",
    },
}

# Where codes are given: as the first argument of a call that makes a problem, or in a table.
GIVEN = re.compile(
    r"(?:Problem|UnreadableFile|_?warning|_?problem|_wrong|_?add_error|_fault|_problems)\(\s*\"([a-z0-9]+(?:-[a-z0-9]+)*)\""
)
LISTED = re.compile(r"\"(unknown-[a-z]+|prose-with-more|too-long)\"")


def codes() -> set[str]:
    """Every code that the program can give."""
    texts = [file.read_text(encoding="utf-8") for file in SOURCES.rglob("*.py")]
    return {code for text in texts for pattern in (GIVEN, LISTED) for code in pattern.findall(text)}


def page() -> str:
    """The documentation page: every code, what it means, and how it looks where a case shows it."""
    lines = ["# What can be wrong", ""]
    lines += [
        "Every problem has a code that stays the same. Errors stop a build; warnings do so under `--strict` only."
    ]
    for group, meanings in MEANINGS.items():
        lines += ["", f"## {group}"]
        for code, meaning in meanings.items():
            lines += ["", f"### `{code}`", "", meaning]
            if example := _example(code):
                lines += ["", "```text", example, "```"]
    return "\n".join(lines) + "\n"


def _example(code: str) -> str:
    """The shortest problem of that code that the cases have."""
    found = []
    for case in sorted(CASES.glob("*/problems.txt")):
        blocks = case.read_text(encoding="utf-8").strip().split("\n\n")
        found += [block.removeprefix(f"{case.parent.name}/") for block in blocks if f"[{code}]" in block.split("\n")[0]]
    return min(found, key=len, default="")
