"""Secrets as `make up` makes them, and settings as a container reads them."""

import subprocess
from collections.abc import Collection
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def secrets(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("secrets")
    subprocess.run([ROOT / "deploy" / "secrets.sh", folder], check=True)
    return folder


def as_read_inside(environment: dict[str, str], secrets: Path, only: Collection[str]) -> dict[str, str]:
    """The environment with its secrets where they are here; those that the container is not given stay out of reach."""
    inside = {}
    for variable, value in environment.items():
        name = Path(value).name
        given = name in only or "{service}" in name
        inside[variable] = str(secrets / name) if value.startswith("/run/secrets/") and given else value
    return inside
