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


class FrameField(NamedTuple):
    """A field of a frame's header."""

    at: int
    type: str
    """``u`` or ``i`` and the number of bits."""
    name: str
    """With underscores, such as ``property_count``; of a text, the properties and the body the field is the size."""

    @property
    def size(self) -> int:
        """In bytes."""
        return int(self.type[1:]) // 8


class Header:
    """All of it, in the order of the header, so what a declaration needs stands above it."""

    def __init__(self, text: str) -> None:
        comments = "\n".join(re.findall(r"/\*.*?\*/", text, flags=re.S))
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
        self.version = int(_one(r"#define ONS_ABI_VERSION (0x[0-9a-f]+)u", text), 16)
        self.frame_header_size = int(_one(r"#define ONS_FRAME_HEADER_SIZE (\d+)", text))
        self.frame_fields = _frame_fields(comments, self.frame_header_size)
        self.frame_texts = _frame_texts(self.frame_fields)
        """The texts, the properties and the body, which follow the header in this order."""
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


def _frame_fields(comments: str, header_size: int) -> list[FrameField]:
    """The table of a frame's header, which must leave no gap."""
    rows = re.findall(r" (\d+) +([iu](?:16|32|64))  ([a-z]+(?: [a-z]+)*)", comments)
    fields = sorted(FrameField(int(at), kind, name.replace(" ", "_")) for at, kind, name in rows)
    end = 0
    for field in fields:
        if field.at != end:
            raise SystemExit(f"generate.py: onsclient.h has the frame's field {field.name} at {field.at}, not at {end}")
        end += field.size
    if end != header_size:
        raise SystemExit(f"generate.py: the frame's fields in onsclient.h end at {end}, the header at {header_size}")
    return fields


def _frame_texts(fields: list[FrameField]) -> list[str]:
    """From the topic on the fields are sizes, side by side."""
    names = [field.name for field in fields]
    if "topic" not in names or any(field.type != "u32" for field in fields[names.index("topic") :]):
        raise SystemExit("generate.py: the frame's fields in onsclient.h must end with u32 sizes, from the topic on")
    return names[names.index("topic") :]


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
