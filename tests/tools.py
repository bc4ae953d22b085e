"""Programs that the tests need besides Python: found, fetched where that is possible, or asked for in a sentence."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VNU = "26.9.27"
VNU_SHA512 = "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    return _program(BROWSERS, "chromium", "Chromium, for the browser tests")


def java() -> str:
    return _program(("java",), "default-jre-headless", "Java, for the Nu HTML checker")


def nginx() -> str:
    """Debian keeps it in a folder that isn't on everybody's PATH; no server of its own is started on installing."""
    sbin = "/usr/sbin/nginx"
    return sbin if Path(sbin).exists() else _program(("nginx",), "nginx", "nginx, for the proof of the whole stack")


def varnish() -> str:
    """With its modules, of which xkey is one."""
    if not any(Path("/usr/lib").glob("*/varnish/vmods/libvmod_xkey.so")):
        _install("varnish-modules", "Varnish and its modules, for the proof of a cache in front")
    sbin = "/usr/sbin/varnishd"
    return sbin if Path(sbin).exists() else _program(("varnishd",), "varnish", "Varnish, a cache in front")


def wrk() -> str:
    return _program(("wrk",), "wrk", "wrk, the client of a bench")


def postgres() -> Path:
    """The folder of PostgreSQL's programs: the newest that is installed."""
    if folder := _postgres():
        return folder
    _install("postgresql", "PostgreSQL's server, for the suite's second half", _no_cluster_of_its_own)
    if folder := _postgres():
        return folder
    raise SystemExit("PostgreSQL was installed, but its initdb is nowhere to be found.")


def checker() -> Path:
    """The Nu HTML checker's jar: fetched once through npm, and refused where its digest is another."""
    jar = Path(sys.prefix, "share", f"vnu-{VNU}.jar")
    if not jar.exists():
        npm = _program(("npm",), "npm", "npm, to fetch the Nu HTML checker")
        print(f"Fetching the Nu HTML checker {VNU}…", flush=True)
        fetch = [npm, "pack", "--silent", f"vnu-jar@{VNU}"]
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(fetch, cwd=folder, check=True, stdout=subprocess.DEVNULL)
            (archive,) = Path(folder).glob("*.tgz")
            if base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode() != VNU_SHA512:
                raise SystemExit(f"vnu-jar {VNU} is not the file that was tried here (its SHA-512 differs): not used.")
            with tarfile.open(archive) as inside:
                data = inside.extractfile("package/build/dist/vnu.jar")
                assert data, "vnu-jar holds no vnu.jar."
                part = jar.with_suffix(".part")
                part.write_bytes(data.read())
        part.replace(jar)
    return jar


def everything() -> None:
    """All of it, before anything is started, so that a gap is heard of at once."""
    for tool in (postgres, chromium, java, checker):
        tool()


def _program(names: tuple[str, ...], package: str, what: str) -> str:
    for _round in range(2):
        for name in names:
            if path := shutil.which(name):
                return path
        if not _round:
            _install(package, what)
    raise SystemExit(f"{package} was installed, but {names[0]} is not on PATH.")


def _postgres() -> Path | None:
    found = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()]
    if found:
        return max(found, key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def _no_cluster_of_its_own() -> None:
    """Debian would make and start a cluster on installing: only the programs are wanted."""
    path = Path("/etc/postgresql-common/createcluster.conf")
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        path.write_text("create_main_cluster = false\n")


def _install(package: str, what: str, prepare: object = None) -> None:
    apt = shutil.which("apt-get")
    if os.geteuid() or not apt:
        raise SystemExit(f"Missing: {what}. Install it and try again (Debian, Ubuntu: sudo apt-get install {package}).")
    print(f"Missing: {what}. Installing Debian's package {package}…", flush=True)
    if callable(prepare):
        prepare()
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [apt, "install", "-qq", "-y", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confold", package]
    for command in ([apt, "update", "-qq"], install):
        done = subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{' '.join(command)} failed: install {package} by hand.\n{done.stderr[-2000:]}")
