"""Writes what follows from other files: bindings and layouts from onsclient.h, options from the table of properties.

python generate.py            writes the files
python generate.py --check    exits with 1 and names the files that differ
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import csharp
import java
import native
import properties
import python
from header import Header

ROOT = Path(__file__).resolve().parent.parent.parent
HEADER = ROOT / "native-bridge/include/onsclient.h"
PROPERTIES = ROOT / "java-sdk/src/main/resources/io/openons/client/properties.json"
PYTHON = ROOT / "python-shim/src/onsclient"
DOTNET = ROOT / "dotnet-shim/src/Ons.Client"
NATIVE = ROOT / "native-bridge/src/main/native"
JAVA = ROOT / "native-bridge/src/main/java/io/openons/bridge/frames"
JNA = ROOT / "native-bridge/src/test/java/io/openons/bridge/jna"


def wanted() -> dict[Path, str]:
    """Every generated file, with its text."""
    header = Header(HEADER.read_text(encoding="utf-8"))
    rows = properties.read(PROPERTIES)
    return {
        PYTHON / "_bindings.py": python.bindings(header),
        PYTHON / "_settings.py": python.settings(rows),
        DOTNET / "Interop/Native.g.cs": csharp.native(header),
        DOTNET / "Interop/Structures.g.cs": csharp.structures(header),
        DOTNET / "Interop/Delegates.g.cs": csharp.delegates(header),
        DOTNET / "Interop/FrameLayout.g.cs": csharp.frames(header),
        NATIVE / "frames/frame_at.h": native.frames(header),
        JAVA / "FrameAt.java": java.frames(header),
        JAVA / "Numbers.java": java.numbers(header),
        JNA / "OnsLibrary.java": java.library(header),
        **{DOTNET / "Options" / name: text for name, text in csharp.options(rows).items()},
    }


def main() -> int:
    """The program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    files = wanted()
    differing = [path for path, text in files.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if arguments.check:
        for path in differing:
            sys.stderr.write(f"{path} is not what native-bridge/bindings/generate.py makes; run it\n")
        return 1 if differing else 0
    for path in differing:
        path.write_text(files[path], encoding="utf-8")
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
