"""The embedded house may be killed at any moment; at the next start everything goes on where it was."""

import pytest

from tests.journeys.room_change import RoomChange
from tests.journeys.running import NOW, running_house


class TestPowerCut:
    @pytest.mark.rule("PROP-2", "PROC-6")
    def test_a_change_goes_on_after_the_process_was_killed_in_the_middle(self, filled_folder):
        folder = filled_folder()
        with running_house(folder, **NOW) as house:
            change = RoomChange(house)
            change.choose_units()
            change.request()
            change.inspect_with_a_fault()
            house.kill()
        with running_house(folder, **NOW) as house:
            change.house = house
            change.repair()
            change.prepare_new_unit()
            assert len(change.orders()) == 1
            kinds = [line["kind"] for line in change.now()["procedure"]["history"]]
            assert kinds.count("case_opened") == 1
