"""The broker as an OCI image, made without an engine: a layout on disk that engines load.

Its root has a Java runtime, the broker, and of a distribution the C library alone. Below, `root` is that folder.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from archives import EPOCH, tar_of
from place import ROOT, TIMESTAMP, VERSION, WORK, run
from runtime import jdk, runtime
from targets import LINUX_X64

HERE = Path(__file__).resolve().parent
USER = 10001
STATE = "var/lib/ons-broker"
LIBC = "lib/x86_64-linux-gnu"
LIBRARIES = ("libc", "libm", "libdl", "libpthread", "librt", "libresolv", "libnss_dns", "libnss_files")
JAVA = "/opt/java/bin/java"
# The launcher's options; broker-sim/src/main/launcher/ons-broker says why.
COMMAND = [
    *(JAVA, "-XX:+UseSerialGC", "-Xms64m", "-Xmn32m", "-XX:SurvivorRatio=4", "-XX:TrimNativeHeapInterval=10000"),
    *("-XX:+AutoCreateSharedArchive", f"-XX:SharedArchiveFile=/{STATE}/start.jsa", "-Xlog:cds=off", "-Xlog:aot=off"),
    *("-Xlog:cds+dynamic=off", "-Dio.netty.leakDetection.level=disabled", "-jar", "/opt/ons-broker/ons-broker.jar"),
]


def image(output: Path) -> Path | None:
    """Writes the layout; nothing on a machine without Debian's packages, where the C library comes from."""
    layout = output / "ons-broker-image"
    shutil.rmtree(layout, ignore_errors=True)
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        print("no image of the broker: this machine has no apt-get to fetch a C library with", flush=True)
        return None
    root = WORK / "image-root"
    shutil.rmtree(root, ignore_errors=True)
    _fill(root)
    blobs = layout / "blobs/sha256"
    blobs.mkdir(parents=True)
    plain = tar_of(root, ".", owners={STATE: USER}, modes={"tmp": 0o1777, STATE: 0o750})
    layer = _blob(blobs, gzip.compress(plain, 9, mtime=EPOCH), "application/vnd.oci.image.layer.v1.tar+gzip")
    config = _blob(blobs, _config(hashlib.sha256(plain).hexdigest()), "application/vnd.oci.image.config.v1+json")
    manifest = {"schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": [layer]}
    described = _blob(blobs, json.dumps(manifest).encode(), MANIFEST)
    described["annotations"] = {"org.opencontainers.image.ref.name": VERSION}
    index = {"schemaVersion": 2, "manifests": [described]}
    (layout / "index.json").write_text(json.dumps(index) + "\n", encoding="utf-8")
    (layout / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}\n', encoding="utf-8")
    return layout


MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def _fill(root: Path) -> None:
    (root / "opt/ons-broker").mkdir(parents=True)
    (jar,) = (ROOT / "broker-sim/target").glob("ons-broker-*-all.jar")
    shutil.copy(jar, root / "opt/ons-broker/ons-broker.jar")
    shutil.copy(ROOT / "LICENSE", root / "opt/ons-broker/LICENSE")
    shutil.copytree(runtime(LINUX_X64), root / "opt/java")
    run(jdk() / "bin/javac", "--release", "17", "-g:none", "-d", root / "opt/ons-broker", HERE / "image/Health.java")
    for folder in ("tmp", "etc", "proc", "dev", STATE, LIBC, "lib64"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    (root / "etc/passwd").write_text(f"root:x:0:0::/:/none\nons-broker:x:{USER}:{USER}::/{STATE}:/none\n")
    (root / "etc/group").write_text(f"root:x:0:\nons-broker:x:{USER}:\n")
    (root / "etc/nsswitch.conf").write_text("passwd: files\ngroup: files\nhosts: files dns\n")
    with tempfile.TemporaryDirectory() as work:
        run("apt-get", "-q", "-o", "APT::Sandbox::User=root", "download", "libc6:amd64", cwd=work)
        (package,) = Path(work).glob("libc6_*.deb")
        run("dpkg", "-x", package, f"{work}/files")
        for library in LIBRARIES:
            for file in Path(work, "files", LIBC).glob(f"{library}.so.*"):
                shutil.copy(file, root / LIBC)
        shutil.copy(Path(work, "files", LIBC, "ld-linux-x86-64.so.2"), root / "lib64")
        shutil.copy(Path(work, "files/usr/share/doc/libc6/copyright"), root / LIBC / "libc6.copyright")


def _config(layer: str) -> bytes:
    config: dict[str, Any] = {
        "created": TIMESTAMP,
        "architecture": "amd64",
        "os": "linux",
        "config": {
            "User": f"{USER}:{USER}",
            "Env": ["ONS_BROKER_BIND=0.0.0.0", f"ONS_BROKER_DATA_DIR=/{STATE}/data", f"HOME=/{STATE}"],
            "Entrypoint": COMMAND,
            "WorkingDir": f"/{STATE}",
            "ExposedPorts": {"8081/tcp": {}, "9876/tcp": {}},
            "Volumes": {f"/{STATE}": {}},
            "StopSignal": "SIGTERM",
            "Healthcheck": {
                "Test": ["CMD", JAVA, "-XX:TieredStopAtLevel=1", "-Xmx16m", "-cp", "/opt/ons-broker", "Health"],
                "Interval": 10_000_000_000,
                "Timeout": 5_000_000_000,
                "StartPeriod": 30_000_000_000,
                "Retries": 3,
            },
            "Labels": {
                "org.opencontainers.image.title": "ons-broker",
                "org.opencontainers.image.version": VERSION,
                "org.opencontainers.image.licenses": "Apache-2.0",
                "org.opencontainers.image.url": "https://openons.io",
            },
        },
        "rootfs": {"type": "layers", "diff_ids": [f"sha256:{layer}"]},
        "history": [{"created": TIMESTAMP, "created_by": "packaging/oci.py"}],
    }
    return json.dumps(config).encode()


def _blob(folder: Path, content: bytes, kind: str) -> dict[str, Any]:
    digest = hashlib.sha256(content).hexdigest()
    (folder / digest).write_bytes(content)
    return {"mediaType": kind, "digest": f"sha256:{digest}", "size": len(content)}
