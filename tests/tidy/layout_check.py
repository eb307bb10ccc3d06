#!/usr/bin/env python3
"""The top level has its fixed entries, files are named as the rules say, every unit has its test,
and no two documents have the same name."""
import re
import sys
from pathlib import Path

import source_tree

TOP_LEVEL = {
    ".ci", ".clang-format", ".clang-tidy", ".editorconfig", ".gitignore", "CHANGELOG.md",
    "CMakeLists.txt", "CMakePresets.json", "CONTRIBUTING.md", "LICENSE", "README.md", "config",
    "daemon", "docs", "exporters", "quickstart", "systemd", "tests",
}
SNAKE_CASE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*(\.[a-z0-9]+)*")
CODE = {".h", ".cpp", ".py", ".sh", ""}
TEST_NAME = re.compile(r'TEST_CASE\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')
UNITS_WITHOUT_TEST = "tests/tidy/units_without_test.txt"


def top_level_problems(root):
    present = {entry.name for entry in Path(root).iterdir()} - source_tree.NOT_OURS
    for name in sorted(present - TOP_LEVEL):
        yield f"{name}: not one of the top level's entries"
    for name in sorted(TOP_LEVEL - present):
        yield f"{name}: missing at the top level"


def name_problems(paths):
    for path in paths:
        if path.parts[0] not in source_tree.CODE_FOLDERS or path.name == "CMakeLists.txt":
            continue
        if path.suffix in CODE and not SNAKE_CASE.fullmatch(path.name):
            yield f"{path}: not snake_case"


def document_problems(paths):
    seen = {}
    for path in paths:
        if path.suffix == ".md" and path.name != "README.md":
            other = seen.setdefault(path.name.lower(), path)
            if other != path:
                yield f"{path}: {other} has the same name"


def test_of(path):
    """daemon/energy/x.cpp → tests/unit/energy/x_test.cpp; ledger/store → tests/unit/store."""
    folder = source_tree.folder_of(path).removeprefix("ledger/")
    return Path("tests/unit", folder, path.stem + "_test.cpp")


def needs_test(path):
    return path.suffix == ".cpp" and (
        source_tree.is_pure(path) or path.parent == Path("daemon/ledger/store"))


def excused(root):
    """Lines "FILE: reason, tests/…" of the list; the reason names the test that covers the unit."""
    listed = Path(root, UNITS_WITHOUT_TEST)
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    return dict(line.split(":", 1) for line in lines if ":" in line and not line.startswith("#"))


def excuse_problems(root, unit, reason):
    if not Path(root, unit).exists():
        yield f"{UNITS_WITHOUT_TEST}: {unit} is not there any more"
    elif Path(root, test_of(Path(unit))).exists():
        yield f"{UNITS_WITHOUT_TEST}: {unit} has a test of its own now"
    covering = re.search(r"\btests/[\w/.-]+\w", reason)
    if not covering or not Path(root, covering.group()).exists():
        yield f"{UNITS_WITHOUT_TEST}: {unit}: name the test (tests/…) that covers it"


def test_problems(root, paths):
    excuses = excused(root)
    for unit, reason in excuses.items():
        yield from excuse_problems(root, unit, reason)
    for path in paths:
        if (source_tree.is_cpp_of_product(path) and needs_test(path)
                and str(path) not in excuses and not Path(root, test_of(path)).exists()):
            yield f"{path}: no {test_of(path)}"


def test_name_problems(root, paths):
    """CTest takes a name with such a character for another one, finds no test case, and passes."""
    for path in paths:
        if path.parts[0] != "tests" or path.suffix != ".cpp":
            continue
        for match in TEST_NAME.finditer(source_tree.read(root, path)):
            if re.search(r"[;\[\]\\]", match.group(1)):
                yield f"{path}: a test case must have none of ; [ ] \\ in its name"


def check(root):
    paths = source_tree.files(root)
    return [*top_level_problems(root), *name_problems(paths), *document_problems(paths),
            *test_problems(root, paths), *test_name_problems(root, paths)]


if __name__ == "__main__":
    sys.exit(source_tree.report(check(sys.argv[1])))
