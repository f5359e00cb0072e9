"""`preview --edit`: texts are changed where they stand, nothing else in the files is, and nobody else can."""

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
from playwright.sync_api import Browser, Locator, Page, expect

LADDER = """\
title: Engineering ladder  # the whole of it
facts: {horizon: Planning Horizon}
sections:
  craft: {title: Craft}
  people: People
scales: {depth: {steps: [Uses, Teaches]}}
competencies:
  cloud:
    title: Cloud
    section: craft
    scale: depth
    steps: {Uses: {statements: [I use clouds.]}}
"""
LEVEL = """\
# Ask Ada before you change this.
code: "L2"
title: 'Engineer'
ratings: {cloud: Uses}   # agreed in May
sections:
  craft:
    statements:
      # the first one
      - I build things.
      - "I test \\"them\\"."

      - >-
        I read what
        others write.
    examples:
      - I built a shed.   # with Bo
"""
PATIENCE = 30  # seconds
expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture
def level(tmp_path: Path) -> Path:
    """The one level of a small ladder."""
    (tmp_path / "ladder/eng").mkdir(parents=True)
    (tmp_path / "ladder/ladder.yaml").write_text(LADDER, encoding="utf-8")
    file = tmp_path / "ladder/eng/l2.yaml"
    file.write_text(LEVEL, encoding="utf-8")
    (tmp_path / "ladder/eng/l3.yaml").write_text("code: L3\ntitle: Senior\nextends: l2\n", encoding="utf-8")
    return file


@pytest.fixture
def address(level: Path) -> Iterator[str]:
    """Where the program serves that ladder for editing."""
    command = [sys.executable, "-m", "ladder_export", "preview", "--edit", "--quiet"]
    with subprocess.Popen(command, cwd=level.parents[2], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        yield program.stdout.readline().strip()
        program.send_signal(signal.SIGINT)
        assert program.wait(PATIENCE) in (0, 130), "130 in the middle of a build"


@pytest.fixture
def tab(chromium: Browser, address: str) -> Iterator[Page]:
    """The form of the level, in a browser that reports no error."""
    page, errors = opened(chromium, address)
    yield page
    page.close()
    assert own(errors) == []


def own(errors: list[str]) -> list[str]:
    """Return the errors of the script; the browser adds a line for each answer that is a refusal."""
    return [error for error in errors if not error.startswith("Failed to load resource")]


def opened(chromium: Browser, address: str) -> tuple[Page, list[str]]:
    """Open the form of the level; return the page, and the list of errors that its script will report."""
    page, errors = chromium.new_page(), list[str]()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}#l2")
    statement(page, "I build things.").wait_for()
    return page, errors


def statement(page: Page, text: str) -> Locator:
    """Return the box in which a text is typed."""
    return page.locator("#form .text", has_text=text)


def saved(page: Page, label: str) -> None:
    """Wait until the page can undo an edit."""
    expect(page.locator("#undo")).to_have_text(f"Undo: {label}")


def retype(box: Locator, text: str) -> None:
    """Replace the text of a box, with it still in focus."""
    box.click()
    box.press("ControlOrMeta+a")
    box.page.keyboard.type(text)


