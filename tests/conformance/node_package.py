"""Programs in JavaScript that need one package of npm's: it is fetched into the build folder, in a
fixed version, and none of its scripts run. Nothing is installed on the machine. Exit code 77,
SKIPPED, where there is no Node.js or no way to the package."""
import json
import os
import pathlib
import shutil
import subprocess

from stack import ROOT, skip

FOLDER = ROOT / "build/npm"
MODULES = FOLDER / "node_modules"
HERE = pathlib.Path(__file__).resolve().parent


def has(name, version):
    manifest = MODULES / name / "package.json"
    return manifest.is_file() and json.loads(manifest.read_text("utf-8"))["version"] == version


def install(package, *options):
    command = [
        *("npm", "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"),
        *("--fetch-retries=1", f"--prefix={FOLDER}", f"--cache={FOLDER}/cache", *options, package),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    print(done.stderr, end="")


def fetch(name, version):
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            skip(f"no {program}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    # What it can do without may be what cannot be had.
    for options in ((), ("--omit=optional",)):
        if not has(name, version):
            install(f"{name}@{version}", *options)
    if not has(name, version):
        skip(f"npm cannot fetch {name}@{version}")


def environment():
    return {**os.environ, "NODE_PATH": str(MODULES)}


def command(script, *arguments):
    return ["node", str(HERE / script), *map(str, arguments)]


def loads(name):
    """Whether a package is there and its machine code fits."""
    done = subprocess.run(["node", "-e", f"require('{name}')"], env=environment(),
                          capture_output=True, check=False, timeout=60)
    return done.returncode == 0
