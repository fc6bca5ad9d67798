"""Sums in capital figures, as the client's bank asks for them."""

from decimal import Decimal

import pytest

from services.finance.rules.capitals import in_capitals

pytestmark = pytest.mark.rule("FIN-2")


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1", "壹元整"),
        ("10.05", "壹拾元零伍分"),
        ("1005.30", "壹仟零伍元叁角整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("20000", "贰万元整"),
        ("50000.00", "伍万元整"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("200001.10", "贰拾万零壹元壹角整"),
        ("10000005", "壹仟万零伍元整"),
        ("100000000", "壹亿元整"),
        ("100010000", "壹亿零壹万元整"),
        ("195700009688.66", "壹仟玖佰伍拾柒亿零玖仟陆佰捌拾捌元陆角陆分"),
        ("1000000000000", "壹万亿元整"),
    ],
)
def test_an_amount_in_capital_figures(amount, told):
    assert in_capitals(Decimal(amount)) == told
