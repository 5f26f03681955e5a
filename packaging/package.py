"""Makes everything that others install, for all targets: package.py OUTPUT-FOLDER [TARGET...]

Java's jars, the assemblies and the headers must be built (./dev package does that first).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from pathlib import Path

import targets
from archives import EPOCH
from broker_package import broker_package
from bundle import bundle
from library import configured
from maven import maven
from native_package import pack
from nuget import nuget
from oci import image
from place import ROOT, WORK, run
from sbom import sbom
from targets import Target

BROKER = ROOT / "broker-sim/target"


def packages_of(target: Target, output: Path) -> None:
    """The tarball, the Debian package and the wheel of one target."""
    folder = bundle(target)
    native, cpp = WORK / target.name / "native", WORK / target.name / "cpp"
    configured(
        *(target, ROOT / "cpp-shim", cpp, f"-DONS_BUNDLE={folder}", f"-DONS_LIBRARY_BUILD={native}"),
        *("-DONS_CPP_TESTS=OFF", "-DONS_CPP_EXAMPLES=OFF"),
    )
    pack(target.name, target.debian, "libc6 (>= 2.17)", [native, cpp], output)
    (jar,) = BROKER.glob("ons-broker-*-all.jar")
    wheels = WORK / target.name / "wheel"
    wheels.mkdir(parents=True, exist_ok=True)
    # One set of tools for all.
    tools = wheels / "venv"
    if not tools.is_symlink():
        shutil.rmtree(tools, ignore_errors=True)
        tools.symlink_to(ROOT / "python-shim/target/venv")
    environment = {**os.environ, "ONSCLIENT_PLATFORM": target.wheel, "SOURCE_DATE_EPOCH": str(EPOCH)}
    run("sh", ROOT / "python-shim/build.sh", "wheel", wheels, folder, jar, env=environment)
    for wheel in wheels.glob("*.whl"):
        (output / wheel.name).write_bytes(wheel.read_bytes())


def main(folder: str, *names: str) -> None:
    """Makes all packages, and their checksums."""
    output = Path(folder).resolve()
    output.mkdir(parents=True, exist_ok=True)
    for target in map(targets.named, names) if names else targets.ALL:
        print(f"packages for {target.name} ...", flush=True)
        packages_of(target, output)
    if not names:
        print("the NuGet package, the broker, the Maven repository ...", flush=True)
        nuget(output)
        broker_package(output)
        maven(output)
        sbom(output)
        image(output)
    files = sorted(path for path in output.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(output)}\n" for path in files]
    (output / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
