#!/usr/bin/env python3
"""What is said to stand in docs/ stands there: each "docs/x.md, section" names a heading of that
page, and each page named exists. A section may be quoted; after it may come a rule's number."""
import re
import sys
from pathlib import Path

import source_tree

PAGE = r"docs/[\w/-]+\.md"
NAMED = re.compile(rf"(?<![\w./-])({PAGE})\b")
SECTION = re.compile(rf'(?<![\w./-])({PAGE}),\s+(?:"([^"]+)"|([^".;:,()]+?))\s*[".;:,()]')
COMMENT_BREAK = re.compile(r"\n[ \t]*(?://[/!]?|#)?[ \t]*")
HEADING = re.compile(r"^#+\s+(.+?)\s*$", re.MULTILINE)
READ = {".h", ".cpp", ".py", ".md", ".yaml", ".yml", ".txt", ""}


def headings(root, page):
    return {heading.lower() for heading in HEADING.findall(source_tree.read(root, page))}


def problems_of(root, path, text):
    for page in sorted(set(NAMED.findall(text))):
        if not Path(root, page).is_file():
            yield f"{path}: {page} does not exist"
    for match in SECTION.finditer(COMMENT_BREAK.sub(" ", text)):
        page, section = match.group(1), match.group(2) or match.group(3)
        if Path(root, page).is_file() and section.lower() not in headings(root, page):
            yield f'{path}: {page} has no section "{section}"'


def check(root):
    problems = []
    for path in source_tree.files(root):
        if path.suffix not in READ or path.parts[:2] == ("tests", "tidy"):
            continue
        problems += problems_of(root, path, source_tree.read(root, path))
    return problems


if __name__ == "__main__":
    sys.exit(source_tree.report(check(sys.argv[1])))
