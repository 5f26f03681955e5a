"""Runs what docs/install.md tells newcomers to type: install_lines.py PACKAGES-FOLDER BROKER-ADDRESS WORK-FOLDER

The blocks that say `sh`, one after the other, in an empty folder that has target/dist; `dotnet` is the SDK that the
build uses.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LIMIT_S = 600
# A function, since the script itself looks for a dotnet on PATH.
DOTNET = f"dotnet() {{ '{ROOT}/dotnet-shim/sdk.sh' \"$@\"; }}\n"


def main(packages: Path, address: str, work: Path) -> int:
    """Runs them; the exit code."""
    shutil.rmtree(work, ignore_errors=True)
    (work / "target").mkdir(parents=True)
    (work / "target/dist").symlink_to(packages.resolve())
    text = (ROOT / "docs/install.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, flags=re.S | re.M)
    done = subprocess.run(
        ["bash", "-euxc", DOTNET + "".join(blocks).replace("127.0.0.1:8081", address)],
        cwd=work,
        env={**os.environ, "NUGET_PACKAGES": str(work / "nuget")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    if done.returncode != 0 or len(blocks) < 3 or "received hello" not in done.stdout:
        sys.stderr.write(f"{done.stdout}\npackaging: what docs/install.md says does not work\n")
        return 1
    sys.stdout.write(f"packaging: the {len(blocks)} blocks of docs/install.md ran\n")
    shutil.rmtree(work)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]).resolve()))
