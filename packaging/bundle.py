"""The bundle of a target: libonsclient, the client's jars without other platforms' files, and a Java runtime."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

from library import library_build
from place import ROOT, WORK
from runtime import runtime
from targets import Target

BUILT = ROOT / "native-bridge/target/bundle"
# Of Google's common messages gRPC's errors alone are used.
COMMON_PROTOS = re.compile(r"proto-google-common-protos-.*\.jar")
KEPT_OF_THEM = ("META-INF/", "com/google/rpc/")
# What a jar's native files are called for other platforms, and jars that hold nothing else.
NATIVE_FILE = re.compile(r"META-INF/native/.*\.(so|jnilib|dylib|dll)")
NATIVE_JAR = re.compile(r"-(linux|osx|windows)-(x86_64|aarch_64)\.jar$")


def bundle(target: Target) -> Path:
    """The folder; made anew each time but for what takes long."""
    folder = WORK / target.name / "bundle"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "jars").mkdir(parents=True)
    jars = sorted((BUILT / "jars").glob("*.jar"))
    if not jars:
        raise SystemExit(f"no jars in {BUILT}/jars: ./dev package builds them first")
    for jar in jars:
        if NATIVE_JAR.search(jar.name) and _processor(jar.name) != target.processor:
            continue
        _copy(jar, folder / "jars" / jar.name, target)
    shutil.copytree(runtime(target), folder / "runtime")
    shutil.copy(ROOT / "native-bridge/src/main/build/start.classes", folder)
    build = library_build(target, folder)
    shutil.copy(build / "libonsclient.so.1", folder)
    return folder


def _processor(name: str) -> str:
    return "aarch64" if "aarch_64" in name or "aarch64" in name else "x86_64"


def _is_kept(jar: Path, entry: str, target: Target) -> bool:
    if COMMON_PROTOS.match(jar.name):
        return entry.startswith(KEPT_OF_THEM)
    if NATIVE_FILE.match(entry):
        return entry.endswith(".so") and _processor(entry) == target.processor
    return True


def _copy(jar: Path, copy: Path, target: Target) -> None:
    with zipfile.ZipFile(jar) as source:
        entries = [entry for entry in source.infolist() if _is_kept(jar, entry.filename, target)]
        if len(entries) == len(source.infolist()):
            shutil.copy(jar, copy)
            return
        with zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
            for entry in entries:
                packed.writestr(entry, source.read(entry), zipfile.ZIP_DEFLATED, 9)
