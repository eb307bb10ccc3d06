#!/usr/bin/env python3
"""Headers say what they are; no text leaves work open or names a place outside the project."""
import re
import sys
from pathlib import Path

import source_tree

BINARY = {".png", ".jpg", ".gif", ".ico", ".gz", ".zip", ".db", ".pdf", ".woff2"}
# Written apart, so that this file does not find itself.
LEFT_OPEN = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
OUTSIDE = re.compile(r"\.\./sha" r"red|(?<![\w.])/wo" r"rk/|(?<![\w.])/ro" r"ot/"
                     r"|deb\.deb" r"ian\.org")
OPENING = re.compile(r"\s*(#pragma once\s+)?//\s*\S")


def header_problems(path, text):
    if "#pragma once" not in text:
        yield f"{path}: no #pragma once"
    if not OPENING.match(text):
        yield f"{path}: does not open with a comment that says what it is, and what it is not"


def check(root):
    problems = []
    for path in source_tree.files(root):
        if path.suffix in BINARY or Path(root, path).is_symlink():
            continue
        text = source_tree.read(root, path)
        for number, line in enumerate(text.splitlines(), 1):
            if LEFT_OPEN.search(line):
                problems.append(f"{path}:{number}: work left open: finish it, or an issue")
            if OUTSIDE.search(line):
                problems.append(f"{path}:{number}: names a place outside the project")
        if path.suffix == ".h":
            problems += header_problems(path, text)
    return problems


if __name__ == "__main__":
    sys.exit(source_tree.report(check(sys.argv[1])))
