"""Checks packages without running them: check_packages.py FOLDER

Goal: each package runs on the systems that its name and the documents promise.
Method: reads the symbols that each native file needs, asks auditwheel about the wheels, adds up sizes.
A failure means: a file needs a newer C library, comes for another processor, or the package grew.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection

NEWEST_GLIBC = (2, 17)
MOST_ON_DISK = 60_000_000
MOST_OF_A_WHEEL = 45_000_000
MACHINES = {"x86_64": "EM_X86_64", "aarch64": "EM_AARCH64"}
WRONG: list[str] = []


def needed(file: ELFFile) -> Iterator[str]:
    """The versions of symbols that a native file needs of the C library."""
    for section in file.iter_sections():
        if isinstance(section, GNUVerNeedSection):
            for _, versions in section.iter_versions():
                yield from (version.name for version in versions if version.name.startswith("GLIBC_"))


def check_native(name: str, content: bytes, processor: str) -> None:
    """A library or program."""
    file = ELFFile(io.BytesIO(content))
    if file["e_machine"] != MACHINES[processor]:
        WRONG.append(f"{name} is for {file['e_machine']}, not for {processor}")
    for version in needed(file):
        if tuple(map(int, re.findall(r"\d+", version)))[:2] > NEWEST_GLIBC:
            WRONG.append(f"{name} needs {version}; at most 2.17 is promised")


def files_of(package: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a wheel or tarball."""
    if package.suffix == ".whl":
        with zipfile.ZipFile(package) as archive:
            for name in archive.namelist():
                yield name, archive.read(name)
    else:
        with tarfile.open(package) as archive:
            for entry in archive:
                if entry.isfile():
                    content = archive.extractfile(entry)
                    assert content is not None
                    yield entry.name, content.read()


def check(package: Path, processor: str) -> None:
    """One package for one processor."""
    size, libraries = 0, 0
    for name, content in files_of(package):
        size += len(content)
        if content[:4] == b"\x7fELF":
            libraries += 1
            check_native(f"{package.name}: {name}", content, processor)
    if libraries < 10:
        WRONG.append(f"{package.name} has {libraries} native files; library and runtime should be there")
    if size > MOST_ON_DISK:
        WRONG.append(f"{package.name} takes {size:,} bytes on disk, more than {MOST_ON_DISK:,}")


def check_wheel(wheel: Path) -> None:
    """The platform of the wheel's name is the one that the standard's audit finds."""
    if wheel.stat().st_size > MOST_OF_A_WHEEL:
        WRONG.append(f"{wheel.name} has {wheel.stat().st_size:,} bytes, more than {MOST_OF_A_WHEEL:,}")
    done = subprocess.run(
        [sys.executable, "-m", "auditwheel", "show", wheel], capture_output=True, text=True, check=False
    )
    found = re.search(r"following platform tag: \"manylinux_2_(\d+)_", " ".join(done.stdout.split()))
    if done.returncode != 0 or found is None or int(found.group(1)) > NEWEST_GLIBC[1]:
        WRONG.append(f"auditwheel does not find {wheel.name} fit for its tag: {done.stdout}{done.stderr}")


def main(folder: Path) -> int:
    """Checks all packages that are there."""
    checked = []
    for processor, name in (("x86_64", "linux-x64"), ("aarch64", "linux-arm64")):
        tarballs = list(folder.glob(f"onsclient-*-{name}.tar.gz"))
        wheels = list(folder.glob(f"onsclient-*_{processor}.whl"))
        for package in (*tarballs, *wheels):
            check(package, processor)
        for wheel in wheels:
            check_wheel(wheel)
        checked += [package.name for package in (*tarballs, *wheels)]
    if not checked:
        WRONG.append(f"there are no packages in {folder}")
    sys.stdout.write("".join(f"packaging: checked {name}\n" for name in checked))
    sys.stderr.write("".join(f"packaging: {line}\n" for line in WRONG))
    return 1 if WRONG else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
