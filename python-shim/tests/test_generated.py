"""Goal: what is generated follows its sources, and is what the library has."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

from onsclient import _bindings as c
from onsclient._border import loading

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def test_generated_files_are_what_the_header_and_the_table_of_properties_give() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "native-bridge/bindings/generate.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_every_exported_function_is_bound() -> None:
    symbols = (ROOT / "native-bridge/abi/symbols.txt").read_text().split()
    assert sorted(c.FUNCTIONS) == sorted(symbols)


def test_the_library_has_the_version_that_the_bindings_need() -> None:
    assert loading.library().ons_abi_version() == c.ONS_ABI_VERSION


def test_structures_are_laid_out_as_c_lays_them_out() -> None:
    seen = []
    kind: type[ctypes.Structure] = ctypes.Structure
    for line in (ROOT / "native-bridge/abi/layouts.txt").read_text().splitlines():
        name, number = line.split()
        if line.startswith(" "):
            assert getattr(kind, name).offset == int(number), f"{kind.__name__}.{name}"
        else:
            kind = getattr(c, name)
            seen.append(name)
            assert ctypes.sizeof(kind) == int(number), name
    assert {"ons_message_t", "ons_error_t", "ons_statistics_t"} < set(seen)
