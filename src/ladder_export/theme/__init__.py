"""A theme: a folder of templates, style sheets and tokens that all formats share, checked when opened."""

from __future__ import annotations

from ladder_export.theme.loader import DECK, dressed, open_theme
from ladder_export.theme.model import BRAND, Press, RenderSettings, Theme
from ladder_export.theme.paper import PAPERS, Paper
from ladder_export.theme.print_profile import press_of

__all__ = ["BRAND", "DECK", "PAPERS", "Paper", "Press", "RenderSettings", "Theme", "dressed", "open_theme", "press_of"]
