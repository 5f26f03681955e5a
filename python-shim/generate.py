"""Writes what follows from other files: the bindings from onsclient.h, the settings from the table of properties.

python generate.py            writes src/onsclient/_bindings.py and _settings.py
python generate.py --check    exits with 1 and names the file that differs
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import textwrap
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
HEADER = HERE.parent / "native-bridge/include/onsclient.h"
PROPERTIES = HERE.parent / "java-sdk/src/main/resources/io/openons/client/properties.json"

NUMBERS = {
    "char": "c_char",
    "double": "c_double",
    "int32_t": "c_int32",
    "int64_t": "c_int64",
    "ons_client_t": "c_uint64",
    "ons_status_t": "c_int32",
    "size_t": "c_size_t",
    "uint8_t": "c_uint8",
    "uint32_t": "c_uint32",
    "uint64_t": "c_uint64",
    "void": "None",
}


class Header:
    """The declarations of onsclient.h, which keeps to one plain style of C."""

    def __init__(self, text: str) -> None:
        self.callbacks: list[str] = []
        self.structures: list[str] = []
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        self.version = int(self._one(r"#define ONS_ABI_VERSION (0x[0-9a-f]+)u", text), 16)
        self.frame_header_size = int(self._one(r"#define ONS_FRAME_HEADER_SIZE (\d+)", text))
        text = re.sub(r"^\s*#.*(?:\\\n.*)*$", "", text, flags=re.M)
        self.constants = [
            (name, int(value))
            for body in re.findall(r"\benum \{(.*?)\}", text, flags=re.S)
            for name, value in re.findall(r"(ONS_\w+)\s*=\s*(-?\d+)", body)
        ]
        self.lines: list[str] = []
        # In the order of the header, so whatever a declaration needs stands above it.
        declaration = re.compile(
            r"typedef struct \w+ \{(?P<fields>.*?)\} (?P<struct>\w+);"
            r"|typedef (?P<result>\w+) \(\*(?P<callback>\w+)\)\((?P<taken>.*?)\);"
            r"|ONS_API (?P<type>(?:const )?\w+ \*?)(?P<function>\w+)\((?P<parameters>.*?)\);",
            flags=re.S,
        )
        self.functions: list[str] = []
        for found in declaration.finditer(text):
            if found["struct"]:
                self._structure(found["struct"], found["fields"])
            elif found["callback"]:
                self._callback(found["callback"], found["result"], found["taken"])
            else:
                self._function(found["function"], found["type"], found["parameters"])

    @staticmethod
    def _one(pattern: str, text: str) -> str:
        found = re.search(pattern, text)
        if found is None:
            raise SystemExit(f"generate.py: nothing in onsclient.h matches {pattern}")
        return found[1]

    def _type(self, declared: str) -> str:
        """The ctypes name of a C type, such as `const char *`."""
        base, stars = re.sub(r"\b(const|struct)\b", "", declared).replace(" ", ""), 0
        while base.endswith("*"):
            base, stars = base[:-1], stars + 1
        if base == "void" and stars == 1:
            return "c_void_p"
        if base == "char" and stars == 1:
            return "c_char_p"
        if base == "uint8_t" and stars == 1:
            return "c_void_p"  # takes addresses, bytes and arrays without a copy
        if base not in NUMBERS and base not in self.structures + self.callbacks:
            raise SystemExit(f"generate.py: onsclient.h has the type {base}, which is not known here")
        name = NUMBERS.get(base, base)
        return f"POINTER({name})" if stars else name

    def _fields(self, text: str, separator: str) -> list[tuple[str, str]]:
        fields = []
        for part in filter(None, (one.strip() for one in text.split(separator))):
            if part == "void":
                continue
            found = re.fullmatch(r"((?:const )?\w+ \**)(\w+)(?:\[(\d+)\])?", part)
            if found is None:
                raise SystemExit(f"generate.py: onsclient.h has the declaration {part!r}, which is not understood")
            declared, name, length = found.groups()
            if length is None:
                fields.append((name, self._type(declared)))
            elif separator == ";":
                fields.append((name, f"{self._type(declared)} * {length}"))
            else:
                fields.append((name, self._type(declared + "*")))
        return fields

    def _structure(self, name: str, text: str) -> None:
        self.lines += ["", "", f"class {name}(Structure):", "    _fields_ = ("]
        self.lines += [f'        ("{field}", {kind}),' for field, kind in self._fields(text, ";")]
        self.lines += ["    )"]
        self.structures.append(name)

    def _callback(self, name: str, result: str, text: str) -> None:
        kinds = [self._type(result), *(kind for _, kind in self._fields(text, ","))]
        self.lines += ["", f"{name} = CFUNCTYPE({', '.join(kinds)})"]
        self.callbacks.append(name)

    def _function(self, name: str, result: str, text: str) -> None:
        kinds = [kind for _, kind in self._fields(text, ",")]
        arguments = ", ".join(kinds) + ("," if len(kinds) == 1 else "")
        line = f'    "{name}": ({self._type(result)}, ({arguments})),'
        if len(line) > 120:
            rows = textwrap.wrap(arguments, 108, initial_indent=" " * 12, subsequent_indent=" " * 12)
            lines = [f'    "{name}": (', f"        {self._type(result)},", "        (", *rows, "        ),", "    ),"]
            line = "\n".join(lines)
        self.functions.append(line)

    def module(self) -> str:
        used = sorted(set(re.findall(r"\bc_\w+", "\n".join(self.lines + self.functions))))
        imports = ["CDLL", "CFUNCTYPE", "POINTER", "Structure", *used]
        return "\n".join(
            [
                '"""The C interface. Generated from onsclient.h by generate.py; changes here are overwritten."""',
                "",
                "from __future__ import annotations",
                "",
                "from ctypes import (",
                *[f"    {name}," for name in imports],
                ")",
                "from typing import Any",
                "",
                f"ONS_ABI_VERSION = {self.version:#010x}",
                f"ONS_FRAME_HEADER_SIZE = {self.frame_header_size}",
                *[f"{name} = {value}" for name, value in self.constants],
                *self.lines,
                "",
                "",
                "# Name, with the type of the result and those of the parameters.",
                "FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {",
                *self.functions,
                "}",
                "",
                "",
                "def declare(library: CDLL) -> None:",
                '    """Tells ctypes the types of all functions; one that the library lacks: AttributeError."""',
                "    for name, (result, arguments) in FUNCTIONS.items():",
                "        function = getattr(library, name)",
                "        function.restype = result",
                "        function.argtypes = arguments",
                "",
            ]
        )


OTHER_NAMES = {"NAMESRV_ADDR": "endpoint"}
UNITS = {"ms": 1, "s": 1_000, "minutes": 60_000}
UNIT_SUFFIX = re.compile(r"_(millis|in_seconds)$")


def keyword_of(row: dict[str, Any]) -> str:
    """The keyword for an ONS key: ons.maxInFlightMiB is max_in_flight_mib."""
    key: str = row["key"]
    if key in OTHER_NAMES:
        return OTHER_NAMES[key]
    name = re.sub(r"^ons\.(client\.)?", "", key).replace("MiB", "Mib")
    if not name.isupper():
        name = re.sub(r"(?<!^)([A-Z])", r"_\1", name)
    name = name.lower()
    return UNIT_SUFFIX.sub("", name) if row.get("unit") in UNITS else name


def settings_module(rows: list[dict[str, Any]]) -> str:
    """The keyword arguments of all clients."""
    rows = [row for row in rows if row["clients"] and "olderNameOf" not in row]
    table, fields = [], []
    for row in rows:
        keyword, unit = keyword_of(row), row.get("unit")
        if unit in UNITS:
            kind, scale = "Duration", UNITS[unit]
        elif row["type"] == "number":
            kind, scale = "int", 0
        elif row["range"] == "true, false":
            kind, scale = "bool", 0
        else:
            kind, scale = "str", 0
        table.append(f'    "{keyword}": ("{row["key"]}", {scale}),')
        told = f"{row['key']}: {row['meaning']}"
        if row["type"] == "one of":
            told += f" One of {row['range']}."
        elif row["type"] == "number":
            told += f" Range: {row['range']}; unit: {unit}."
        told += f" Default: {row['default']}." if "default" in row else ""
        fields += [f"    {keyword}: {kind}"]
        fields += textwrap.wrap(f'"""{told}"""', 116, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(
        [
            '"""Settings of clients. Generated from properties.json by generate.py; changes here are overwritten."""',
            "",
            "from __future__ import annotations",
            "",
            "from typing import TypedDict",
            "",
            "from onsclient._border.times import Duration",
            "",
            "# Keyword, with the ONS key and, for durations, the milliseconds of the key's unit.",
            "KEYWORDS: dict[str, tuple[str, int]] = {",
            *table,
            "}",
            "",
            "# ONS key, with the value that is in force when it is absent.",
            "DEFAULTS: dict[str, str] = {",
            *[f'    "{row["key"]}": "{row["default"]}",' for row in rows if "default" in row],
            "}",
            "",
            "",
            "class Settings(TypedDict, total=False):",
            '    """The keyword arguments of every client; durations are a timedelta, or milliseconds."""',
            "",
            *fields,
            "",
        ]
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    package = HERE / "src/onsclient"
    wanted = {
        package / "_bindings.py": Header(HEADER.read_text(encoding="utf-8")).module(),
        package / "_settings.py": settings_module(json.loads(PROPERTIES.read_text(encoding="utf-8"))),
    }
    differing = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if arguments.check:
        for path in differing:
            print(f"{path} is not what generate.py makes; run it", file=sys.stderr)
        return 1 if differing else 0
    for path in differing:
        path.write_text(wanted[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
