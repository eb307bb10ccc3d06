"""What the tests of config/bundle/verify.py share: judging a ledger or bundle with it, or with
`puectl verify`. PUE_VERIFIER names another verify.py that is broken, PUE_FLIPS how many bits of a
kind are flipped."""

import argparse
import contextlib
import io
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
VERIFIER = pathlib.Path(os.environ.get("PUE_VERIFIER", ROOT / "config/bundle/verify.py"))
FLIPS = int(os.environ.get("PUE_FLIPS", "8"))
sys.path.insert(0, str(VERIFIER.parent))

import verify  # noqa: E402

from demo_ledger import replayed  # noqa: E402


class Place:
    """Where the build is, and a folder of this test with a ledger of the demo site."""

    build = folder = ledger = None


def judged(what, *arguments):
    """Exit code and output."""
    out = io.StringIO()
    before, sys.argv = sys.argv, ["verify.py", str(what), *map(str, arguments)]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = verify.main()
    finally:
        sys.argv = before
    return code, out.getvalue()


def puectl(*arguments):
    data = {**os.environ, "PUED_DATA_DIR": str(ROOT / "config")}
    return subprocess.run([Place.build / "puectl", *arguments], capture_output=True, check=False,
                          env=data).returncode


def flipped(data, dice):
    raw = bytearray(data.encode() if isinstance(data, str) else data)
    place = dice.randrange(8 * len(raw))
    raw[place // 8] ^= 1 << place % 8
    return bytes(raw)


def zipped(files):
    path = Place.folder / "bundle.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return path


class Case(unittest.TestCase):
    def verified(self, what, *arguments):
        code, output = judged(what, *arguments)
        self.assertEqual(code, 0, output)
        self.assertTrue(output.startswith("VERIFIED: "), output)
        return output

    def refused(self, pattern, what, *arguments):
        code, output = judged(what, *arguments)
        self.assertEqual(code, 1, output)
        self.assertRegex(output, r"\ANOT VERIFIED: [^\n]+\n\Z")
        self.assertRegex(output, pattern)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    options, rest = parser.parse_known_args()
    Place.build = options.build.resolve()
    for program in ("puectl", "tests/sim/puesim"):
        if not (Place.build / program).exists():
            print(f"SKIPPED: {Place.build / program} is not built")
            sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        Place.folder = pathlib.Path(folder)
        Place.ledger = replayed(Place.build, Place.folder / "short", "5d", "2026-03-04T18:00:00Z")
        unittest.main(argv=[sys.argv[0], *rest])
