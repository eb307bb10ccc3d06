#!/usr/bin/python3
"""The Grafana dashboard holds to its rules: every panel is described, has a unit and asks the
data source chosen by the reader; every metric of docs/metrics.md is drawn, and what dashboard,
rules and runbooks name exists. Exits 77 (skipped) while there is no docs/metrics.md."""

import json
import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
METRICS = ROOT / "docs/metrics.md"
RULES = (ROOT / "config/prometheus/pued.rules.yml").read_text(encoding="utf-8")
DASHBOARD = json.loads((ROOT / "config/grafana/dashboards/pued.json").read_text(encoding="utf-8"))
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]

METRIC = re.compile(r"(?<![\w:])(?:pue|process)_[a-z0-9_]+(?![\w:])")
RECORDED = re.compile(r"(?<![\w:])[a-z_]+:[a-z0-9_]+:[a-z0-9_]+(?![\w:])")


def expressions():
    return [target["expr"] for panel in PANELS for target in panel["targets"]]


def recording_rules():
    """Recorded name → its expression, read from the text of the rules file."""
    return dict(re.findall(r"- record: (\S+)\n\s+expr: \|-\n((?:\s{10}.*\n)+)", RULES))


def family(name):
    """The name under which docs/metrics.md lists a series of a histogram or summary."""
    return re.sub(r"_(bucket|sum|count)$", "", name)


def metrics_in(text):
    return {family(name) for name in METRIC.findall(text)}


def documented():
    """Names between backticks, as `pue_x` or `pue_x{label}`."""
    text = METRICS.read_text(encoding="utf-8")
    return metrics_in("\n".join(re.findall(r"`([^`]+)`", text)))


def drawn():
    """Metrics in the dashboard, also those behind the recording rules that it draws."""
    text = "\n".join(expressions())
    rules = recording_rules()
    return metrics_in(text + "\n".join(rules[name] for name in RECORDED.findall(text)))


class Layout(unittest.TestCase):
    def test_panel_ids_are_unique(self):
        ids = [panel["id"] for panel in DASHBOARD["panels"]]
        self.assertEqual(len(ids), len(set(ids)))

    def test_panels_do_not_overlap_and_fit_into_24_columns(self):
        taken = set()
        for panel in DASHBOARD["panels"]:
            place = panel["gridPos"]
            cells = {
                (x, y)
                for x in range(place["x"], place["x"] + place["w"])
                for y in range(place["y"], place["y"] + place["h"])
            }
            self.assertLessEqual(place["x"] + place["w"], 24, panel["title"])
            self.assertFalse(cells & taken, panel["title"])
            taken |= cells

    def test_every_panel_has_a_title_a_description_and_a_unit(self):
        for panel in PANELS:
            self.assertTrue(panel["title"])
            self.assertGreater(len(panel["description"]), 20, panel["title"])
            self.assertTrue(panel["fieldConfig"]["defaults"].get("unit"), panel["title"])

    def test_titles_are_unique(self):
        titles = [panel["title"] for panel in DASHBOARD["panels"]]
        self.assertEqual(len(titles), len(set(titles)))


class Queries(unittest.TestCase):
    def test_no_data_source_is_hard_coded(self):
        variable = {"type": "prometheus", "uid": "${datasource}"}
        annotations = DASHBOARD["annotations"]["list"]
        queries = [v for v in DASHBOARD["templating"]["list"] if v["type"] == "query"]
        targets = [target for panel in PANELS for target in panel["targets"]]
        for asker in PANELS + targets + annotations + queries:
            self.assertEqual(asker["datasource"], variable)

    def test_every_expression_is_bound_to_the_chosen_site(self):
        for expression in expressions():
            if "pue_build_info" in expression:  # the one metric without a site
                continue
            selectors = expression.count("{")
            self.assertGreater(selectors, 0, expression)
            self.assertEqual(expression.count('site="$site"'), selectors, expression)

    def test_no_expression_invents_data(self):
        for expression in expressions():
            self.assertNotRegex(expression, r"\b(vector|absent)\s*\(")

    def test_no_expression_averages_a_ratio(self):
        for expression in expressions():
            self.assertNotRegex(expression, r"\bavg(_over_time)?\b")

    def test_recorded_series_have_their_rule(self):
        used = set(RECORDED.findall("\n".join(expressions())))
        self.assertEqual(used, set(recording_rules()))


@unittest.skipUnless(METRICS.exists(), "docs/metrics.md does not exist")
class Metrics(unittest.TestCase):
    def test_every_documented_metric_is_drawn(self):
        self.assertEqual(documented() - drawn(), set())

    def test_the_dashboard_draws_only_documented_metrics(self):
        self.assertEqual(drawn() - documented(), set())

    def test_the_rules_judge_only_documented_metrics(self):
        self.assertEqual(metrics_in(RULES) - documented(), set())

    def test_the_runbooks_name_only_documented_metrics(self):
        for runbook in (ROOT / "docs/runbooks").glob("*.md"):
            named = metrics_in(runbook.read_text(encoding="utf-8"))
            self.assertEqual(named - documented(), set(), runbook.name)


if __name__ == "__main__":
    outcome = unittest.main(exit=False).result
    if not outcome.wasSuccessful():
        sys.exit(1)
    if not METRICS.exists():
        print("SKIPPED: docs/metrics.md does not exist, metric names were not compared")
        sys.exit(77)
