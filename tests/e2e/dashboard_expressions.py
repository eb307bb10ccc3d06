#!/usr/bin/python3
"""dashboard_expressions.py PROMETHEUS_URL [SITE]: runs every expression of the dashboard, its
variables filled in as Grafana would, and fails on each that gives no data or a number that is not
finite. It judges a running Prometheus that has scraped a running
pued for at least a minute (links have no load before); it starts neither."""

import json
import math
import pathlib
import sys
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
DASHBOARD = ROOT / "config/grafana/dashboards/pued.json"


def get(url, path, **parameters):
    """The `data` of an answer of Prometheus's HTTP API."""
    address = f"{url.rstrip('/')}{path}?{urllib.parse.urlencode(parameters)}"
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return json.load(answer)["data"]
    except urllib.error.HTTPError as error:
        raise SystemExit(f"{path} {parameters}: {error.read().decode()}") from error


def first_site(url):
    """What Grafana's variable `site` would choose."""
    sites = get(
        url, "/api/v1/label/site/values", **{"match[]": "pue_config_last_reload_successful"}
    )
    if not sites:
        raise SystemExit("no site: Prometheus has no pue_config_last_reload_successful")
    return sites[0]


def expressions():
    """(panel title, expression) of every target."""
    for panel in json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]:
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"]


def fault(url, expression):
    """What is wrong with the answer to an expression, or nothing."""
    if "vector(" in expression:
        return "makes up data with vector()"
    samples = get(url, "/api/v1/query", query=expression)["result"]
    if not samples:
        return "gives no data"
    for sample in samples:
        if not math.isfinite(float(sample["value"][1])):
            return f"gives {sample['value'][1]} for {sample['metric']}"
    return None


def main(url, site=None):
    site = site or first_site(url)
    asked = 0
    faults = []
    for title, expression in expressions():
        filled = expression.replace("$site", site).replace("$__rate_interval", "1m")
        if "$" in filled:
            faults.append(f"{title}: a variable that is not filled in: {filled}")
            continue
        asked += 1
        wrong = fault(url, filled)
        if wrong:
            faults.append(f"{title}: {wrong}: {filled}")
    print(f"{asked} expressions of site {site}, {len(faults)} at fault")
    for line in faults:
        print(line, file=sys.stderr)
    return 1 if faults or not asked else 0


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
