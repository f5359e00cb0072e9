"""What people are told whose machine lacks something, by `make export` and `doctor`; UPDATE_GOLDEN=1 writes the texts anew."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

GOLDEN = ROOT / "tests/golden/bare"
PACKAGES = re.findall(r"^DEBIAN := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[0].split()
NEEDED = ("sh", "make", "id", "grep", "env", "python3")  # programs that every machine has


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """The programs of a Debian machine without Pango, as a normal user finds it, and a checkout beside them."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in NEEDED:
        found = sys.executable if name == "python3" else shutil.which(name)
        assert found
        (programs / name).symlink_to(found)
    install(programs, "dpkg-query", "echo 'unknown ok not-installed'; exit 1")
    install(programs, "id", "echo 1000")
    install(programs, "apt-get", 'echo apt-get "$@" >&2')
    (tmp_path / "checkout").mkdir()
    for name in ("Makefile", ".ci", "requirements.lock", "requirements-test.lock", "pyproject.toml"):
        (tmp_path / "checkout" / name).symlink_to(ROOT / name)
    return programs


def install(programs: Path, name: str, body: str) -> None:
    (programs / name).unlink(missing_ok=True)
    (programs / name).write_text(f"#!{shutil.which('sh')}\n{body}\n", encoding="utf-8")
    (programs / name).chmod(0o755)


def make(programs: Path, *arguments: str) -> tuple[int, str]:
    """The exit code of a make there, and all that it says."""
    done = subprocess.run(
        ["make", *arguments],  # noqa: S607  # the one of that machine
        cwd=programs.parent / "checkout",
        env={"PATH": str(programs)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def held(name: str, text: str) -> None:
    """A text is as the golden file has it, but for numbers of versions, lines and fonts."""
    masked = re.sub(r"(?<= )\d+(\.\d+)+[\w.+]*|(?<=Makefile:)\d+|\d+(?= font files)", "N", text)
    if "UPDATE_GOLDEN" in os.environ:
        (GOLDEN / name).write_text(masked, encoding="utf-8")
    assert masked == (GOLDEN / name).read_text(encoding="utf-8")


def test_without_root_or_sudo_one_paragraph_says_what_an_administrator_has_to_do(machine: Path) -> None:
    code, said = make(machine, "export")
    assert code == 2
    held("export.txt", said)
    assert f"apt-get install --no-install-recommends --yes {' '.join(PACKAGES)}\n" in said
    assert "127" not in said
    assert not (machine.parent / "checkout/.venv").exists()


SUDO = 'test "$1" = -n || exec "$@"'  # asks for no password

REFUSALS = {
    "a sudo that asks": ("sudo", "echo 'sudo: a password is required' >&2; exit 1", "sudo asks for a password"),
    "an apt that fails": ("apt-get", "echo 'E: Unable to locate package' >&2; exit 100", "apt-get did not install it"),
}


@pytest.mark.parametrize(("program", "body", "reason"), REFUSALS.values(), ids=REFUSALS)
def test_what_cannot_be_installed_is_told_with_the_reason(machine: Path, program: str, body: str, reason: str) -> None:
    install(machine, "sudo", SUDO)
    install(machine, program, body)
    code, said = make(machine, "test")
    assert code == 2
    assert f"It could not be installed from here: {reason}" in said
    assert "run 'make test' again, which goes on from here:\n    sudo apt-get update && sudo apt-get install " in said


def test_all_that_is_missing_is_named_at_once(machine: Path) -> None:
    real = (machine / "python3").resolve()
    install(machine, "python3", f'case "$2" in *ensurepip*) exit 1;; esac; exec {real} "$@"')
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    assert f"--yes {' '.join(PACKAGES)} {version}-venv\n" in make(machine, "export")[1]


def test_an_old_python_is_told_with_how_to_name_another(machine: Path) -> None:
    install(machine, "python3", 'case "$2" in *version_info\\ \\<*) exit 1;; *) echo 3.9;; esac')
    code, said = make(machine, "export")
    assert code == 2
    assert said.startswith(
        "ladder-export needs Python 3.11 or newer, and 'python3' here is 3.9. "
        "Name a newer one, such as: make export PYTHON=python3.13\n"
    )


def test_who_may_install_does(machine: Path) -> None:
    install(machine, "sudo", SUDO)
    said = make(machine, "system")
    assert said[0] == 0
    assert said[1].splitlines() == [
        f"installing what this machine lacks: {' '.join(PACKAGES)}",
        "apt-get update -qq",
        f"apt-get install -y -qq --no-install-recommends {' '.join(PACKAGES)}",
    ]


BARE = """
import sys
from importlib.metadata import Distribution, PackageNotFoundError
from cffi.api import FFI
find = Distribution.from_name
def from_name(name):
    if name == "pypdfium2":
        raise PackageNotFoundError(name)
    return find(name)
Distribution.from_name = from_name
load = FFI.dlopen
def dlopen(ffi, name, flags=0):
    if any(part in str(name) for part in ("gobject", "pango", "harfbuzz", "fontconfig")):
        raise OSError(f"cannot load library '{name}': {name}: cannot open shared object file")
    return load(ffi, name, flags)
FFI.dlopen = dlopen
sys.argv[0] = "ladder-export"
from ladder_export.__main__ import entry_point
entry_point()
"""


def test_doctor_names_all_that_a_bare_machine_lacks() -> None:
    command = [sys.executable, "-c", BARE, "doctor"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (5, "")
    held("doctor.txt", done.stdout)
    assert f"apt-get install --no-install-recommends --yes {' '.join(PACKAGES)} " in done.stdout.splitlines()[-1]
