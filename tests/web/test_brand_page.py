"""Web pages in a brand keep nobody out, on bright and dark screens, whatever the colour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from editions import handbook, site
from ladder_export.core.brand import Brand, BrandColor, BrandFile, Logo
from ladder_export.core.problems import Span
from ladder_export.theme import RenderSettings, open_theme
from ladder_export.theme.branding import with_brand
from ladder_export.writers.html import single_page
from writers.test_handbook import book_of

PLACE = Span("ladder.yaml")
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 60"><path fill="#ffffff" d="M9 9h142v42H9z"/></svg>'


@pytest.mark.chromium
@pytest.mark.parametrize(("theme", "primary"), [("slate", "#ffd100"), ("slate", "#e4002b"), ("folio", "#f7c5cc")])
def test_nobody_is_kept_out(
    chromium: Browser, faults: Callable[[Page], list[str]], tmp_path: Path, theme: str, primary: str
) -> None:
    (tmp_path / "logo.svg").write_text(LOGO, encoding="utf-8")
    logo = Logo(light=BrandFile("logo.svg", PLACE), alt="Octopus Deploy")
    colors = (BrandColor("primary", primary, PLACE),)
    tracks = (BrandColor("security", "#b5179e", PLACE),)
    brand = Brand(PLACE, colors=colors, logo=logo, tracks=tracks)
    settings = RenderSettings(with_brand(open_theme(theme), brand, tmp_path))
    ladder = replace(book_of(2, 3), brand=brand, url="https://ladder.example.com/")
    for made in (site, handbook):
        [document] = made(ladder)
        (tmp_path / "page.html").write_bytes(single_page.render(document, settings).data)
        for width, scheme in ((390, "light"), (1280, "dark")):
            tab = chromium.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})  # type: ignore[arg-type]
            said = list[str]()
            tab.on("console", lambda message, said=said: said.append(message.text))  # type: ignore[misc]
            for view in ("", "#/security-l3"):
                tab.goto(f"{(tmp_path / 'page.html').as_uri()}{view}")
                assert faults(tab) == []
            assert said == []
            shown = [one for one in tab.get_by_alt_text("Octopus Deploy").all() if one.is_visible()]
            assert [(box["width"] > 20, box["height"] > 9) for one in shown if (box := one.bounding_box())] == [
                (True, True)
            ]
            tab.close()
