"""The declarations of onsclient.h, which keeps to one plain style of C."""

from __future__ import annotations

import re
from typing import NamedTuple


class Declared(NamedTuple):
    """A field or a parameter."""

    name: str
    base: str
    """The type without const and stars, such as ``char``."""
    stars: int
    length: int
    """Of an array; 0: none. An array as a parameter is a pointer."""
    const: bool


class Function(NamedTuple):
    """A function, or the type of a callback."""

    name: str
    result: Declared
    parameters: list[Declared]


class Header:
    """All of it, in the order of the header, so what a declaration needs stands above it."""

    def __init__(self, text: str) -> None:
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        self.version = int(_one(r"#define ONS_ABI_VERSION (0x[0-9a-f]+)u", text), 16)
        self.frame_header_size = int(_one(r"#define ONS_FRAME_HEADER_SIZE (\d+)", text))
        text = re.sub(r"^\s*#.*(?:\\\n.*)*$", "", text, flags=re.M)
        self.constants = [
            (name, int(value))
            for body in re.findall(r"\benum \{(.*?)\}", text, flags=re.S)
            for name, value in re.findall(r"(ONS_\w+)\s*=\s*(-?\d+)", body)
        ]
        self.structures: dict[str, list[Declared]] = {}
        self.callbacks: dict[str, Function] = {}
        self.functions: list[Function] = []
        self.types: list[str] = []
        """Structures and callbacks by their names, in their order."""
        declaration = re.compile(
            r"typedef struct \w+ \{(?P<fields>.*?)\} (?P<struct>\w+);"
            r"|typedef (?P<result>\w+) \(\*(?P<callback>\w+)\)\((?P<taken>.*?)\);"
            r"|ONS_API (?P<type>(?:const )?\w+ \*?)(?P<function>\w+)\((?P<parameters>.*?)\);",
            flags=re.S,
        )
        for found in declaration.finditer(text):
            if found["struct"]:
                self.structures[found["struct"]] = _declarations(found["fields"], ";")
                self.types.append(found["struct"])
            elif found["callback"]:
                self.callbacks[found["callback"]] = Function(
                    found["callback"], _declared(found["result"] + " result"), _declarations(found["taken"], ",")
                )
                self.types.append(found["callback"])
            else:
                result = _declared(found["type"] + "result")
                self.functions.append(Function(found["function"], result, _declarations(found["parameters"], ",")))


def _declarations(text: str, separator: str) -> list[Declared]:
    parts = filter(None, (one.strip() for one in text.split(separator)))
    return [_declared(part) for part in parts if part != "void"]


def _declared(text: str) -> Declared:
    found = re.fullmatch(r"(?:const )?(?:struct )?(\w+) (\**)(\w+)(?:\[(\d+)\])?", text.strip())
    if found is None:
        raise SystemExit(f"generate.py: onsclient.h has the declaration {text!r}, which is not understood")
    base, stars, name, length = found.groups()
    return Declared(name, base, len(stars), int(length or 0), text.strip().startswith("const "))


def _one(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise SystemExit(f"generate.py: nothing in onsclient.h matches {pattern}")
    return found[1]
