"""Starts the command line; where services will run, the process is made green before anything else is imported."""

import sys

if sys.argv[1:2] in (["run"], ["demo"]):
    from kit.host import green

    green.patch()

from gateway.cli.main import atrium

atrium(prog_name="atrium")
