"""`preview`: what is saved is shown, to this machine alone, and nothing but what was built."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

LADDER = "title: Engineering ladder\nsections: {craft: {title: Craft}}\nexport: {formats: [pdf, md]}\n"  # md has no pages to show
LEVEL = "code: L2\ntitle: Engineer\nsections: {craft: {statements: [I build things.]}}\n"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path fill="#0d3b66" d="M0 0h40v20H0z"/></svg>'
PATIENCE = 30


@pytest.fixture
def level(tmp_path: Path) -> Path:
    """The one level of a small ladder."""
    (tmp_path / "ladder/eng").mkdir(parents=True)
    (tmp_path / "ladder/ladder.yaml").write_text(LADDER, encoding="utf-8")
    file = tmp_path / "ladder/eng/l2.yaml"
    file.write_text(LEVEL, encoding="utf-8")
    return file


@pytest.fixture
def address(level: Path) -> Iterator[str]:
    """Where the program serves that ladder; it is ended with Ctrl-C, and leaves nothing behind."""
    command = [sys.executable, "-m", "ladder_export", "preview", "--quiet"]
    with subprocess.Popen(command, cwd=level.parents[2], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        yield program.stdout.readline().strip()
        program.send_signal(signal.SIGINT)
        assert program.wait(PATIENCE) == 0


def asked(address: str, path: str, host: str = "") -> tuple[int, bytes]:
    """What the server answers: status and body."""
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)) as connection:
        connection.request("GET", path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        return answer.status, answer.read()


def state(address: str) -> dict[str, list[dict[str, list[dict[str, str]]]]]:
    """What is shown, once the first build is through."""
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)) as connection:
        connection.request("GET", "/events")
        with connection.getresponse() as news:
            while not news.readline().startswith(b"data: 1"):
                pass
    return json.loads(asked(address, "/state")[1])  # type: ignore[no-any-return]


@pytest.mark.chromium
def test_what_is_saved_is_shown_and_a_slip_is_told(
    chromium: Browser, faults: Callable[[Page], list[str]], level: Path, address: str
) -> None:
    tab, said, asked_for = chromium.new_page(), list[str](), list[str]()
    tab.on("console", lambda message: said.append(message.text))
    tab.on("request", lambda request: asked_for.append(request.url))
    tab.goto(f"{address}#%E0%A4%A")  # an address that somebody broke in two
    sheet = tab.locator("section.sheet img")
    sheet.and_(tab.get_by_alt_text("I build things.")).wait_for()
    assert sheet.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1100
    assert faults(tab) == []

    level.write_text(LEVEL.replace("things", "great things"), encoding="utf-8")
    sheet.and_(tab.get_by_alt_text("I build great things.")).wait_for()

    level.write_text(LEVEL.replace("title", "titel"), encoding="utf-8")
    tab.locator("#problems", has_text="error[unknown-key]: 'titel'").wait_for()
    assert tab.get_by_role("status").inner_text() == "Not updated: correct the problems below"
    assert tab.locator("#levels a.error").inner_text().split("\n") == ["L2 Engineer", "error"], (
        "the level that is wrong is marked"
    )
    tab.locator(".problem", has_text="titel").get_by_role("button").click()
    assert tab.locator("#lines .marked").inner_text() == "titel: Engineer"
    tab.get_by_role("button", name="Close").click()
    assert sheet.and_(tab.get_by_alt_text("I build great things.")).count() == 1

    level.write_text(LEVEL, encoding="utf-8")
    sheet.and_(tab.get_by_alt_text("I build things.")).wait_for()
    tab.locator("#problems").wait_for(state="hidden")
    assert said == [] or all("404" in line for line in said), "slides are pictures only where LibreOffice is"
    assert {urlsplit(url).netloc or urlsplit(url).scheme for url in asked_for} <= {urlsplit(address).netloc, "data"}
    tab.close()


def test_only_what_was_built_is_served_and_only_to_this_machine(address: str) -> None:
    assert urlsplit(address).hostname == "127.0.0.1"
    [level] = [entry for entry in state(address)["entries"] if not entry["id"].startswith("/")]  # type: ignore[attr-defined]
    assert (level["name"], level["track"]) == ("L2 Engineer", "Eng")
    sheet, deck = (document["sha256"] for document in level["documents"])  # type: ignore[index]
    assert asked(address, "/source/0")[0] == 404, "nothing is wrong"
    assert asked(address, f"/file/{sheet}")[1].startswith(b"%PDF-")
    assert asked(address, f"/picture/{sheet}/0")[1].startswith(b"\x89PNG")
    assert "I build things." in json.loads(asked(address, f"/text/{deck}")[1])[-1]["lines"]
    assert asked(address, f"/picture/{sheet}/9")[0] == 404
    for path in (
        "/file/" + "0" * 64,
        "/page/server.py",
        "/page/../server.py",
        "/file/..%2Fmanifest.json",
        "/ladder.yaml",
    ):
        assert asked(address, path)[0] == 404, path
    assert asked(address, "/state", host="localhost")[0] == 200
    for host in ("evil.example", "127.0.0.1.evil.example", "192.168.0.1"):
        assert asked(address, "/state", host=host)[0] == 400, "a name that was rebound to this machine"


def test_a_port_in_use_and_a_package_that_is_missing_are_told(level: Path, address: str) -> None:
    folder, port = level.parents[2], urlsplit(address).port
    command = [sys.executable, "-m", "ladder_export", "preview", "--port", str(port)]
    taken = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (taken.returncode, "error[port-taken]" in taken.stderr) == (2, True)
    hidden = "import sys; sys.modules['uvicorn'] = None; from ladder_export.cli import main; main(['preview'])"
    missing = subprocess.run([sys.executable, "-c", hidden], cwd=folder, capture_output=True, text=True, check=False)
    assert (missing.returncode, "pip install 'ladder-export[preview]'" in missing.stderr) == (5, True)


@pytest.mark.chromium
def test_the_page_shows_the_brand_and_every_entry_of_the_navigation(
    chromium: Browser, faults: Callable[[Page], list[str]], level: Path, address: str
) -> None:
    (level.parents[1] / "logo.svg").write_text(LOGO, encoding="utf-8")
    brand = 'brand: {color: "#0d3b66", logo: {light: logo.svg, alt: Octopus}}\n'
    (level.parents[1] / "ladder.yaml").write_text(LADDER + brand, encoding="utf-8")
    tab = chromium.new_page(color_scheme="dark")
    tab.goto(address)
    logo = tab.get_by_alt_text("Octopus").and_(tab.locator("#logo img.on-dark"))
    logo.wait_for()
    assert logo.evaluate("image => getComputedStyle(image).backgroundColor") == "rgb(255, 255, 255)", "on a plate"
    assert tab.locator("#icon").get_attribute("href", timeout=0) != "data:,"
    tab.get_by_role("link", name="Whole ladder").click()
    tab.get_by_role("heading", name="Handbook").wait_for()
    assert tab.get_by_role("heading", level=2).inner_text() == "Whole ladder"
    assert faults(tab) == []
    tab.close()
