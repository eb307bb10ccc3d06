#!/usr/bin/python3
"""verify_py_totals_test.py BUILD_DIR [UNITTEST…]: every total of an interval of the demo site, one
joule off and signed all the same: config/bundle/verify.py and `puectl verify` name it. Exit code
77: SKIPPED."""

import subprocess

from verify_py_case import Case, Place, main, verify  # first: it finds verify.py

import ledger_writer as writer

from demo_ledger import START, forged
from ledger_writer import HOUR


class Totals(Case):
    """Local noon: the sun shines on the demo site."""

    @classmethod
    def setUpClass(cls):
        cls.sound = forged(Place.ledger, b"seed")
        cls.leaf = cls.sound.interval_at(START + 12 * HOUR)
        cls.entry = verify.decoded(cls.sound.entries[cls.leaf], cls.leaf)

    def path_with(self, change):
        """The ledger with that entry changed."""
        story = forged(Place.ledger, b"seed")
        data = story.entries[self.leaf]
        entry = verify.decoded(data, self.leaf)
        change(entry)
        story.entries[self.leaf] = writer.interval(entry)
        story.detail[story.entries[self.leaf]] = story.detail[data]
        story.sign(b"seed", [len(story.entries)])
        return story.write_ledger(Place.folder / "totals.db")

    def both_name(self, name, change):
        with self.subTest(name=name):
            path = self.path_with(change)
            self.refused(rf"entry {self.leaf} \(interval .*: {name} is not", path)
            done = subprocess.run([Place.build / "puectl", "verify", path], capture_output=True,
                                  text=True, check=False)
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stderr, rf"entry {self.leaf} \(interval .*: {name} is ")

    def test_same_bytes(self):
        self.assertEqual(writer.interval(self.entry), self.sound.entries[self.leaf])
        self.verified(self.path_with(lambda entry: None))

    def test_the_site_has_them(self):
        """What makes the next test worth something."""
        absent = [name for name, value in self.entry.totals.items() if value is None]
        self.assertLessEqual(len(absent), 8, absent)
        self.assertGreater(self.entry.totals["renewable energy used"], 0)
        self.assertGreater(self.entry.totals["water"], 0)

    def test_totals(self):
        def more(name):
            def change(entry):
                entry.totals[name] = (entry.totals[name] or 0) + 1
            return change
        for name in verify.TOTALS:
            self.both_name(name, more(name))

    def test_estimates(self):
        def more(field):
            return lambda entry: setattr(entry, field, getattr(entry, field) + 1)
        self.both_name("the estimated part of facility", more("estimated_facility"))
        self.both_name("the estimated part of it", more("estimated_it"))
        self.both_name("renewable energy that is not known", more("unknown"))

    def test_gap(self):
        self.both_name("its gap", lambda entry: setattr(entry, "gap", (entry.start, HOUR // 4)))

    def test_profile(self):
        path = self.path_with(lambda entry: setattr(entry, "flags", entry.flags ^ 2))
        self.refused("profile was not confirmed", path)

    def test_batteries(self):
        most = max(self.entry.totals["battery discharge"] or 0, 0)
        for place in range(3):
            def change(entry, place=place):
                entry.moved[place] = most + 1
            path = self.path_with(change)
            self.refused("moved by batteries", path)
            done = subprocess.run([Place.build / "puectl", "verify", path], capture_output=True,
                                  text=True, check=False)
            self.assertRegex(done.stderr, "moved by batteries")


if __name__ == "__main__":
    main()
