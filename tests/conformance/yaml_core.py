"""YAML as editors read it: the core schema of YAML 1.2 (10.3.2). PyYAML alone reads YAML 1.1, where
2024-05-01 is a date, 0:30 a number and `on` true."""
import yaml


class CoreLoader(yaml.SafeLoader):
    yaml_implicit_resolvers = {}


def _resolves(tag, pattern, first):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", yaml.resolver.re.compile(pattern),
                                     first)


def _whole_number(loader, node):
    text = loader.construct_scalar(node)
    return int(text, {"0x": 16, "0o": 8}.get(text[:2], 10))


_resolves("null", r"(~|null|Null|NULL|)\Z", ["~", "n", "N", ""])
_resolves("bool", r"(true|True|TRUE|false|False|FALSE)\Z", list("tTfF"))
_resolves("int", r"([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\Z", list("-+0123456789"))
_resolves("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z",
          list("-+.0123456789"))
CoreLoader.add_constructor("tag:yaml.org,2002:int", _whole_number)
CoreLoader.add_constructor("tag:yaml.org,2002:float",
                           lambda loader, node: float(loader.construct_scalar(node)))


def load(text):
    return yaml.load(text, CoreLoader)
