"""Prometheus's own checker, where it is to be had."""

import os
import shutil
import subprocess

import pytest


def promtool(*arguments: str, told: str | None = None) -> str:
    """What promtool says, which must have found nothing. Without it a test is reported as not run, in CI as failed."""
    program = shutil.which("promtool")
    if program is None:
        why = "promtool is missing: install the package prometheus, or run the tests with `make test`"
        pytest.fail(why) if os.environ.get("CI") == "true" else pytest.skip(f"not run: {why}")
    done = subprocess.run([program, *arguments], input=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
