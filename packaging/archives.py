"""Archives that are the same, byte for byte, whenever they are made of the same files."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from datetime import datetime, timezone
from pathlib import Path

from place import TIMESTAMP

MOMENT = datetime.fromisoformat(TIMESTAMP.replace("Z", "+00:00"))
EPOCH = int(MOMENT.timestamp())


def tar_gz(folder: Path, archive: Path, name: str = ".") -> None:
    """Packs a folder as a folder of that name; everything belongs to root and has the one time."""
    archive.write_bytes(_compressed(tar_of(folder, name)))


def deb(folder: Path, package: Path, control: dict[str, str]) -> None:
    """Packs a folder as a Debian package; `control` has texts of the files in its archive of that name."""
    members = [
        ("debian-binary", b"2.0\n"),
        ("control.tar.gz", _compressed(_texts(control))),
        ("data.tar.gz", _compressed(tar_of(folder, "."))),
    ]
    with package.open("wb") as file:
        file.write(b"!<arch>\n")
        for name, content in members:
            file.write(f"{name:<16}{EPOCH:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode())
            file.write(content + b"\n" * (len(content) % 2))


def zipped(entries: dict[str, bytes], archive: Path) -> None:
    """Writes a zip file with these entries, in the order of their names."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name in sorted(entries):
            entry = zipfile.ZipInfo(name, MOMENT.astimezone(timezone.utc).timetuple()[:6])
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            packed.writestr(entry, entries[name], zipfile.ZIP_DEFLATED, 9)


def tar_of(folder: Path, name: str, owners: dict[str, int] | None = None, modes: dict[str, int] | None = None) -> bytes:
    """A folder as an uncompressed archive; paths in `owners` and `modes` are relative to it, all others are root's."""

    def entry_of(entry: tarfile.TarInfo, path: str) -> tarfile.TarInfo:
        entry.uid = entry.gid = (owners or {}).get(path, 0)
        entry.uname = entry.gname = "" if entry.uid else "root"
        entry.mtime = EPOCH
        entry.mode = (modes or {}).get(path, 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644)
        return entry

    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        archive.add(folder, name, recursive=False, filter=lambda entry: entry_of(entry, "."))
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder).as_posix()
            entry = entry_of(archive.gettarinfo(path, f"{name}/{inside}"), inside)
            if entry.isreg():
                with path.open("rb") as file:
                    archive.addfile(entry, file)
            else:
                archive.addfile(entry)
    return buffer.getvalue()


def _texts(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, text in sorted(files.items()):
            entry = tarfile.TarInfo(f"./{name}")
            entry.size, entry.mtime = len(text.encode()), EPOCH
            entry.uname = entry.gname = "root"
            entry.mode = 0o644 if name in ("control", "conffiles") else 0o755
            archive.addfile(entry, io.BytesIO(text.encode()))
    return buffer.getvalue()


def _compressed(content: bytes) -> bytes:
    return gzip.compress(content, compresslevel=9, mtime=EPOCH)
