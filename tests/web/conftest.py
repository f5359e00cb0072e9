"""This file gives tests a real Chromium, and an eye for what keeps people out of a page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not program and not os.environ.get("CI"):
        pytest.skip("Chromium is not on this machine (apt-get install chromium)")
    assert program, "CI must have Chromium"
    with sync_playwright() as playwright:
        # Our PDF engine leaves this process the theme's fonts alone; a container has little shared memory.
        system = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
        browser = playwright.chromium.launch(executable_path=program, env=system, args=["--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture
def faults() -> Callable[[Page], list[str]]:
    """What axe-core finds on a page by WCAG 2.2 AA and good practice."""

    def found(page: Page) -> list[str]:
        rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        answer = Axe().run(page, options={"runOnly": rules}).response
        return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in answer["violations"]]

    return found
