#!/usr/bin/python3
"""verify_py_drop_test.py BUILD_DIR [UNITTEST…]: detail of a few days of the demo site that was
dropped by rule, as ledgers and bundles by ledger_writer.py, judged by config/bundle/verify.py and
`puectl verify`. Exit code 77: SKIPPED."""

from verify_py_case import (  # first: it finds verify.py
    Case, Place, main, puectl, verify, zipped)

import ledger_writer as writer

from demo_ledger import DAYS, END, START, forged
from ledger_writer import HOUR, at

BOUND = at("2026-12-31T16:00:00")  # the new year of Shanghai, a multiple of four hours
WRITTEN = at("2030-01-02T00:00:00")  # when a rule of three years keeps 2027 and later


class Drops(Case):
    """Every interval of the ledger, or those that end after a time: the newest go first."""

    def story(self, after=None, gone=True, **said):
        """`said`: what the entry says otherwise than it should, or makes from it."""
        story = forged(Place.ledger, b"seed")
        named = [leaf for leaf, entry in story.intervals()]
        true = {"written": WRITTEN, "years": 3, "bound": BOUND, "first": min(named),
                "last": max(named), "count": len(named), "size": 12345}
        said = {name: value(true[name]) if callable(value) else value
                for name, value in said.items()}
        story.entries.append(writer.drop(**{**true, **said}))
        self.named = len(named)
        for leaf, entry in story.intervals():
            if gone and (after is None or entry.end > after):
                del story.detail[story.entries[leaf]]
        story.sign(b"seed", [len(story.entries)])
        return story

    def ledger(self, *arguments, **said):
        return self.story(*arguments, **said).write_ledger(Place.folder / "drop.db")

    def both_verify(self, path):
        output = self.verified(path)
        self.assertEqual(puectl("verify", path), 0)
        return output

    def both_refuse(self, pattern, path):
        self.refused(pattern, path)
        self.assertNotEqual(puectl("verify", path), 0, f"puectl believes it: {pattern}")

    def test_dropped(self):
        output = self.both_verify(self.ledger())
        self.assertIn(f"the totals of {self.named} interval versions, whose detail was dropped",
                      output)

    def test_announced_only(self):
        """The daemon was stopped between the entry and the deletion."""
        self.assertNotIn("dropped by rule", self.both_verify(self.ledger(gone=False)))

    def test_half_done(self):
        path = self.ledger(START + 25 * HOUR + HOUR // 4)
        self.assertIn("dropped by rule", self.both_verify(path))

    def test_other_intervals(self):
        for said in ({"count": lambda n: n - 1}, {"count": lambda n: n + 1},
                     {"first": lambda n: n + 1}, {"first": lambda n: n - 1},
                     {"last": lambda n: n - 1}):
            with self.subTest(said=said):
                size = len(forged(Place.ledger, b"seed").entries)
                self.both_refuse(rf"entry {size}: it (does not name all|names)",
                                 self.ledger(**said))

    def test_another_bound(self):
        for said in ({"years": 4}, {"bound": BOUND + 4 * HOUR},
                     {"written": at("2029-12-31T15:59:59")}):
            with self.subTest(said=said):
                self.both_refuse("its bound is not that of its rule", self.ledger(**said))

    def test_form(self):
        for said in ({"years": 2}, {"years": 101}, {"count": 0}):
            with self.subTest(said=said):
                self.both_refuse("(a rule of|it names no)", self.ledger(**said))

    def test_nothing_says_so(self):
        story = self.story()
        story.entries.pop()
        story.sign(b"seed", [len(story.entries)])
        self.both_refuse(r"entry \d+ \(interval .*no entry says",
                         story.write_ledger(Place.folder / "drop.db"))

    def test_bundle(self):
        path = zipped(self.story().bundle(START, END, DAYS, []))
        self.assertIn("whose detail was dropped", self.verified(path))

    def test_bundle_without_reason(self):
        story = self.story()
        story.entries.pop()
        story.sign(b"seed", [len(story.entries)])
        self.refused(r"energies\.bin entry \d+: is missing",
                     zipped(story.bundle(START, END, DAYS, [])))


if __name__ == "__main__":
    main()
