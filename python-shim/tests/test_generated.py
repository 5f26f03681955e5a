"""Goal: what is generated follows its sources, and is what the library has."""

from __future__ import annotations

import ctypes
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from onsclient import _bindings as c
from onsclient._border import layout, loading

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


def _header(text: str) -> Any:
    spec = importlib.util.spec_from_file_location("header", ROOT / "native-bridge/bindings/header.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Header(text)


def test_the_fields_of_a_frame_have_the_names_and_the_order_of_the_header() -> None:
    names = [name.removeprefix("FRAME_AT_").lower() for name in vars(c) if name.startswith("FRAME_AT_")]
    read = [name.removesuffix("_ms") for name in layout.Header._fields]
    assert read == [*names[: names.index("topic")], "sizes"]


@pytest.mark.parametrize(
    ("row", "changed", "why"),
    [
        ("8   u64  token", "8   u32  token", "deliver_at at 16, not at 12"),
        ("96   u32  body", "96   u64  body", "end at 104, the header at 100"),
        ("60   u32  topic", "60   u32  subject", "from the topic on"),
    ],
)
def test_a_table_of_frames_that_does_not_fit_together_is_refused(row: str, changed: str, why: str) -> None:
    # given
    text = (ROOT / "native-bridge/include/onsclient.h").read_text()
    assert text.count(row) == 1
    # when
    with pytest.raises(SystemExit) as refused:
        _header(text.replace(row, changed))
    # then
    assert why in str(refused.value)
