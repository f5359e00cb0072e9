"""The record of what was made, to and from JSON."""

import json
import pickle
from dataclasses import replace
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ladder_export.core.artefact_path import ArtefactPath, UnsafePath, collision_key
from ladder_export.core.formats import FORMATS
from ladder_export.core.json_checks import InvalidManifest
from ladder_export.core.layout_summary import LayoutSummary
from ladder_export.core.manifest import Artefact, CacheKey, Fingerprint, LadderSummary, Manifest, from_json
from ladder_export.core.problems import Problem, Severity, Span

WARNING = Problem("page-budget", "two pages", Span("ladder/l3.yaml", 2, 3), Severity.WARNING, "cut a fifth")
SHEET = Artefact(
    path=ArtefactPath("sheets/l3.pdf"),
    document="sheet",
    level="l3",
    format="pdf",
    bytes=1234,
    sha256="ab" * 32,
    unit="pages",
    length=1,
    sources=("ladder.yaml", "security/l3.yaml"),
    theme="slate 0123456789abcdef",
    layout=LayoutSummary(scale=0.95),
    key=CacheKey("cd" * 32, "t", "o", "e"),
)
MANIFEST = Manifest("1.2.3", LadderSummary("Ladder"), {"weasyprint": "70.0"}, (SHEET,))


def test_it_survives_the_way_to_json_and_back() -> None:
    with_problems = replace(MANIFEST, artefacts=(replace(SHEET, problems=(WARNING,)),), problems=(WARNING,))
    for manifest in (MANIFEST, with_problems):
        assert from_json(manifest.to_json()) == manifest


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_counts_in_a_unit_that_a_manifest_can_be_read_with(name: str) -> None:
    made = replace(MANIFEST, artefacts=(replace(SHEET, format=name, unit=FORMATS[name].unit),))
    assert from_json(made.to_json()) == made


def test_a_file_with_a_problem_is_never_called_clean() -> None:
    assert MANIFEST.is_clean
    assert not replace(MANIFEST, artefacts=(replace(SHEET, problems=(WARNING,)),)).is_clean
    assert json.loads(replace(MANIFEST, problems=(WARNING,)).to_json())["clean"] is False


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "a/../../b",
        "..\\x",
        "",
        "a//b",
        "./a",
        ".ladder-export/new/a",
        "manifest.json",
        "Manifest.JSON",
        "con",
        "sheets/nul.pdf",
        "a/LPT¹.x",
        "a./b",
        "a /b",
        "a\nb",
        "C:/x",
        "a\u202eb",
        "x" * 256,
        "/".join(["x" * 200] * 4),
    ],
)
def test_a_path_that_no_artefact_may_have_is_refused(path: str) -> None:
    with pytest.raises(UnsafePath):
        ArtefactPath(path)
    content = json.loads(MANIFEST.to_json())
    content["artefacts"][0]["path"] = path
    with pytest.raises(InvalidManifest, match="the path of a file"):
        from_json(json.dumps(content, ensure_ascii=False))


@pytest.mark.parametrize(
    "path", ["handbook.pdf", "ja/sheets/señor-工程师.pdf", "matrix/Product Design.csv", "a/console.pdf", "-x--y.pdf"]
)
def test_a_path_of_an_artefact_is_text(path: str) -> None:
    assert ArtefactPath(path) == path
    assert pickle.loads(pickle.dumps(ArtefactPath(path))) == path  # noqa: S301  # our own bytes


@given(st.text())
def test_names_collide_as_they_do_where_capitals_and_unicode_forms_do_not_count(name: str) -> None:
    forms = [normalize(form, one) for form in ("NFC", "NFD") for one in (name, name.casefold())]
    assert len(set(map(collision_key, forms))) == 1


def test_names_that_differ_do_not_collide() -> None:
    names = ["l3", "l3.pdf", "señor", "senor", "日本", "日木"]
    assert len(set(map(collision_key, names))) == len(names)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 99}', "null", '{"schema": 1, "tool": 3}', "\x00"])
def test_what_is_not_ours_is_refused(text: str) -> None:
    with pytest.raises(InvalidManifest):
        from_json(text)


WHOLE = replace(
    MANIFEST,
    artefacts=(replace(SHEET, problems=(WARNING,)),),
    problems=(WARNING,),
    fingerprint=Fingerprint("ab" * 32, "slate", ("lato/Lato.ttf",)),
).to_json()

