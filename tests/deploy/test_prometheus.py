"""Prometheus finds every process of the house by the names that compose and Kubernetes give them."""

import re

import pytest
import yaml

from gateway.house import all_services
from kit.settings import Settings
from tests.deploy.conftest import ROOT

FOLDER = ROOT / "deploy" / "prometheus"
JOBS = {
    job["job_name"]: job for job in yaml.safe_load((FOLDER / "prometheus.yaml").read_text("utf-8"))["scrape_configs"]
}
NAMES = sorted(service.name for service in all_services())
ALERTS = (FOLDER / "alerts.yaml").read_text("utf-8")


def test_it_asks_every_process_at_its_port():
    (found,) = JOBS["atrium"]["dns_sd_configs"]
    assert sorted(found["names"]) == NAMES
    assert found["port"] == Settings().port


@pytest.mark.parametrize("label", ["job", "process"])
def test_alerts_speak_of_what_is_asked(label):
    spoken_of = set(re.findall(rf'\b{label}="(\w+)"', ALERTS))
    assert spoken_of
    assert spoken_of <= {"job": set(JOBS), "process": set(NAMES)}[label]
