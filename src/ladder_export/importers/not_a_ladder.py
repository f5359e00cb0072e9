"""Recognise files among those of a ladder that are not part of it: licences, settings of tools, programs, decisions."""

from __future__ import annotations

import re

from ladder_export.importers.ir import Page

# Pages about the ladder; they hold no level unless their structure looks like one.
ABOUT = frozenset(
    (
        "readme index _index home sidebar _sidebar navbar _navbar toc summary license licence copying notice"
        " contributing contributors authors maintainers changelog changes history news code_of_conduct"
        " code-of-conduct security support_us governance roadmap faq glossary todo agents claude gemini"
        " copilot-instructions pull_request_template issue_template template style-guide styleguide"
        " style_guide credits acknowledgements acknowledgments"
    ).split()
)
LICENCES = frozenset(["license", "licence", "copying", "unlicense", "notice", "licence-cc", "license-cc"])

# File names in lower case, by the kind of file.
NAMES_BY_KIND = {
    "who owns which files": "codeowners owners",
    "a container": "dockerfile containerfile",
    "containers": "docker-compose.yml",
    "commands": "makefile justfile rakefile procfile",
    "libraries": "gemfile brewfile requirements.txt package.json package-lock.json composer.json",
    "a pipeline": "jenkinsfile",
    "a machine": "vagrantfile",
    "a web address": "cname",
    "a version": "version",
    "for search engines": "robots.txt",
    "about a web site": "humans.txt",
    "settings of a tool": "tsconfig.json",
    "settings of a web site": "mkdocs.yml mkdocs.yaml _config.yml _config.yaml book.json netlify.toml",
}
KIND_BY_NAME = {name: kind for kind, names in NAMES_BY_KIND.items() for name in names.split()}

DECISION = frozenset(("status", "context", "decision", "consequences", "decision drivers", "considered options"))
FOLDERS = frozenset(
    "node_modules adr adrs decisions .github vendor dist build _includes _layouts _sass assets static".split()
)

LICENCE_TEXTS = (
    (re.compile(r"apache license\s+version 2\.0", re.IGNORECASE), "Apache-2.0"),
    (re.compile(r"\bMIT licen[cs]e|permission is hereby granted, free of charge", re.IGNORECASE), "MIT"),
    (re.compile(r"\bCC0|creative commons zero", re.IGNORECASE), "CC0-1.0"),
    (re.compile(r"attribution-noncommercial-sharealike 4\.0|by-nc-sa/4\.0", re.IGNORECASE), "CC-BY-NC-SA-4.0"),
    (re.compile(r"attribution-noncommercial-noderiv\w+ 4\.0|by-nc-nd/4\.0", re.IGNORECASE), "CC-BY-NC-ND-4.0"),
    (re.compile(r"attribution-noncommercial 4\.0|by-nc/4\.0", re.IGNORECASE), "CC-BY-NC-4.0"),
    (re.compile(r"attribution-sharealike 4\.0|by-sa/4\.0", re.IGNORECASE), "CC-BY-SA-4.0"),
    (re.compile(r"attribution-noderiv\w+ 4\.0|by-nd/4\.0", re.IGNORECASE), "CC-BY-ND-4.0"),
    (re.compile(r"attribution 4\.0|licenses/by/4\.0", re.IGNORECASE), "CC-BY-4.0"),
    (re.compile(r"mozilla public license", re.IGNORECASE), "MPL-2.0"),
    (re.compile(r"gnu affero general public license", re.IGNORECASE), "AGPL-3.0"),
    (re.compile(r"gnu general public license\s+version 2", re.IGNORECASE), "GPL-2.0"),
    (re.compile(r"gnu general public license", re.IGNORECASE), "GPL-3.0"),
    (re.compile(r"redistribution and use in source and binary forms", re.IGNORECASE), "BSD-3-Clause"),
    (re.compile(r"released into the public domain", re.IGNORECASE), "Unlicense"),
)
COPYRIGHT = re.compile(r"(?im)^[^\w\n]*(copyright\s+(?:\(c\)|©)?\s*(?:[0-9]{4}|©|\(c\))[^\n]{1,120})$")
MAX_LICENCE_LINES = 40  # of a licence, enough to recognise it


def why_not_by_path(path: str) -> str:
    """Return the reason why a file's name or folder shows that it holds no ladder, such as "a licence".

    Empty if it may hold one.
    """
    *folders, name = path.split("/")
    if folder := next((folder for folder in folders if folder.casefold() in FOLDERS), ""):
        return f"it is in '{folder}'"
    return KIND_BY_NAME.get(name.casefold(), "")


def is_licence(page: Page) -> bool:
    """Return whether the name of a page's file is that of a licence text, such as LICENSE."""
    return page.stem.casefold() in LICENCES


def licence_terms(page: Page) -> dict[str, str]:
    """Return the licence in a page under the key `licence`, and its copyright line under the key `attribution`.

    These are the keys of `source` in ladder.yaml; a key without a value is left out.
    """
    text = "\n".join(page.lines[:MAX_LICENCE_LINES])
    first = next((" ".join(line.split()) for line in page.lines if line.strip()), "")
    terms = next((name for pattern, name in LICENCE_TEXTS if pattern.search(text)), first)
    match = COPYRIGHT.search(text)
    terms_ = {"licence": terms, "attribution": " ".join(match[1].split()) if match else ""}
    return {key: value for key, value in terms_.items() if value}


def why_not_by_text(page: Page, headings: list[str]) -> str:
    """Return the reason why a page's text or headings show that it holds no ladder, such as "a program".

    Empty if it may hold one.
    """
    first = next((line for line in page.lines if line.strip()), "")
    if first.startswith("#!"):
        return "a program"
    if len(DECISION.intersection(heading.casefold() for heading in headings)) > 1:
        return "a record of a decision"
    if not any(char.isalpha() for line in page.lines for char in line):
        return "it has no text"
    return ""
