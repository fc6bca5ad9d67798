"""The numbers of the rules are configuration, and a wrong one is refused at the start."""

import pytest

from gateway.house import open_runtimes
from kit.settings import WrongSettings, read_settings


def runtimes_with(tmp_path, rules: str):
    file = tmp_path / "rules.toml"
    file.write_text(rules, "utf-8")
    return open_runtimes(read_settings({"ATRIUM_RULES": str(file), "ATRIUM_VAR": str(tmp_path)}))


@pytest.mark.rule("PROC-9")
class TestRuleNumbers:
    def test_other_numbers_than_the_defaults_reach_every_service(self, tmp_path):
        runtimes = runtimes_with(tmp_path, "[property]\nmissing_card_price = 80\nrepair_days_before = 5\n")
        assert runtimes["property"].settings["property.missing_card_price"] == 80

    @pytest.mark.parametrize(
        ("rules", "complaint"),
        [
            ("[property]\nmissing_cat_price = 80\n", "property.missing_cat_price is no number of the rules"),
            ("[property]\nmissing_card_price = 'dear'\n", "must be a sum in yuan"),
            ("[property]\nrepair_days_before = -1\n", "must be a whole number"),
            ("[notify]\nladder = ['king']\n", "notify.ladder"),
            ("[gateway]\nidle_minutes = 'long'\n", "gateway.idle_minutes"),
        ],
    )
    def test_a_wrong_one_is_refused_at_the_start_and_by_name(self, tmp_path, rules, complaint):
        with pytest.raises(WrongSettings, match=complaint):
            runtimes_with(tmp_path, rules)
