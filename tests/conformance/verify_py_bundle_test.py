#!/usr/bin/python3
"""verify_py_bundle_test.py BUILD_DIR [UNITTEST…]: bundles of a few days of the demo site, by
`puectl bundle` and by ledger_writer.py, judged by config/bundle/verify.py. Then they are damaged:
each must be refused with its place named, by `puectl verify` too where it is asked. Exit code 77:
SKIPPED."""

import json
import random
import re
import sqlite3
import subprocess
import sys
import zipfile

from verify_py_case import (  # first: it finds verify.py
    FLIPS, VERIFIER, Case, Place, flipped, judged, main, puectl, verify, zipped)

import ledger_writer as writer

from demo_ledger import DAY, DAYS, END, START, forged, replayed
from ledger_writer import at


class Bundles(Case):
    @classmethod
    def setUpClass(cls):
        cls.story = forged(Place.ledger, b"seed")
        cls.files = cls.story.bundle(START, END, DAYS, [])
        cls.dice = random.Random(20260302)

    def refuse_change(self, pattern, name, change):
        changed = change(self.files[name])
        self.assertNotEqual(changed, self.files[name], "the test changes nothing")
        with self.subTest(name=name, pattern=pattern):
            path = zipped({**self.files, name: changed})
            self.refused(pattern, path)

    def test_as_it_is(self):
        output = self.verified(zipped(self.files))
        self.assertRegex(output, r"PUE 1\.\d{4}: .*coverage \d+\.\d\d%")
        self.assertIn("period 2026-03-01T16:00:00Z to 2026-03-03T16:00:00Z", output)

    def test_unpacked(self):
        folder = Place.folder / "unpacked"
        for name, content in {**self.files, "verify.py": VERIFIER.read_bytes()}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        done = subprocess.run([sys.executable, "-B", folder / "verify.py"], capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        key = self.story.key
        self.assertNotIn("believed", self.verified(folder, "--key", key))

    def test_without_zones(self):
        known, verify.zoneinfo = verify.zoneinfo, None
        try:
            output = self.verified(zipped(self.files))
            self.refuse_change(r"figures\.csv line 2", "figures.csv",
                               lambda data: re.sub(rb"(?m)^(day,\S+?,\S+?,)", rb"\g<1>1", data, 1))
        finally:
            verify.zoneinfo = known
        self.assertIn("bounds were taken from figures.csv", output)

    def test_tables(self):
        for name in ("readings", "intervals", "figures", "events", "corrections", "clock"):
            self.edit_table(f"{name}.csv")

    def edit_table(self, name):
        """Single digits, a row less, a row twice."""
        content = self.files[name]
        digits = [place for place, byte in enumerate(content) if chr(byte).isdigit()]
        for place in self.dice.sample(digits, min(FLIPS, len(digits))):
            line = content[:place].count(b"\n") + 1
            digit = bytes([content[place] ^ 1])
            self.refuse_change(rf"{name} line {line}\b", name,
                               lambda data: data[:place] + digit + data[place + 1:])
        lines = content.splitlines(keepends=True)
        self.refuse_change(name, name, lambda data: b"".join(lines[:-1]))
        self.refuse_change(name, name, lambda data: data + lines[-1])
        self.refuse_change(name, name, lambda data: data.replace(b"\n", b"\r\n"))

    def test_flips(self):
        for name in ("entries.bin", "energies.bin", "evidence.bin", "subtrees.csv", "key.txt",
                     "bundle.json", *sorted(n for n in self.files if "/" in n)):
            for _ in range(max(1, FLIPS // 4)):
                changed = flipped(self.files[name], self.dice)
                with self.subTest(name=name):
                    code, output = judged(zipped({**self.files, name: changed}))
                    self.assertIn(code, (1, 2) if name == "bundle.json" else (1,), output)
                    if name == "energies.bin":
                        self.assertRegex(output, r"energies\.bin|entry \d+ \(interval")

    def test_left_out(self):
        for name in self.files:
            files = dict(self.files)
            del files[name]
            old = name.startswith("checkpoints/") and not name.endswith(
                f"{len(self.story.entries):010}.txt")
            with self.subTest(name=name):
                code, output = judged(zipped(files))
                self.assertEqual(code, 0 if old else 2 if name == "bundle.json" else 1, output)

    def test_entry_left_out(self):
        entries = [(leaf, data) for leaf, data in verify_blobs(self.files["entries.bin"])]
        for place in (0, 1, 2, 5, len(entries) - 1):
            rest = writer.blobs(entries[:place] + entries[place + 1:])
            self.refuse_change("entry|subtree|entries", "entries.bin", lambda _: rest)

    def test_first_days_left_out(self):
        """A bundle of the second day that says it is of both."""
        story = forged(Place.ledger, b"seed", added=False)
        files = story.bundle(DAYS[1][0], END, DAYS[1:], [])
        said = files["bundle.json"].replace(b"2026-03-02T16:00:00Z", b"2026-03-01T16:00:00Z")
        self.verified(zipped(files))
        changed = {**files, "bundle.json": said}
        figures = story.bundle(DAYS[1][0], END, DAYS, [])["figures.csv"].splitlines(keepends=True)
        figures[-1] = figures[-1].replace(b"02T16", b"01T16").replace(b",86400\n", b",172800\n")
        changed["figures.csv"] = b"".join(figures)
        self.refused("may hold intervals of the period", zipped(changed))

    def test_subtrees(self):
        rows = self.files["subtrees.csv"].splitlines(keepends=True)
        for row in rows[1:]:
            self.refuse_change(r"subtrees\.csv: the subtree .* is missing", "subtrees.csv",
                               lambda data: data.replace(row, b""))
        more = b"0,%d,%s\n" % (len(self.story.entries) - 1, b"00" * 32)
        self.refuse_change(r"subtrees\.csv: holds subtrees", "subtrees.csv",
                           lambda data: data + more)

    def test_checkpoints(self):
        note = Place.folder / "note.txt"
        note.write_bytes(self.story.notes[max(self.story.notes)])
        self.verified(zipped(self.files), "--checkpoint", note)
        note.write_bytes(self.story.notes[80])
        self.refused("note.txt: it signs 80 entries, before those of the bundle",
                     zipped(self.files), "--checkpoint", note)
        kept = Place.folder / "kept"
        kept.mkdir()
        early, late = kept / f"{80:010}.txt", kept / f"{max(self.story.notes):010}.txt"
        early.write_bytes(self.story.notes[80])
        self.refused("80.txt: all checkpoints sign entries that the bundle lacks",
                     zipped(self.files), "--checkpoint", kept)
        late.write_bytes(self.story.notes[max(self.story.notes)])
        output = self.verified(zipped(self.files), "--checkpoint", kept)
        self.assertIn("NOT CHECKED: 1 checkpoints, over entries that the bundle lacks", output)
        other = forged(Place.ledger, b"other")
        self.refuse_change("key.txt", "key.txt", lambda _: other.key.encode())
        note.write_bytes(other.notes[80])
        self.refused("note.txt: signed by another key", zipped(self.files),
                     "--checkpoint", note)


def verify_blobs(data):
    read = verify.Reader(data)
    while read.at < len(data):
        leaf, length = read.unsigned(), read.unsigned()
        yield leaf, read.take(length)


class PuectlBundles(Case):
    """What `puectl bundle` writes."""

    @classmethod
    def setUpClass(cls):
        path = Place.folder / "puectl.zip"
        ledger = Place.ledger
        period = f"{writer.utc(START)}/{writer.utc(END)}"
        cls.problem = puectl("bundle", "--ledger", ledger, "--period", period, "-o", path)
        if cls.problem:
            return
        with zipfile.ZipFile(path) as file:
            cls.files = {name: file.read(name) for name in file.namelist()}

    def setUp(self):
        self.assertEqual(self.problem, 0)

    def test_as_it_is(self):
        self.verified(Place.folder / "puectl.zip")
        self.assertEqual(puectl("verify", zipped(self.files)), 0)

    def test_folder_of_checkpoints(self):
        """All of the ledger's."""
        kept = Place.folder / "all"
        kept.mkdir()
        file = sqlite3.connect(Place.ledger)
        for size, text in file.execute("SELECT size, text FROM checkpoint"):
            (kept / f"{size:010}.txt").write_text(text)
        file.close()
        path = zipped(self.files)
        self.verified(path, "--checkpoint", kept)
        self.assertEqual(puectl("verify", path, "--checkpoint", kept), 0)
        self.assertNotEqual(puectl("verify", path, "--checkpoint", Place.folder / "none"), 0)

    def test_same_bytes(self):
        """The writer of this test has read the same page."""
        ours = writer.Story(Place.ledger).bundle(START, END, DAYS, [])
        for name, content in ours.items():
            theirs = self.files[name]
            with self.subTest(name=name):
                if name == "bundle.json":
                    content, theirs = json.loads(content), json.loads(theirs)
                self.assertEqual(theirs, content)

    def test_flips(self):
        dice = random.Random(20260303)
        people = ("meters.csv", "report.", "README.txt", "verify.py")
        for name in (name for name in self.files if not name.startswith(people)):
            for _ in range(max(1, FLIPS // 8)):
                path = zipped({**self.files, name: flipped(self.files[name], dice)})
                with self.subTest(name=name):
                    self.assertNotEqual(judged(path)[0], 0)
                    if name not in ("bundle.json", "subtrees.csv"):  # names in them it ignores
                        self.assertNotEqual(puectl("verify", path), 0)


class Month(Case):
    def test_month(self):
        ledger = replayed(Place.build, Place.folder / "long", "35d", "2026-04-01T18:00:00Z")
        self.assertEqual(judged(ledger)[0], 0)
        story = writer.Story(ledger)
        story.sign(b"seed", [2000, len(story.entries)])
        start, end = at("2026-02-28T16:00:00"), at("2026-03-31T16:00:00")
        days = [(time, time + DAY) for time in range(start, end, DAY)]
        files = story.bundle(start, end, days, [(start, end)])
        self.assertEqual(files["figures.csv"].count(b"\nday,"), 31)
        self.verified(zipped(files))


if __name__ == "__main__":
    main()