# What is put in the place of a member, and where.
DAMAGE = {
    "a severity that is none": (("problems", 0, "severity"), "fatal"),
    "NUL in a path": (("artefacts", 0, "path"), "sheets/\0.pdf"),
    "NUL in the theme": (("fingerprint", "theme"), "sl\0ate"),
    "NUL in a source": (("artefacts", 0, "sources"), ["a\0b"]),
    "half a character": (("artefacts", 0, "level"), "\ud800"),
    "half a character in a key": (("artefacts", 0, "key", "theme"), "\udfff"),
    "a font that is no text": (("fingerprint", "fonts"), [1]),
    "fonts that are no list": (("fingerprint", "fonts"), {"a": "b"}),
    "a size below nothing": (("artefacts", 0, "bytes"), -1),
    "a size that is true": (("artefacts", 0, "bytes"), True),
    "a size that is no number": (("artefacts", 0, "bytes"), "12"),
    "a number beyond all": (("artefacts", 0, "pages"), 10**400),
    "a line that is text": (("problems", 0, "line"), "one"),
    "a measure that is none": (("artefacts", 0, "layout"), {"scale": float("nan")}),
    "a measure without end": (("artefacts", 0, "layout"), {"scale": float("inf")}),
    "no artefacts": (("artefacts",), None),
    "artefacts by name": (("artefacts",), {}),
    "an artefact that is text": (("artefacts", 0), "sheets/l3.pdf"),
    "an artefact that is nothing": (("artefacts", 0), None),
    "problems of no kind": (("artefacts", 0, "problems"), 3),
    "a digest that is a number": (("artefacts", 0, "sha256"), 3),
    "a key that is a list": (("artefacts", 0, "key"), []),
    "a key with a number": (("artefacts", 0, "key", "document"), 3),
    "a source that is a list": (("artefacts", 0, "sources"), [[]]),
    "a fingerprint that is a list": (("fingerprint",), []),
    "a ladder that is text": (("ladder",), "Ladder"),
    "a ladder whose title is a number": (("ladder", "title"), 3),
    "a tool that is text": (("tool",), "1.0"),
    "a schema of tomorrow": (("schema",), 4),
    "a schema of nobody": (("schema",), 0),
    "a schema that is true": (("schema",), True),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_manifest_is_refused(damage: str) -> None:
    where, what = DAMAGE[damage]
    content = place = json.loads(WHOLE)
    for step in where[:-1]:
        place = place[step]
    place[where[-1]] = what
    with pytest.raises(InvalidManifest):
        from_json(json.dumps(content))


@pytest.mark.parametrize("name", sorted(json.loads(WHOLE).keys() - {"clean", "fingerprint"}))
def test_a_manifest_without_a_member_is_refused(name: str) -> None:
    content = json.loads(WHOLE)
    del content[name]
    with pytest.raises(InvalidManifest):
        from_json(json.dumps(content))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        WHOLE.replace('"bytes": 1234', f'"bytes": {"9" * 5_000}'),
        WHOLE.replace('"pages": 1', f'"pages": -{"9" * 5_000}'),
        "x" * 5_000_000,
    ],
    ids=["brackets", "braces", "a huge number", "a huge number below nothing", "megabytes"],
)
def test_what_no_reader_can_take_is_refused(text: str) -> None:
    with pytest.raises(InvalidManifest) as stop:
        from_json(text)
    assert len(str(stop.value)) < 500


@pytest.mark.parametrize("schema", [1, 2])
def test_a_manifest_of_an_earlier_schema_knows_its_files_but_no_reason_to_reuse_them(schema: int) -> None:
    content = json.loads(WHOLE)
    for row in content["artefacts"]:
        row["edition"] = row.pop("document")
    manifest = from_json(json.dumps({**content, "schema": schema}))
    assert manifest == replace(
        from_json(WHOLE), artefacts=(replace(SHEET, problems=(WARNING,), key=CacheKey()),), fingerprint=Fingerprint()
    )


def test_a_file_that_is_named_twice_is_refused() -> None:
    with pytest.raises(InvalidManifest, match="twice"):
        from_json(replace(MANIFEST, artefacts=(SHEET, SHEET)).to_json())


@given(st.data())
def test_whatever_is_put_into_a_manifest_it_is_read_or_refused(data: st.DataObject) -> None:
    """What is read can be written again, and none of its paths leads anywhere else."""
    start = data.draw(st.integers(0, len(WHOLE)))
    end = data.draw(st.integers(start, min(len(WHOLE), start + 30)))
    token = st.sampled_from(
        ["null", "true", "-1", "1e999", "NaN", "{}", "[]", '""', '"\\ud800"', '"\\u0000"', '"../x"', ",", ":", "]", "}"]
    )
    text = WHOLE[:start] + data.draw(token | st.text(max_size=5)) + WHOLE[end:]
    try:
        manifest = from_json(text)
    except InvalidManifest:
        return
    assert from_json(manifest.to_json()) == manifest
    assert manifest.to_json().encode()
    assert all(ArtefactPath(one.path) for one in manifest.artefacts)
