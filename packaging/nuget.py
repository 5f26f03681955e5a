"""The NuGet package with the bundles of all targets, the same each time: NuGet itself gives parts random names."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from archives import zipped
from place import ROOT, WORK, run

DOTNET = ROOT / "dotnet-shim"
PROPERTIES = re.compile(rb"package/services/metadata/core-properties/[0-9a-f]+\.psmdcp")
RELATION = re.compile(rb'Id="R[0-9A-F]+"')


def nuget(output: Path) -> Path:
    """Packs the assemblies that ./dev package has built."""
    made = WORK / "nuget"
    made.mkdir(parents=True, exist_ok=True)
    for old in made.glob("*.nupkg"):
        old.unlink()
    run(
        *(DOTNET / "sdk.sh", "pack", "--no-build", "--nologo", "-v", "q", "src/Ons.Client"),
        *(f"-p:OnsBundles={WORK}", f"-p:PackageOutputPath={made}"),
        cwd=DOTNET,
    )
    (packed,) = made.glob("*.nupkg")
    package = output / packed.name
    with zipfile.ZipFile(packed) as archive:
        entries = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    zipped({_plain(name): _plain_content(name, content) for name, content in entries.items()}, package)
    return package


def _plain(name: str) -> str:
    return PROPERTIES.sub(b"package/services/metadata/core-properties/ons.psmdcp", name.encode()).decode()


def _plain_content(name: str, content: bytes) -> bytes:
    if name != "_rels/.rels":
        return content
    count = iter(range(1, 100))
    content = PROPERTIES.sub(b"package/services/metadata/core-properties/ons.psmdcp", content)
    return RELATION.sub(lambda _: b'Id="R%d"' % next(count), content)
