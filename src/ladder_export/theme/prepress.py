"""Find the CMYK inks of a theme and the colour profile of a printing press."""

from __future__ import annotations

from pathlib import Path

from ladder_export.core.problems import BadTheme, Problem, Span
from ladder_export.files.access import OutsideFolder, read_file
from ladder_export.files.resources import THEME_FILE, font_home, outside_theme_problem
from ladder_export.theme.model import PrintProfile, Theme


def print_profile(theme: Theme, icc: Path | None) -> PrintProfile:
    """Return the theme's CMYK inks with a colour profile: the file `icc`, or if that is None, the theme's own profile.

    Raises BadTheme if the theme has only RGB colours, or if the profile is missing, unreadable or not for CMYK.
    """
    tokens = (theme.folder / THEME_FILE).as_posix()
    if theme.press is None:
        remedy = "add a [press] table with each colour as [cyan, magenta, yellow, black] in per cent"
        raise BadTheme(Problem("no-inks", f"the theme '{theme.name}' has only RGB colours", Span(tokens), help=remedy))
    home = font_home((theme.folder, *theme.parents), theme.press.icc)
    file = icc or (home / theme.press.icc if theme.press.icc else None)
    if file is None:
        remedy = "ask the print shop for the profile of its press and name it: --icc FILE"
        raise BadTheme(Problem("no-profile", "PDF/X-4 needs the colour profile of a press", help=remedy))
    try:
        profile = read_file(file, "profile", None if icc else home)
    except OutsideFolder as fault:
        raise BadTheme(outside_theme_problem(file, file.name)) from fault
    except OSError as fault:
        raise BadTheme(Problem("no-profile", f"{file} cannot be read: {fault.strerror}")) from fault
    if profile[36:40] != b"acsp" or profile[16:20] != b"CMYK":
        raise BadTheme(Problem("no-profile", f"{file} is not an ICC profile for CMYK", help="such as PSOcoated_v3.icc"))
    return PrintProfile(theme.press, profile)