@pytest.mark.chromium
def test_statements_are_changed_added_moved_and_removed_and_nothing_else_is(tab: Page, level: Path) -> None:
    expected = LEVEL

    def check(*changes: tuple[str, str]) -> None:
        nonlocal expected
        for before, after in changes:
            assert expected.count(before) == 1
            expected = expected.replace(before, after)
        assert level.read_bytes() == expected.encode()

    retype(statement(tab, "I build things."), "I build ")
    tab.keyboard.press("ControlOrMeta+b")
    tab.keyboard.type("good")
    tab.keyboard.press("ControlOrMeta+b")
    tab.keyboard.type(' things: "all" of #them')
    tab.keyboard.press("Enter")
    saved(tab, 'changed “I build good things: "all" of #them”')
    check(("- I build things.\n", "- 'I build **good** things: \"all\" of #them'\n"))

    expect(tab.locator(".draft .text")).to_be_focused()
    tab.keyboard.type("I clean up.")
    tab.keyboard.press("Enter")
    statement(tab, "I clean up.").and_(tab.locator("li:not(.draft) .text")).wait_for()
    check(("of #them'\n", "of #them'\n      - I clean up.\n"))
    tab.keyboard.press("Escape")
    expect(tab.locator(".draft")).to_have_count(0)

    statement(tab, "I clean up.").click()
    tab.keyboard.press("Alt+ArrowDown")
    saved(tab, "moved “I clean up.”")
    expect(statement(tab, "I clean up.")).to_be_focused()
    below = ('them\\"."\n', 'them\\"."\n      - I clean up.\n')
    check(("      - I clean up.\n", ""), below)

    tab.get_by_role("button", name="Remove", exact=True).and_(tab.locator(":visible")).click()
    saved(tab, "removed “I clean up.”")
    check(("      - I clean up.\n", ""))

    tab.locator("#undo").click()
    saved(tab, "moved “I clean up.”")
    check(below)
    statement(tab, "I test").click()
    tab.keyboard.press("ControlOrMeta+a")
    tab.keyboard.press("ControlOrMeta+k")
    tab.get_by_role("textbox", name="Address of the link").fill("example.org/tests")
    tab.keyboard.press("Enter")
    expect(statement(tab, "I test").locator("a")).to_have_attribute("href", "https://example.org/tests")
    tab.get_by_role("textbox", name="Title", exact=True).click()
    saved(tab, 'changed “I test "them".”')
    check(('- "I test \\"them\\"."\n', "- '[I test \"them\".](https://example.org/tests)'\n"))
    for _ in range(4):
        label = tab.locator("#undo").inner_text()
        tab.locator("#undo").click()
        expect(tab.locator("#undo")).not_to_have_text(label)
    assert level.read_text(encoding="utf-8") == LEVEL, "every edit was undone"
    assert (level.parents[1] / "ladder.yaml").read_text(encoding="utf-8") == LADDER


@pytest.mark.chromium
def test_facts_titles_summaries_ratings_and_shared_texts_are_changed_where_they_are(tab: Page, level: Path) -> None:
    for name, text in (("Planning Horizon", "A year."), ("Title", "Senior"), ("Summary", "I am."), ("Code", "L4")):
        retype(tab.get_by_role("textbox", name=name, exact=True), text)
        tab.keyboard.press("ControlOrMeta+s")
        saved(tab, f"changed “{text}”")
    facts = "facts:\n  horizon: A year.\n"
    head = LEVEL.replace('"L2"', '"L4"').replace("'Engineer'\n", f"'Senior'\nsummary: I am.\n{facts}")
    assert level.read_text(encoding="utf-8") == head

    retype(statement(tab, "I use clouds."), "I use them.")
    tab.keyboard.press("ControlOrMeta+s")
    saved(tab, "changed “I use them.”")
    assert tab.get_by_text("Shared text: a change here shows in one level.").is_visible()
    retype(tab.get_by_role("textbox", name="Area").first, "Trade")
    tab.keyboard.press("Enter")
    saved(tab, "changed “Trade”")
    shared = LADDER.replace("[I use clouds.]", "[I use them.]").replace("{title: Craft}", "{title: Trade}")
    assert (level.parents[1] / "ladder.yaml").read_text(encoding="utf-8") == shared

    tab.get_by_label("Cloud", exact=True).select_option("Teaches")
    expect(statement(tab, "I use them.")).to_have_count(0)
    assert level.read_text(encoding="utf-8") == head.replace("{cloud: Uses}", "{cloud: Teaches}")

    tab.goto(f"{tab.url.partition('#')[0]}#l3")
    tab.get_by_text("Everything in L4 Senior applies here, too. It is edited there.").wait_for()


