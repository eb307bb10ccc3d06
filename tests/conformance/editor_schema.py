"""The two schemas of config/, as editors use them."""
import json
import pathlib

import jsonschema
import yaml_core

CONFIG = pathlib.Path(__file__).resolve().parents[2] / "config"
SITE = "pued.schema.json"
PROFILE = "profile.schema.json"
TEXTS = {name: json.loads((CONFIG / name).read_text(encoding="utf-8")) for name in (SITE, PROFILE)}
# The section of docs/configuration.md that a place of a schema has, where they are not the same.
SECTIONS = {(SITE, ""): "document", (PROFILE, ""): "profile",
            (SITE, "meters[].points[]"): "points[]", (SITE, "meters[].forbidden[]"): "forbidden[]"}


def validator(name):
    store = {f"file:///{other}": text for other, text in TEXTS.items()}
    resolver = jsonschema.RefResolver(f"file:///{name}", TEXTS[name], store)
    return jsonschema.Draft7Validator(TEXTS[name], resolver=resolver)


VALIDATORS = {name: validator(name) for name in TEXTS}


def errors(text, name=SITE):
    """What an editor would underline, as texts; none: the schema takes it."""
    found = VALIDATORS[name].iter_errors(yaml_core.load(text))
    return [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in found]


def follow(schema, name):
    """The schema that a $ref leads to, with the file that it stands in."""
    while "$ref" in schema:
        file, _, pointer = schema["$ref"].partition("#/")
        name = file or name
        schema = TEXTS[name]
        for part in pointer.split("/"):
            schema = schema[part]
    return schema, name


class Section:
    """A mapping that a schema describes, as a section of docs/configuration.md does."""

    def __init__(self, name, schema, file):
        self.name, self.schema, self.file = name, schema, file

    def keys(self):
        """{key: its schema}, where it is a $ref together with what that leads to."""
        return {key: {**follow(below, self.file)[0], **below}
                for key, below in self.schema["properties"].items()}


def sections():
    """{name: Section} of both schemas."""
    found = {}
    for name, text in TEXTS.items():
        _walk(text, name, "", name, found)
    return found


def _walk(schema, file, place, root, found):
    schema, file = follow(schema, file)
    if "items" in schema:
        _walk(schema["items"], file, place + "[]", root, found)
    if isinstance(schema.get("additionalProperties"), dict):
        _walk(schema["additionalProperties"], file, place + ".NAME", root, found)
    if "properties" not in schema or schema.get("type") != "object":
        return
    name = SECTIONS.get((root, place), place)
    same = found.setdefault(name, Section(name, schema, file))
    assert same.schema == schema, f"{name} has two schemas"
    for key, below in schema["properties"].items():
        key = "NAME" if place == "alerts" else key
        _walk(below, file, f"{place}.{key}".lstrip("."), root, found)
