"""The bundled Java runtime of a target: the few modules that we need, out of a whole runtime of that platform.

A JDK 25 of this machine links it: modules are taken out of the whole runtime's image, packed again with the native
files that belong to them, and linked for the target.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from fetched import JAVA_VERSION, java, patchelf
from place import WORK, made_whole, run
from targets import Target

HERE = Path(__file__).resolve().parent

# Those of native-bridge/src/main/build/runtime.sh, which says why, and what these need.
MODULES = ("java.base", "java.logging", "java.management", "java.naming", "jdk.unsupported", "jdk.crypto.ec")
NEEDED_BY_THEM = ("java.security.sasl",)

# Native files and settings of each module; the image itself does not say whose they are.
FILES = {
    "java.base": (
        *("lib/jexec", "lib/jspawnhelper", "lib/jrt-fs.jar", "lib/jvm.cfg", "lib/libjava.so", "lib/libjimage.so"),
        *("lib/libjli.so", "lib/libjsig.so", "lib/libnet.so", "lib/libnio.so", "lib/libsyslookup.so"),
        *("lib/libverify.so", "lib/libzip.so", "lib/libsimdsort.so", "lib/security", "lib/server/libjvm.so"),
        *("lib/tzdb.dat", "lib/classlist", "bin/java", "conf/security", "conf/net.properties"),
    ),
    "java.logging": ("conf/logging.properties",),
    "java.management": ("lib/libmanagement.so",),
}


def runtime(target: Target) -> Path:
    """The folder with the runtime, made once."""
    folder = WORK / target.name / "runtime"
    made_from = f"{JAVA_VERSION} {MODULES} {Path(__file__).read_text(encoding='utf-8')}"
    stamp = folder.with_name("runtime.made-from")
    if not (folder.is_dir() and stamp.is_file() and stamp.read_text(encoding="utf-8") == made_from):
        with made_whole(folder) as part:
            _link(target, part)
        stamp.write_text(made_from, encoding="utf-8")
    return folder


def jdk() -> Path:
    """A JDK that can link Java 25: ONS_PACKAGE_JDK, or one of this machine."""
    given = os.environ.get("ONS_PACKAGE_JDK")
    places = [Path(given)] if given else [*Path("/usr/lib/jvm").glob("*"), Path(os.environ.get("JAVA_HOME", "/none"))]
    for home in sorted(places):
        release = home / "release"
        if (home / "bin/jlink").exists() and release.exists() and 'JAVA_VERSION="25' in release.read_text():
            return home
    raise SystemExit(
        f"no JDK 25 to link the bundled Java runtimes with, in {', '.join(map(str, places))}: "
        "install one, or set ONS_PACKAGE_JDK to the folder of one"
    )


def _link(target: Target, folder: Path) -> None:
    whole, tools = java(target), jdk() / "bin"
    classes, modules = folder / "classes", folder / "modules"
    modules.mkdir()
    wanted = (*MODULES, *NEEDED_BY_THEM)
    included = f"regex:/({'|'.join(map(re.escape, wanted))})/.*"
    run(tools / "jimage", "extract", "--include", included, "--dir", classes, whole / "lib/modules")
    run(tools / "java", HERE / "StripHashes.java", classes / "java.base/module-info.class")
    # Made by the linker for one set of modules, and made anew for ours.
    for made in (classes / "java.base/jdk/internal/module").glob("SystemModules$*.class"):
        made.unlink()
    for module in wanted:
        _pack(module, whole, classes / module, folder / "files" / module, modules / f"{module}.jmod", tools)
    linked = folder / "linked"
    run(
        *(tools / "jlink", "--module-path", modules, "--add-modules", ",".join(MODULES), "--output", linked),
        # Classes that the linker of the whole runtime has added are in the image already.
        *("--disable-plugin", "generate-jli-classes", "--strip-java-debug-attributes"),
        *("--no-header-files", "--no-man-pages", "--compress", "zip-9"),
    )
    for name in ("classes", "modules", "files"):
        shutil.rmtree(folder / name)
    for made in linked.iterdir():
        made.rename(folder / made.name)
    linked.rmdir()
    # For tools that compile, and for a cache that we do not make.
    for unused in ("lib/jrt-fs.jar", "lib/classlist"):
        (folder / unused).unlink()
    _let_them_find_each_other(folder)
    # Whatever the whole runtime's wheel lost of it.
    for program in ("bin/java", "lib/jexec", "lib/jspawnhelper"):
        (folder / program).chmod(0o755)


def _let_them_find_each_other(folder: Path) -> None:
    """Java loads them in the right order; whoever audits a wheel wants to see that nothing outside is needed."""
    for library in sorted((folder / "lib").glob("*.so")):
        needed = subprocess.run([patchelf(), "--print-needed", library], capture_output=True, text=True, check=True)
        if "libjvm.so" in needed.stdout.split():
            run(patchelf(), "--set-rpath", "$ORIGIN:$ORIGIN/server", library)


def _pack(module: str, whole: Path, classes: Path, files: Path, jmod: Path, tools: Path) -> None:
    options: list[str | Path] = []
    for name in FILES.get(module, ()):
        source = whole / name
        if not source.exists():
            continue  # some platforms have fewer
        copy = files / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy)
        else:
            shutil.copy(source, copy)
    for kind, option in (("lib", "--libs"), ("bin", "--cmds"), ("conf", "--config")):
        if (files / kind).is_dir():
            options += [option, files / kind]
    if (whole / "legal" / module).is_dir():
        options += ["--legal-notices", whole / "legal" / module]
    run(tools / "jmod", "create", "--class-path", classes, *options, jmod)
