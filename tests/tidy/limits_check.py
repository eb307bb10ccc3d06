#!/usr/bin/env python3
"""Files of at most 500 lines, functions of at most 70, lines of at most 100 columns."""
import re
import sys

import source_tree

FILE_LINES = 500
FUNCTION_LINES = 70
COLUMNS = 100
CHECKED = {".h", ".cpp", ".py", ".sh", ".cmake"}

# What stands before a brace that opens no function.
NO_FUNCTION = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b|[=,(]\s*$|\breturn\s*$")


def is_function(header):
    return ")" in header and not NO_FUNCTION.search(header)


def long_functions(text):
    """(line, length) of the functions beyond the limit; what is inside a function is part of it."""
    code = source_tree.bare_code(text)
    found, open_braces, header_start, function = [], [], 0, None
    for place, character in enumerate(code):
        if character == "{":
            opens = function is None and is_function(code[header_start:place])
            if opens:
                header = code[header_start:place]
                function = header_start + len(header) - len(header.lstrip())
            open_braces.append(opens)
        elif character == "}" and open_braces:
            if open_braces.pop():
                lines = code.count("\n", function, place) + 1
                if lines > FUNCTION_LINES:
                    found.append((code.count("\n", 0, function) + 1, lines))
                function = None
        if character in "{};":
            header_start = place + 1
    return found


def problems_of(path, text):
    problems = []
    lines = text.splitlines()
    if len(lines) > FILE_LINES:
        problems.append(f"{path}: {len(lines)} lines, at most {FILE_LINES}: it holds two ideas")
    for number, line in enumerate(lines, 1):
        if len(line) > COLUMNS:
            problems.append(f"{path}:{number}: {len(line)} columns, at most {COLUMNS}")
    if path.suffix in (".h", ".cpp"):
        problems += [f"{path}:{line}: a function of {length} lines, at most {FUNCTION_LINES}"
                     for line, length in long_functions(text)]
    return problems


def check(root):
    problems = []
    for path in source_tree.files(root):
        if path.suffix in CHECKED and path.parts[0] in source_tree.CODE_FOLDERS:
            problems += problems_of(path, source_tree.read(root, path))
    return problems


if __name__ == "__main__":
    sys.exit(source_tree.report(check(sys.argv[1])))