@pytest.mark.chromium
def test_two_tabs_and_a_file_that_changes_meanwhile_lose_nothing(
    chromium: Browser, tab: Page, address: str, level: Path
) -> None:
    other, errors = opened(chromium, address)
    retype(statement(tab, "I build things."), "I build walls.")
    retype(statement(other, "I build things."), "I build roofs.")
    tab.keyboard.press("ControlOrMeta+s")
    saved(tab, "changed “I build walls.”")
    other.keyboard.press("ControlOrMeta+s")
    note = other.locator(".note", has_text="meanwhile this was changed to: I build walls.")
    note.wait_for()
    assert level.read_text(encoding="utf-8") == LEVEL.replace("I build things.", "I build walls."), "it was refused"
    assert statement(other, "I build roofs.").is_visible(), "what was typed is still there"
    other.get_by_role("textbox", name="Title", exact=True).click()
    other.wait_for_timeout(500)
    assert "I build walls." in level.read_text(encoding="utf-8"), "leaving the text is no decision"
    other.get_by_role("button", name="Save mine").click()
    saved(other, "changed “I build roofs.”")
    assert level.read_text(encoding="utf-8") == LEVEL.replace("I build things.", "I build roofs.")

    statement(tab, "I build roofs.").wait_for()
    retype(statement(tab, "I read what others write."), "I read all.")
    retype(tab.locator("#form ul.examples .text"), "I built two.")
    tab.locator("#form ul.examples .text").press("ControlOrMeta+s")
    saved(tab, "changed “I built two.”")
    saved_by_leaving = level.read_text(encoding="utf-8")
    assert "- >-\n        I read all.\n" in saved_by_leaving

    retype(statement(tab, "I read all."), "I read more.")
    on_disk = saved_by_leaving.replace("    statements:\n", "    statements:\n      - I am new.\n")
    level.write_text(on_disk, encoding="utf-8")
    statement(tab, "I am new.").wait_for()
    expect(statement(tab, "I read more.")).to_be_focused()
    tab.keyboard.type(" Still.")
    tab.keyboard.press("ControlOrMeta+s")
    saved(tab, "changed “I read more. Still.”")
    assert level.read_text(encoding="utf-8") == on_disk.replace("I read all.", "I read more. Still."), (
        "moved, not changed"
    )

    retype(statement(tab, "I read more."), "I read none.")
    removed = on_disk.replace("      - >-\n        I read all.\n", "")
    level.write_text(removed, encoding="utf-8")
    tab.locator(".draft .note", has_text="meanwhile this was removed").wait_for()
    expect(statement(tab, "I read none.")).to_be_focused()
    tab.get_by_role("button", name="Save mine").click()
    saved(tab, "added “I read none.”")
    assert "      - I read none.\n" in level.read_text(encoding="utf-8")
    other.close()
    assert own(errors) == []


@pytest.mark.chromium
def test_a_script_stays_text_and_problems_stand_beside_the_statement(tab: Page, level: Path) -> None:
    script = "<img src=x onerror=document.title='run'><script>document.title='run'</script>"
    retype(statement(tab, "I build things."), script)
    tab.keyboard.press("ControlOrMeta+s")
    saved(tab, "changed “<img src=x onerror=document.title='run'> …”")
    box = statement(tab, "<img src=x")
    assert box.inner_text() == script
    assert tab.locator("#form img, #form script").count() == 0
    assert script in level.read_text(encoding="utf-8")
    box.locator("xpath=..").locator(".note.warning", has_text="HTML").wait_for()

    retype(tab.get_by_role("textbox", name="Title", exact=True), "T" * 501)
    tab.keyboard.press("ControlOrMeta+s")
    note = tab.locator("h2 .note.error", has_text="has more than 500 characters")
    note.wait_for()
    assert "title: 'Engineer'" in level.read_text(encoding="utf-8"), "it was not saved"
    tab.locator("h2 .text").nth(1).press("Escape")
    expect(note).to_have_count(0)
    assert tab.locator("#form h2").inner_text().split() == ["L2", "Engineer"]
    assert tab.title() != "run"


@pytest.mark.chromium
@pytest.mark.parametrize("width", [1400, 390])
def test_the_form_keeps_nobody_out(tab: Page, faults: Callable[[Page], list[str]], width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 900})
    tab.locator("section.sheet img").first.wait_for()
    assert faults(tab) == []
    statement(tab, "I build things.").click()
    assert faults(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    outline = statement(tab, "I build things.").evaluate("text => getComputedStyle(text).outlineStyle")
    assert outline == "solid", "the focus can be seen"
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('aria-label')") == "Bold (Ctrl+B)"


def asked(address: str, method: str, path: str, body: object = None, **headers: str) -> int:
    """Return the status that the server answers with."""
    parts = urlsplit(address)
    given = {"Origin": f"http://{parts.netloc}", **{name.replace("_", "-"): text for name, text in headers.items()}}
    with closing(HTTPConnection(parts.netloc, timeout=PATIENCE)) as connection:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(
            method, path, content if method == "POST" else None, {name: text for name, text in given.items() if text}
        )
        return connection.getresponse().status


def edit(level: Path, address: str, text: str = "Owned") -> dict[str, object]:
    """Return an edit of the title that the program would take."""
    with closing(HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)) as connection:
        connection.request("GET", f"{urlsplit(address).path}form?entry={level.stem}")
        form = json.loads(connection.getresponse().read())["form"]
    title = next(field for field in form["fields"] if field["label"] == "Title")
    run = {"text": text, "strong": False, "emphasis": False, "code": False, "href": ""}
    edit = {"action": "set", "address": title["address"], "seen": title["seen"], "runs": [run]}
    return {"entry": level.stem, "position": 0, "target": 0, **edit}


