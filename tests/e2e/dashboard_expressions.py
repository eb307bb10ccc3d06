#!/usr/bin/python3
"""dashboard_expressions.py PROMETHEUS_URL [SITE]: runs every expression of the dashboard, its
variables filled in as Grafana would, and fails on each that gives no data or a number that is not
finite. Metrics that need a year of history, or a meter that not every site has, may be absent:
their expressions must only be understood. It judges a running Prometheus that has scraped a running
pued for at least a minute (links have no load before); it starts neither."""

import json
import math
import pathlib
import re
import sys
import urllib.error
import urllib.parse
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
DASHBOARD = ROOT / "config/grafana/dashboards/pued.json"
# What docs/metrics.md lets be absent: figures of 12 months and 30 days, of accuracy classes, parks,
# curtailment and grid regions; changes against a day before; branches that are not complete;
# meters that tell no serial number; a
# clock of which the kernel does not tell.
MAY_BE_ABSENT = {
    "pue_annual_carbon_grams",
    "pue_annual_ratio",
    "pue_budget_burn_rate",
    "pue_budget_remaining_joules",
    "pue_budget_remaining_ratio",
    "pue_carbon_grams_total",
    "pue_carbon_usage_grams_per_joule",
    "pue_clock_synchronised",
    "pue_category_ratio",
    "pue_energy_reuse_ratio",
    "pue_reused_heat_joules_total",
    "pue_water_cubic_meters_total",
    "pue_water_usage_cubic_meters_per_joule",
    "pue_change_is_it_drop",
    "pue_change_it_load_ratio",
    "pue_change_ratio",
    "pue_meter_balance_residual_watts",
    "pue_meter_swaps_total",
    "pue_renewable_target_met",
    "pue_renewable_target_ratio",
    "pue_renewable_utilisation_ratio",
    "pue_required_rest_of_year_ratio",
    "pue_standard_coal_grams",
    "pue_uncertainty_ratio",
    "pue_year_end_projection_ratio",
}


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
    if not samples and not set(re.findall(r"pue_[a-z_]+", expression)) <= MAY_BE_ABSENT:
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
