"""Unpacks an OCI layout, and writes how it is run: image.py LAYOUT WORK-FOLDER

WORK-FOLDER/root gets the layers; the shell scripts `broker` and `health` run what the image says, on a free port.
"""

from __future__ import annotations

import hashlib
import json
import shlex
import shutil
import sys
import tarfile
from pathlib import Path
from typing import Any


def blob(layout: Path, described: dict[str, Any]) -> Path:
    """A blob's file, which is what it is called."""
    kind, digest = described["digest"].split(":")
    file = layout / "blobs" / kind / digest
    found = hashlib.new(kind, file.read_bytes()).hexdigest()
    if found != digest or file.stat().st_size != described["size"]:
        raise SystemExit(f"{file} is damaged: it has the digest {found}")
    return file


def read(file: Path) -> Any:
    """A file of JSON."""
    return json.loads(file.read_text(encoding="utf-8"))


def main(layout: Path, work: Path) -> None:
    """Unpacks and writes."""
    if read(layout / "oci-layout")["imageLayoutVersion"] != "1.0.0":
        raise SystemExit("not an OCI layout of version 1.0.0")
    manifest = read(blob(layout, read(layout / "index.json")["manifests"][0]))
    config = read(blob(layout, manifest["config"]))
    for layer in manifest["layers"]:
        with tarfile.open(blob(layout, layer)) as archive:
            archive.extractall(work / "root", filter="fully_trusted")
    run = config["config"]
    user = run["User"]
    commands = {
        "broker": [*run["Env"], "ONS_BROKER_GRPC_PORT=0", "ONS_BROKER_REMOTING_PORT=off", "ONS_BROKER_BIND=127.0.0.1"],
        "health": [*run["Env"]],
    }
    arguments = {"broker": run["Entrypoint"], "health": run["Healthcheck"]["Test"][1:]}
    for name, variables in commands.items():
        words = ["env", "-i", *variables]
        port = ' ONS_BROKER_GRPC_PORT="$PORT"' if name == "health" else ""
        root = [str(shutil.which("chroot")), f"--userspec={user}", str(work / "root")]
        (work / name).write_text(f"exec {shlex.join(words)}{port} {shlex.join([*root, *arguments[name]])}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