def test_only_our_own_page_can_edit_and_only_the_ladder(level: Path, address: str, tmp_path: Path) -> None:
    parts = urlsplit(address)
    token, port, given = parts.path, parts.port, edit(level, address)
    assert (parts.hostname, len(token) > 30) == ("127.0.0.1", True)
    refused = [
        asked(address, "POST", f"{token}edit", given, Origin="https://evil.example"),
        asked(address, "POST", f"{token}edit", given, Origin="null"),
        asked(address, "POST", f"{token}edit", given, Origin=""),
        asked(address, "POST", f"{token}edit", given, Origin=f"http://localhost:{port}"),
        asked(address, "POST", f"{token}edit", given, Host=f"evil.example:{port}"),
        asked(
            address, "POST", f"{token}edit", given, Host=f"evil.example:{port}", Origin=f"http://evil.example:{port}"
        ),
        asked(address, "POST", f"{token}edit", given, Host="127.0.0.1", Origin="http://127.0.0.1"),
        asked(address, "POST", "/edit", given),
        asked(address, "POST", f"/{'x' * 32}/edit", given),
        asked(address, "GET", f"{token}form?entry=l2", Origin="https://evil.example"),
        asked(address, "GET", "/state"),
        asked(address, "GET", "/"),
        asked(address, "OPTIONS", "*"),
        asked(address, "CONNECT", "evil.example:80"),
    ]
    assert refused == [403] * len(refused)
    assert asked(address, "POST", f"{token}edit", b"[" * 1_000_001) == 413
    for nonsense in (b"[" * 100_000, b"{}", b"\xff", json.dumps({**given, "address": [["l2"]]}).encode(), json.dumps({**given, "runs": [{"text": 1}]}).encode()):  # fmt: skip
        assert asked(address, "POST", f"{token}edit", nonsense) == 400
    for other in (["l2", "track"], ["..", "x"], ["", "brand", "logo"], ["l2", "sections", "craft", "statements", 99]):
        assert asked(address, "POST", f"{token}edit", {**given, "address": other}) == 409, "not a text of the form"
    assert asked(address, "POST", f"{token}edit", edit(level, address, "a\x07b\ud800")) == 422
    assert level.read_text(encoding="utf-8") == LEVEL

    outside = tmp_path / "outside.yaml"
    outside.write_text(LEVEL, encoding="utf-8")
    inside = level.with_name("real.txt")
    level.rename(inside)
    level.symlink_to(inside)
    assert asked(address, "POST", f"{token}edit", given) == 422, "a link is not written through"
    level.unlink()
    level.symlink_to(outside)
    assert asked(address, "POST", f"{token}edit", given) == 422, "nor one that leads out of the ladder's folder"
    assert outside.read_text(encoding="utf-8") == inside.read_text(encoding="utf-8") == LEVEL

    level.unlink()
    inside.rename(level)
    level.chmod(0o444)
    assert asked(address, "POST", f"{token}edit", given) == 422, "who made it read-only is asked, also by root"
    assert level.read_text(encoding="utf-8") == LEVEL
    level.chmod(0o640)
    assert asked(address, "POST", f"{token}edit", given) == 200
    assert level.read_text(encoding="utf-8") == LEVEL.replace("'Engineer'", "'Owned'")
    assert level.stat().st_mode & 0o777 == 0o640
    assert asked(address, "POST", f"{token}edit", given) == 409, "the title was changed since"
    level.write_text(LEVEL, encoding="utf-8")
    assert asked(address, "POST", f"{token}undo", {"entry": "l2", "number": 1}) == 409, "so was the file"
    assert sorted(path.name for path in level.parents[1].iterdir()) == ["eng", "ladder.yaml"]


def test_a_translation_is_not_edited_here(level: Path) -> None:
    command = [sys.executable, "-m", "ladder_export", "preview", "--edit", "--locale", "de"]
    refused = subprocess.run(command, cwd=level.parents[2], capture_output=True, text=True, check=False)
    assert refused.returncode == 2
    assert "the translation 'de' cannot be edited here" in refused.stderr
