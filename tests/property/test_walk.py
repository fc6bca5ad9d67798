"""The whole of a unit change, the other departments speaking by events (PROP-2)."""

import pytest

from services.words import Department


class TestTheWholeChange:
    @pytest.mark.rule("PROP-2", "PROC-1")
    def test_it_runs_from_the_request_to_the_last_acknowledgement(self, walk):
        walk.until_the_notice().acknowledge(*Department)
        change = walk.now()
        assert {step["name"] for step in change["procedure"]["steps"] if step["state"] != "done"} == {
            "repair",
            "reinspect",
        }
        assert (change["state"], change["procedure"]["state"]) == ("done", "done")
