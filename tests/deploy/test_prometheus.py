"""Prometheus finds every process of the house by the names that compose and Kubernetes give them."""

import re

import pytest
import yaml

from gateway.house import all_services
from kit.settings import Settings
from tests.deploy.conftest import ROOT

FOLDER = ROOT / "deploy" / "prometheus"
NAMES = sorted(service.name for service in all_services())


@pytest.fixture(scope="module")
def jobs():
    told = yaml.safe_load((FOLDER / "prometheus.yaml").read_text("utf-8"))
    return {job["job_name"]: job for job in told["scrape_configs"]}


def test_it_asks_every_process_at_its_port(jobs):
    (found,) = jobs["atrium"]["dns_sd_configs"]
    assert sorted(found["names"]) == NAMES
    assert found["port"] == Settings().port


@pytest.mark.parametrize("label", ["job", "process"])
def test_alerts_speak_of_what_is_asked(jobs, label):
    spoken_of = set(re.findall(rf'\b{label}="(\w+)"', (FOLDER / "alerts.yaml").read_text("utf-8")))
    assert spoken_of
    assert spoken_of <= {"job": set(jobs), "process": set(NAMES)}[label]
