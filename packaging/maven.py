"""A Maven repository with what a release publishes: jars, sources, Javadoc, complete POMs, checksums."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from archives import zipped
from place import ROOT, TIMESTAMP, VERSION, run

GROUP = "io/openons"


@dataclass(frozen=True)
class Artifact:
    """What is published of a module."""

    name: str
    folder: str
    pom: str = "pom.xml"
    jars: tuple[str, ...] = ("",)  # by classifier
    sources: str = ""  # the module whose sources it has; its own unless said otherwise
    javadoc: bool = True


ARTIFACTS = (
    Artifact("openons", ".", jars=()),
    Artifact("ons-bom", "bom", jars=()),
    Artifact("ons-proto", "proto", javadoc=False),
    Artifact("ons-client-thin", "java-sdk"),
    Artifact("ons-client", "java-sdk/shaded", pom="target/pom.xml", sources="java-sdk"),
    Artifact("ons-client-compat", "java-sdk/compat", pom="target/pom.xml"),
    Artifact("ons-spring-boot-starter", "spring-boot-starter"),
    Artifact("ons-test", "test-kit"),
    Artifact("ons-broker", "broker-sim", jars=("", "-all")),
)


def maven(output: Path) -> Path:
    """Writes the repository."""
    repository = output / "maven"
    shutil.rmtree(repository, ignore_errors=True)
    for artifact in ARTIFACTS:
        folder = repository / GROUP / artifact.name / VERSION
        folder.mkdir(parents=True)
        module, name = ROOT / artifact.folder, f"{artifact.name}-{VERSION}"
        shutil.copy(module / artifact.pom, folder / f"{name}.pom")
        for classifier in artifact.jars:
            shutil.copy(module / f"target/{name}{classifier}.jar", folder)
        if artifact.jars:
            described = ROOT / (artifact.sources or artifact.folder)
            zipped(_sources(described), folder / f"{name}-sources.jar")
            _javadoc(described, folder / f"{name}-javadoc.jar", artifact.javadoc)
        for file in sorted(folder.iterdir()):
            for kind in ("md5", "sha1"):
                digest = hashlib.new(kind, file.read_bytes(), usedforsecurity=False).hexdigest()
                (folder / f"{file.name}.{kind}").write_text(digest, encoding="utf-8")
    return repository


def install(repository: Path) -> None:
    """Puts the repository's artifacts into Maven's local one, as `mvn install` would."""
    asked = ["mvn", "-q", "help:evaluate", "-Dexpression=settings.localRepository", "-DforceStdout"]
    local = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    for artifact in ARTIFACTS:
        folder = repository / GROUP / artifact.name / VERSION
        target = local / GROUP / artifact.name / VERSION
        target.mkdir(parents=True, exist_ok=True)
        for file in folder.iterdir():
            if file.suffix in (".jar", ".pom"):
                shutil.copy(file, target)


def _source_folders(module: Path) -> list[Path]:
    generated = module / "target/generated-sources"
    return [folder for folder in (module / "src/main/java", *generated.glob("*")) if folder.is_dir()]


def _sources(module: Path) -> dict[str, bytes]:
    entries = {"META-INF/LICENSE": (ROOT / "LICENSE").read_bytes()}
    for folder in (*_source_folders(module), module / "src/main/resources", module / "src/main/proto"):
        for file in folder.rglob("*"):
            if file.is_file():
                entries[file.relative_to(folder).as_posix()] = file.read_bytes()
    return entries


def _javadoc(module: Path, jar: Path, wanted: bool) -> None:
    if not wanted:
        text = b"The classes are generated; the .proto files among the sources describe them.\n"
        zipped({"README.txt": text, "META-INF/LICENSE": (ROOT / "LICENSE").read_bytes()}, jar)
        return
    jars = [*ROOT.glob("native-bridge/target/bundle/jars/*.jar"), *ROOT.glob("broker-sim/target/ons-broker-*-all.jar")]
    with tempfile.TemporaryDirectory() as work:
        folders = _source_folders(module)
        sources = sorted(str(file) for folder in folders for file in folder.rglob("*.java"))
        (Path(work) / "sources").write_text("\n".join(f'"{source}"' for source in sources), encoding="utf-8")
        run(
            *("javadoc", "-quiet", "-notimestamp", "-Xdoclint:none", "--ignore-source-errors", "-encoding", "UTF-8"),
            *("-d", f"{work}/api", "-classpath", ":".join(map(str, sorted(jars))), f"@{work}/sources"),
            *("-windowtitle", jar.name.removesuffix("-javadoc.jar"), "-bottom", f"Apache License 2.0, {TIMESTAMP[:4]}"),
        )
        api = Path(work) / "api"
        entries = {file.relative_to(api).as_posix(): file.read_bytes() for file in api.rglob("*") if file.is_file()}
        zipped(entries, jar)


if __name__ == "__main__":
    # maven.py OUTPUT-FOLDER: the repository, put into the local one as well.
    install(maven(Path(sys.argv[1]).resolve()))
