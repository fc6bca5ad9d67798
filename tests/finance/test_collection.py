"""What was due against what has come in, by month and estate (FIN-7)."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from itertools import permutations

import pytest
from python_calamine import CalamineWorkbook

from services.finance.rules.collection import by_month, first_day_after, reasons_against_months
from tests.finance.builders import ELSEWHERE, ESTATE, MANAGER, OUTSIDER, STRANGER, an_estate
from tests.finance.deals import DEAL, confirmed, due, in_suspense, paid, refund_approved, signed, sums, taken, withdrawn

pytestmark = pytest.mark.rule("FIN-7")
NEXT_YEAR = {"since": "2026-12-01", "until": "2027-02-28"}


def report(house, caller=MANAGER, **asked):
    return house.ask("show_collection", caller, NEXT_YEAR | asked).body


def months(house, **asked):
    return [(one["month"], one["due"], one["received"], one["open"]) for one in report(house, **asked)["items"]]


@pytest.fixture
def sold(finance):
    """A sale of a million, its deposit and a first payment in in December."""
    finance.hear(taken())
    confirmed(finance)
    finance.hear(signed())
    paid(finance, "300000")
    return finance


class TestTheRules:
    def test_months_come_in_order_with_what_is_due_and_received_in_them(self):
        due_ones = [("b", date(2027, 1, 5), D(5), D(5)), ("a", date(2026, 12, 31), D(3), D(1))]
        (first, second) = by_month(due_ones, [("a", date(2026, 12, 1), D(2)), ("c", date(2026, 11, 1), D(0))])
        assert (first.month, first.estate_id, first.due, first.open, first.received) == (
            "2026-12",
            "a",
            D(3),
            D(1),
            D(2),
        )
        assert (second.month, second.received) == ("2027-01", D(0))

    @pytest.mark.parametrize(
        ("since", "until", "codes"),
        [
            (date(2026, 12, 1), date(2026, 12, 31), []),
            (date(2026, 12, 1), date(2026, 11, 30), ["ends_before"]),
            (date(2026, 1, 1), date(2030, 12, 1), []),
            (date(2026, 1, 1), date(2031, 1, 1), ["too_many_months"]),
        ],
    )
    def test_an_overview_is_of_five_years_at_most(self, since, until, codes):
        assert [reason.code for reason in reasons_against_months(since, until)] == codes

    def test_the_month_after_december_is_january(self):
        assert [first_day_after(day) for day in (date(2026, 12, 31), date(2026, 11, 1))] == [
            date(2027, 1, 1),
            date(2026, 12, 1),
        ]


class TestTheOverview:
    def test_the_deposit_and_the_payments_count_when_they_came_in(self, sold):
        assert months(sold) == [
            ("2026-12", "300000.00", "350000.00", "0.00"),
            ("2027-01", "300000.00", "0.00", "250000.00"),
            ("2027-02", "400000.00", "0.00", "400000.00"),
        ]
        told = report(sold)
        assert (told["due"], told["received"], told["open"]) == ("1000000.00", "350000.00", "650000.00")
        assert {one["estate_name"] for one in told["items"]} == {"云栖中心"}

    def test_a_payment_taken_back_does_not_count(self, desk):
        desk.hear(signed())
        entry = paid(desk, "300000").body
        desk.ask("reverse_receipt", MANAGER, {"reason": "错账"}, id=DEAL, entry_id=entry["id"])
        assert report(desk)["received"] == "0.00"

    def test_money_found_in_suspense_counts_when_it_was_found(self, desk):
        desk.hear(signed())
        item = in_suspense(desk)
        assert report(desk)["received"] == "0.00"
        desk.ask("match_suspense", MANAGER, {"deal_id": DEAL}, id=item["id"])
        assert report(desk)["received"] == "300000.00"

    def test_a_unit_given_back_is_not_due_any_more_and_its_refund_is_not_received(self, sold):
        sold.hear(withdrawn(), refund_approved("350000"))
        assert months(sold) == []

    @pytest.mark.parametrize("order", list(permutations(range(3))))
    @pytest.mark.parametrize("amount", ["20000", "60000"])
    def test_in_any_order_it_is_what_is_there_less_what_is_held_or_owed_back(self, desk, order, amount):
        events = (signed(), refund_approved(amount), withdrawn())
        desk.hear(taken())
        confirmed(desk)
        for one in order:
            desk.hear(events[one])
            paid(desk, "30000")
            there = {account: D(sum_) for account, sum_ in sums(desk).items()}
            left = sum(there.get(account, D(0)) for account in ("bank", "deposits_held", "refunds_payable"))
            assert D(report(desk)["received"]) == left

    @pytest.mark.rule("SALE-4")
    @pytest.mark.parametrize("first", ["refund", "withdrawal"])
    def test_what_is_forfeited_has_come_in_the_deposit_too(self, sold, first):
        events = [refund_approved("20000"), withdrawn()]
        sold.hear(*(events if first == "refund" else reversed(events)))
        assert report(sold)["received"] == "330000.00"

    @pytest.mark.rule("SALE-4")
    def test_a_deposit_on_which_no_contract_came_counts_once_it_is_forfeited(self, desk):
        desk.hear(taken())
        confirmed(desk)
        assert report(desk)["received"] == "0.00"
        desk.hear(withdrawn())
        assert report(desk)["received"] == "50000.00"

    def test_a_payment_put_off_is_due_in_its_later_month(self, desk):
        desk.hear(signed("300000"))
        wish = {"new_date": "2027-02-10", "reason": "贷款"}
        deferral = desk.ask("ask_to_defer", body=wish, id=due(desk)[0]["id"]).body
        desk.ask("approve_deferral", MANAGER, id=deferral["id"])
        assert months(desk) == [("2027-02", "300000.00", "0.00", "300000.00")]

    def test_it_is_of_this_year_unless_asked_otherwise(self, desk):
        desk.hear(signed())
        told = desk.ask("show_collection", MANAGER).body
        assert (told["since"], told["until"], told["due"]) == ("2026-01-01", "2026-12-01", "300000.00")

    def test_the_year_of_one_estate_is_the_year_that_it_is_there(self, desk, clock):
        desk.hear(replace(an_estate(), timezone="Pacific/Auckland"))
        clock.move(days=24, hours=13)  # 22:00 on New Year's Eve in Shanghai.
        assert desk.ask("show_collection", MANAGER, {"estate_id": ESTATE}).body["since"] == "2027-01-01"
        assert desk.ask("show_collection", MANAGER).body["since"] == "2026-01-01"

    def test_it_is_of_the_estates_that_one_may_see(self, desk):
        desk.hear(signed())
        assert months(desk, estate_id=ELSEWHERE) == []
        assert len(months(desk, estate_id=ESTATE)) == 3
        assert report(desk, STRANGER)["items"] == []
        assert desk.ask("show_collection", OUTSIDER, NEXT_YEAR).status == 403

    def test_months_that_make_no_sense_are_refused_by_name(self, desk):
        reply = desk.ask("show_collection", MANAGER, {"since": "2026-12-01", "until": "2026-01-01"})
        assert (reply.status, reply.body["reasons"][0]["field"]) == (422, "until")


class TestTheExport:
    def test_it_is_the_same_under_chinese_headings(self, desk):
        desk.hear(signed())
        chinese = MANAGER.__class__(**vars(MANAGER) | {"language": "zh"})
        file = desk.ask("export_collection", chinese, NEXT_YEAR).file
        rows = CalamineWorkbook.from_filelike(io.BytesIO(file.data)).get_sheet_by_index(0).to_python()
        assert file.name == "资金回笼表.xlsx"
        assert [heading.partition("（")[0] for heading in rows[0]] == ["月份", "楼盘", "应收", "实收", "当月应收未收"]
        assert rows[1] == ["2026-12", "云栖中心", 300000.0, 0.0, 300000.0]
        assert rows[-1][:3] == ["合计", "", 1000000.0]

    def test_in_english_where_the_reader_reads_that(self, desk):
        file = desk.ask("export_collection", MANAGER, NEXT_YEAR).file
        rows = CalamineWorkbook.from_filelike(io.BytesIO(file.data)).get_sheet_by_index(0).to_python()
        assert (rows[0][0], rows[-1][0]) == ("Month", "Total")
