"""docs/openapi.yaml as a test reads it: which routes there are, what to ask them, and whether an
answer is as described. It starts nothing."""

import collections
import http.client
import json
import sys
import urllib.parse

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"SKIPPED: {missing}: install python3-jsonschema and python3-yaml")
    sys.exit(77)

METHODS = ("get", "post", "put", "delete", "patch")
Answer = collections.namedtuple("Answer", "status headers body")


def ask(port, method, path, parameters):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    query = urllib.parse.urlencode(parameters)
    connection.request(method, f"{path}?{query}" if query else path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return Answer(answer.status, answer.headers, body)


class Document:
    def __init__(self, path):
        self._whole = yaml.safe_load(path.read_text())
        assert self._whole["openapi"].startswith("3.1."), self._whole["openapi"]
        for schema in self._whole["components"]["schemas"].values():
            jsonschema.Draft202012Validator.check_schema(schema)
        self._resolve_all(self._whole)

    def _resolved(self, node):
        while "$ref" in node:
            target = self._whole
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node

    def _resolve_all(self, node):
        """An error when a reference leads nowhere."""
        if isinstance(node, dict):
            if "$ref" in node:
                self._resolved(node)
            for value in node.values():
                self._resolve_all(value)
        elif isinstance(node, list):
            for value in node:
                self._resolve_all(value)

    def paths(self):
        return list(self._whole["paths"])

    def methods(self, path):
        return {method for method in METHODS if method in self._whole["paths"][path]}

    def operations(self):
        return [(path, method) for path in self.paths() for method in self.methods(path)]

    def queries(self, path, method):
        """Each parameter's examples in turn, with the first ones of the others."""
        parameters = [self._resolved(one)
                      for one in self._whole["paths"][path][method].get("parameters", [])]
        examples = {one["name"]: one["schema"]["examples"] for one in parameters}
        first = {name: values[0] for name, values in examples.items()}
        yield first
        for name, values in examples.items():
            for value in values[1:]:
                yield {**first, name: value}

    def validate(self, path, method, answer):
        responses = self._whole["paths"][path][method]["responses"]
        assert str(answer.status) in responses, f"{path}: {answer.status} is not documented"
        self._validate_content(self._resolved(responses[str(answer.status)]), answer, path)

    def validate_error(self, answer):
        """It has the form of all errors."""
        self._validate_content(self._whole["components"]["responses"]["Error"], answer, "an error")
        assert answer.status >= 400, answer.status

    def _validate_content(self, response, answer, place):
        kind = answer.headers["Content-Type"]
        assert kind in response["content"], f"{place}: {kind} is not documented"
        if kind != "application/json":
            assert answer.body, f"{place}: an empty answer"
            return
        schema = response["content"][kind]["schema"]
        resolver = jsonschema.RefResolver("", self._whole)
        problem = jsonschema.exceptions.best_match(
            jsonschema.Draft202012Validator(schema, resolver=resolver).iter_errors(
                json.loads(answer.body)))
        assert problem is None, f"{place}: {problem.message} at {list(problem.absolute_path)}"
