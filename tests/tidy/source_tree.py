"""What all checks of the house rules share: which files there are, which folder stands above which,
and C++ text without comments and literals. Run by itself with --pure it lists the pure sources."""
import os
import re
import sys
from pathlib import Path

NOT_OURS = {".git", "build", ".quickstart", "__pycache__", ".cache"}
CODE_FOLDERS = ("daemon", "exporters", "tests")

# The arrows of docs/architecture.md: a folder includes only itself and folders of a lower number.
# Folders with the same number know nothing of each other.
LEVEL = {
    "base": 0, "modbus": 1, "meter": 2, "energy": 3, "site": 4, "kpi": 5, "engine": 6,
    "config": 7, "ledger": 7,
    "exporters": 8,
    "exporters/prometheus": 9, "exporters/rules": 9, "exporters/api": 9,
    "exporters/page": 10,  # its explanations are those of the API
    "exporters/report": 11,  # its charts and tables are drawn as those of the page
    "ledger/store": 12, "runtime": 13, "exporters/http": 14, "commands": 15, "": 16,
}
SHELL = 12  # from this level on there is I/O


def files(root):
    """Every file of the project, relative to its root, sorted; nothing that a build made."""
    found = []
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if name not in NOT_OURS)
        found += [Path(folder, name).relative_to(root) for name in sorted(names)
                  if name not in NOT_OURS]
    return found


def cpp_files(root):
    return [path for path in files(root)
            if path.suffix in (".h", ".cpp") and path.parts[0] in CODE_FOLDERS]


def is_cpp_of_product(path):
    return path.suffix in (".h", ".cpp") and path.parts[0] in ("daemon", "exporters")


def folder_of(path):
    """The folder of a product's file as includes name it: "modbus", "exporters/page", "" for the
    programs."""
    parts = path.parts[:-1]
    return "/".join(parts[1:] if parts[0] == "daemon" else parts)


def is_pure(path):
    return is_cpp_of_product(path) and LEVEL.get(folder_of(path), SHELL) < SHELL


def read(root, path):
    return Path(root, path).read_text(encoding="utf-8", errors="replace")


LITERAL_OR_COMMENT = re.compile(
    r'R"(?P<mark>[^(\s]{0,16})\(.*?\)(?P=mark)"'  # raw string
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'"        # not the separator of 1'000
    r"|//[^\n]*|/\*.*?\*/", re.DOTALL)


def bare_code(text):
    """The text with literals emptied and comments blanked; lines keep their numbers."""
    def blank(match):
        found = match.group()
        lines = "\n" * found.count("\n")
        return lines if found.startswith("/") else '""' + lines
    return LITERAL_OR_COMMENT.sub(blank, text)


def report(problems):
    """Prints the problems; the exit code of a check."""
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    if sys.argv[1:2] != ["--pure"] or len(sys.argv) != 3:
        sys.exit("usage: source_tree.py --pure ROOT")
    for source in cpp_files(sys.argv[2]):
        if is_pure(source) and source.suffix == ".cpp":
            print(source)
