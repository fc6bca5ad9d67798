"""Alerts, runbook and dashboard hold together, and Prometheus and Grafana can read them."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.operators import papers
from tests.operators.promtool import promtool

ALERTS = {rule["alert"]: rule for rule in papers.alerts()}
# Made from the type `Dashboard` of Grafana's own package @grafana/schema 11.6.0 with ts-json-schema-generator 2.4.0.
SCHEMA = json.loads((Path(__file__).parent / "grafana_dashboard.schema.json").read_text("utf-8"))


def checks_of(alert):
    """How the tests of the rules look at an alert: whether each expects it to fire."""
    told = yaml.safe_load((papers.PROMETHEUS / "alerts.test.yaml").read_text("utf-8"))
    tests = [check for test in told["tests"] for check in test["promql_expr_test"]]
    return {bool(check["exp_samples"]) for check in tests if f'alertname="{alert}"' in check["expr"]}


class TestRules:
    def test_prometheus_can_read_its_configuration(self):
        assert "valid prometheus config" in promtool("check", "config", str(papers.PROMETHEUS / "prometheus.yaml"))

    def test_each_alert_fires_when_it_should_and_not_otherwise(self):
        assert "SUCCESS" in promtool("test", "rules", str(papers.PROMETHEUS / "alerts.test.yaml"))

    @pytest.mark.parametrize("alert", ALERTS)
    def test_both_is_tried_of_every_alert(self, alert):
        assert checks_of(alert) == {True, False}

    @pytest.mark.parametrize("alert", ALERTS)
    def test_it_says_how_bad_it_is_and_what_it_means_in_both_languages(self, alert):
        rule = ALERTS[alert]
        assert rule["labels"]["severity"] in ("critical", "warning")
        assert set(rule["annotations"]) == {"summary", "summary_zh", "description", "runbook_url"}
        assert rule["annotations"]["runbook_url"] == f"docs/operations.md#{alert.lower()}"


class TestRunbook:
    def test_every_alert_has_its_entry_and_there_is_no_other(self):
        assert set(papers.runbook()) == set(ALERTS)

    @pytest.mark.parametrize("alert", ALERTS)
    def test_an_entry_says_all_that_is_asked_at_night(self, alert):
        entry = papers.runbook()[alert]
        parts = ("**Means.**", "**Look.**", "**Do.**", "**Over.**", "**Tried.**")
        assert [part for part in parts if part not in entry] == []


class TestDashboard:
    def test_it_is_a_dashboard_in_grafanas_own_words(self):
        jsonschema.Draft7Validator(SCHEMA).validate(json.loads(papers.DASHBOARD.read_text("utf-8")))

    def test_the_schema_would_notice_what_grafana_does_not_know(self):
        wrong = json.loads(papers.DASHBOARD.read_text("utf-8"))
        wrong["panels"][1]["gridPosition"] = wrong["panels"][1].pop("gridPos")
        assert not jsonschema.Draft7Validator(SCHEMA).is_valid(wrong)

    def test_prometheus_understands_every_query(self, tmp_path):
        asked = [query for panel in papers.panels() for query in papers.queries(panel)]
        rules = [{"record": f"panel:{number}", "expr": query} for number, query in enumerate(asked)]
        (tmp_path / "rules.yaml").write_text(json.dumps({"groups": [{"name": "panels", "rules": rules}]}))
        assert f"{len(asked)} rules found" in promtool("check", "rules", str(tmp_path / "rules.yaml"))

    def test_its_data_source_is_the_one_provided(self):
        folder = papers.DASHBOARD.parent.parent / "provisioning" / "datasources"
        (source,) = yaml.safe_load((folder / "prometheus.yaml").read_text("utf-8"))["datasources"]
        assert {panel["datasource"]["uid"] for panel in papers.panels()} == {source["uid"]}
