"""Whose customer it is, asked by two consultants at their desks, in one process."""

import pytest

from tests.journeys.two_consultants import Quarrel, run


@pytest.mark.rule("LEAD-1", "LEAD-5", "LEAD-7", "LEAD-8", "LEAD-10", "LEAD-11")
def test_two_consultants_learn_rule_by_rule_whose_customer_it_is(embedded):
    run(Quarrel(embedded, "13811112222"))
