"""Carries out a Dockerfile without Docker: its steps in a changed root, its result without rights.

The stand-in for the base image is this machine's own system, with this Python as its /usr/local.
Overlays of the kernel keep every write of a step apart; what runs in the end sees a read-only root,
one folder for its data and a small /tmp, as nobody and without a single capability.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.dockerfile import ROOT, Stage, words_of

_AN_IMAGES_OWN = ("/opt", "/tmp", "/usr", "/var")  # noqa: S108 - of the container
_CHECKOUT = f"/{ROOT.parts[1]}"
_ALWAYS = ("/root", "/home", "/src", "/mnt", "/media")
HIDDEN = tuple(dict.fromkeys((*_ALWAYS, *({_CHECKOUT} - set(_AN_IMAGES_OWN)))))
"""No image has anything there, so nothing of this machine and of the checkout can be used."""
_MOUNTED = ("/data", "/tmp", "/proc")  # noqa: S108 - of the container
_TMP = "size=512m,mode=1777,noexec,nosuid,nodev"
_CONFINED = ("--clear-groups", "--no-new-privs", "--bounding-set=-all", "--inh-caps=-all")


def can_change_root(folder: Path) -> bool:
    """True where this process may mount overlays and change its root."""
    parts = _parts(folder / "try")
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", f"{_overlay(parts)} && chroot {parts.merged} true"],
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


@dataclass(frozen=True)
class Parts:
    """The folders of one overlay."""

    upper: Path
    work: Path
    merged: Path


@dataclass(frozen=True)
class Container:
    """A root as an image has it, and how a program runs in it.

    ``python`` is this Python's home; in the root it lies at /usr/local, as in the base image.
    """

    parts: Parts
    image: Stage
    data: Path

    def command(self, words: Sequence[str], **more: str) -> list[str]:
        """How to run a program in it; its process is the one that is started."""
        uid, gid = self.image.one("USER").split(":")
        merged = self.parts.merged
        script = [
            _overlay(self.parts),
            _python_at(merged),
            *(f"mkdir -p {merged}{place}" for place in (*HIDDEN, *_MOUNTED)),
            *(f"mount -t tmpfs -o size=1m,mode=0 none {merged}{place}" for place in HIDDEN),
            f"mount -t tmpfs -o {_TMP} none {merged}/tmp",  # noqa: S108 - of the container
            f"mount --bind {self.data} {merged}/data",
            f"mount -o remount,ro,bind {merged}",
            f"mount -o remount,ro,bind {merged}/usr/local",
            f"mount -t proc proc {merged}/proc",
            *_devices(merged),
            f"exec chroot {merged} setpriv --reuid={uid} --regid={gid} {' '.join(_CONFINED)} "
            f"env --ignore-environment --chdir=/ {_assigned(self.environment | more)} "
            f"{shlex.join(words)}",
        ]
        return ["unshare", "--mount", "sh", "-c", " && ".join(script)]

    @property
    def environment(self) -> dict[str, str]:
        """What the image sets, and what its base does."""
        given = self.image.environment
        given["PATH"] = given["PATH"].replace("$PATH", "/usr/local/bin:/usr/bin:/bin")
        return {**given, "LD_LIBRARY_PATH": "/usr/local/lib", "HOME": "/data"}

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a program in it to its end."""
        command = self.command(words, **more)
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    def entry(self, *words: str) -> list[str]:
        """The words of the image's entry point, with these or those that it has."""
        entry = words_of(self.image.one("ENTRYPOINT"))
        return [*entry, *(words or words_of(self.image.one("CMD")))]


def built(build: Stage, image: Stage, folder: Path) -> Container:
    """Carry out the steps of both stages; fails the story with what a step said."""
    first, second = _parts(folder / "build"), _parts(folder / "image")
    for step in build.steps:
        _carried_out(step, build, first)
    for word, rest in image.steps:
        if word == "RUN":
            _run(second, rest, "/", {})
        elif word == "COPY":
            made, installed = (part.upper / "opt/caveat" for part in (first, second))
            shutil.copytree(made, installed, symlinks=True)
    data = folder / "data"
    data.mkdir(mode=0o700)
    uid, gid = image.one("USER").split(":")
    os.chown(data, int(uid), int(gid))
    return Container(second, image, data)


def _carried_out(step: tuple[str, str], build: Stage, parts: Parts) -> None:
    place = build.one("WORKDIR")
    match step:
        case "WORKDIR", _:
            (parts.upper / place[1:]).mkdir(parents=True)
        case "COPY", rest:
            for source in rest.split()[:-1]:
                _copied(source, parts.upper / place[1:] / source)
        case "RUN", rest:
            given = dict(argument.split("=", 1) for argument in build.all("ARG"))
            _run(parts, rest, place, build.environment | given)


def _parts(folder: Path) -> Parts:
    parts = Parts(folder / "upper", folder / "work", folder / "merged")
    for part in (parts.upper, parts.work, parts.merged):
        part.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    return parts


def _overlay(parts: Parts) -> str:
    options = f"lowerdir=/,upperdir={parts.upper},workdir={parts.work}"
    return f"mount -t overlay overlay -o {options} {parts.merged}"


def _python_at(merged: Path) -> str:
    home = Path(sys.base_prefix)
    return f"mkdir -p {merged}/usr/local && mount --bind {home} {merged}/usr/local"


def _devices(merged: Path) -> list[str]:
    """Devices of its own: what runs as root in it must not get at those of this machine."""
    numbers = {"null": "1 3", "zero": "1 5", "full": "1 7", "random": "1 8", "urandom": "1 9"}
    made = [f"mknod -m 666 {merged}/dev/{name} c {both}" for name, both in numbers.items()]
    memory = f"{merged}/dev/shm"  # noqa: S108 - of the container
    shared = f"mkdir {memory} && mount -t tmpfs -o mode=1777,noexec none {memory}"
    return [f"mount -t tmpfs -o mode=755,noexec none {merged}/dev", *made, shared]


def _copied(source: str, target: Path) -> None:
    """What Docker would send of a source: without caches, as .dockerignore says."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if (ROOT / source).is_dir():
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / source, target, ignore=ignored)
    else:
        shutil.copy(ROOT / source, target)


def _run(parts: Parts, step: str, place: str, environment: Mapping[str, str]) -> None:
    given = {"LD_LIBRARY_PATH": "/usr/local/lib", "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin"}
    inside = f"{_assigned({**given, **environment})} sh -c {shlex.quote(f'cd {place} && {step}')}"
    script = [
        _overlay(parts),
        _python_at(parts.merged),
        *_devices(parts.merged),
        f"exec chroot {parts.merged} env {inside}",
    ]
    command = ["unshare", "--mount", "sh", "-c", " && ".join(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, f"{step}\n{done.stdout}\n{done.stderr}"


def _assigned(values: Mapping[str, str]) -> str:
    return " ".join(f"{name}={shlex.quote(value)}" for name, value in values.items())
