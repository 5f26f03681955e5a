"""The Debian package of the broker: a service with a user and folders of its own."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from archives import deb
from place import ROOT, VERSION

HERE = Path(__file__).resolve().parent
BROKER = ROOT / "broker-sim"

CONTROL = """Package: ons-broker
Version: {version}
Architecture: all
Maintainer: The OpenONS project <maintainers@openons.io>
Section: net
Priority: optional
Installed-Size: {kib}
Depends: adduser, openjdk-17-jre-headless | java17-runtime-headless | java21-runtime-headless | java25-runtime-headless
Homepage: https://openons.io
Description: message broker for the protocols of RocketMQ 5 and 4
 Runs as the service ons-broker, with its options in /etc/ons-broker/options and its messages in /var/lib/ons-broker.
"""


def broker_package(output: Path) -> Path:
    """Writes the package."""
    package = output / f"ons-broker_{VERSION}_all.deb"
    (jar,) = (BROKER / "target").glob("ons-broker-*-all.jar")
    with tempfile.TemporaryDirectory() as work:
        root = Path(work)
        _put(jar, root / "usr/share/ons-broker" / jar.name)
        _put(BROKER / "src/main/launcher/ons-broker", root / "usr/share/ons-broker/ons-broker")
        _put(ROOT / "LICENSE", root / "usr/share/doc/ons-broker/copyright")
        _put(HERE / "debian/ons-broker.service", root / "lib/systemd/system/ons-broker.service")
        _put(HERE / "debian/options", root / "etc/ons-broker/options")
        _put(HERE / "debian/ons-broker", root / "usr/bin/ons-broker")
        for program in ("usr/bin/ons-broker", "usr/share/ons-broker/ons-broker"):
            (root / program).chmod(0o755)
        size = sum(path.stat().st_size for path in root.rglob("*") if path.is_file())
        scripts = {
            name: (HERE / "debian" / name).read_text(encoding="utf-8") for name in ("postinst", "prerm", "postrm")
        }
        control = CONTROL.format(version=VERSION, kib=size >> 10)
        deb(root, package, {"control": control, "conffiles": "/etc/ons-broker/options\n", **scripts})
    return package


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
