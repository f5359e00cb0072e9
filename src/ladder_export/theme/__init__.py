"""Open and describe themes: folders of templates, style sheets and settings ("tokens") that all formats share."""

from __future__ import annotations

from ladder_export.theme.loader import open_theme, with_deck_template, with_reference
from ladder_export.theme.model import BRAND, PrintProfile, RenderSettings, Theme
from ladder_export.theme.paper import PAPERS, Paper
from ladder_export.theme.prepress import print_profile

__all__ = [
    "BRAND",
    "PAPERS",
    "Paper",
    "PrintProfile",
    "RenderSettings",
    "Theme",
    "open_theme",
    "print_profile",
    "with_deck_template",
    "with_reference",
]
