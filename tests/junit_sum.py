#!/usr/bin/env python3
"""Sums ctest's JUnit files: prints why tests were skipped, then "PASSED FAILED SKIPPED"."""
import sys
import xml.etree.ElementTree as ElementTree


def was_skipped(case):
    """Skipped by its own will; ctest calls a test "skipped" too whose program is not there."""
    mark = case.find("skipped")
    return mark is not None and mark.get("message", "").startswith("SKIP_")


def skip_reason(case):
    """The line that the test printed, else what ctest says."""
    for line in (case.findtext("system-out") or "").splitlines():
        if line.startswith("SKIPPED:"):
            return line.removeprefix("SKIPPED:").strip()
    return case.find("skipped").get("message", "no reason given")


def main(paths):
    passed = failed = skipped = 0
    for path in paths:
        for case in ElementTree.parse(path).getroot().iter("testcase"):
            if case.find("failure") is not None or case.get("status") == "fail":
                failed += 1
            elif was_skipped(case):
                skipped += 1
                print(f"SKIPPED: {case.get('name')}: {skip_reason(case)}", file=sys.stderr)
            elif case.get("status") == "run":
                passed += 1
            else:  # "notrun": its program is not there
                failed += 1
    print(passed, failed, skipped)


if __name__ == "__main__":
    main(sys.argv[1:])
