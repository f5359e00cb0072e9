"""Write the files of a short theme that extends another theme, with comments that say what can be changed."""

from __future__ import annotations

import json

from ladder_export.core.artefact_path import ArtefactPath
from ladder_export.theme.model import Theme

TOKENS = """\
# A theme of your own. Everything that is not here comes from "{parent}", as it will be in later versions.
# Change a value, or remove the # in front of a line and then change its value.
extends = "{parent}"

[theme]
title = {title}
description = "{parent_title} in our colours."

[colors]                  # on paper and on light screens
accent = "{accent}"        # marks, bullets, icons
# brand = "{brand}"         # the ground of the header; on-brand is the text on it
# on-brand = "{on_brand}"
# on-brand-accent = "{on_brand_accent}"
# heading = "{heading}"       # titles of sections and slides
# ink = "{ink}"           # text
# quiet = "{quiet}"         # examples, labels, footers
# band = "{band}"          # the ground of facts and boxes
# hairline = "{hairline}"

# [dark]                  # the same colours on dark screens
# accent = "{dark_accent}"

# [press]                 # the same colours in per cent of cyan, magenta, yellow and black, for --press
# accent = [85, 15, 45, 30]

# [logo]                  # a picture in this folder, shown in headers
# file = "logo.svg"
# alt = "Our company"     # for those who cannot see it
# on-dark = "logo-white.svg"
# height = 8              # millimetres

# [sheet]
# text = {text}              # points
# margin = {margin}             # millimetres
# masthead = {masthead}         # whether the header has a ground of its own
# facts = "{facts}"       # or "pairs"

# [deck]                  # decks cannot embed fonts: name what readers have
# heading-font = "{heading_font}"
# body-font = "{body_font}"

# [[fonts]]               # fonts for pages; they come before those of "{parent}"
# family = "Our Sans"
# file = "OurSans-Regular.ttf"
# weight = 400
"""
STYLE = """\
/* Rules for paper, which come after those of "{parent}". site.css and handbook.css do the same for screens. */
/* section h2 {{ letter-spacing: .02em }} */
"""


def short_theme(parent: Theme, name: str) -> dict[ArtefactPath, bytes]:
    """Return the files of a new theme that extends the theme `parent`: the bytes of theme.toml and print.css by name.

    They have at most 60 lines in all. `name` is the new theme's title.
    """
    colors, dark = parent.colors, parent.dark or parent.colors
    values = {
        **colors.model_dump(),
        "parent": parent.name,
        "parent_title": parent.info.title,
        "title": json.dumps(name, ensure_ascii=False),
        "dark_accent": dark.accent,
        "text": f"{parent.sheet.text:g}",
        "margin": f"{parent.sheet.margin:g}",
        "masthead": str(parent.sheet.masthead).lower(),
        "facts": parent.sheet.facts,
        "heading_font": parent.deck.heading_font,
        "body_font": parent.deck.body_font,
    }
    files = {"theme.toml": TOKENS, "print.css": STYLE}
    return {ArtefactPath(file): text.format(**values).encode() for file, text in files.items()}
