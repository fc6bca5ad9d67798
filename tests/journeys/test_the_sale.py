"""From a walk-in to a paid commission, in one process."""

import pytest

from tests.journeys import the_sale
from tests.journeys.selling import Selling


@pytest.mark.rule("LEAD-8", "LEAD-10", "LEAD-13", "SALE-2", "SALE-6", "SALE-8", "FIN-2", "FIN-3", "FIN-6")
def test_two_quarrelling_consultants_are_both_paid(embedded):
    the_sale.run(Selling(embedded, "13811115555"))
