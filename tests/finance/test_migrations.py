"""Finance's tables on their way up, with rows in them."""

from decimal import Decimal as D

import pytest
from alembic import command
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from kit import migrate
from kit.append_only import guard
from services.finance.actions.catching_up import square_old_deals
from services.finance.actions.ledger import About, post
from services.finance.models import Commission, Deal, DealToSquare
from services.finance.rules.accounts import Account, Kind
from services.finance.rules.ledger import a_deposit
from services.finance.service import Finance
from tests.finance.builders import MANAGER, an_id
from tests.finance.deals import (
    DEAL,
    closed,
    due,
    earned,
    paid,
    refund_approved,
    signed,
    sums,
    taken,
    verdict,
    withdrawn,
)


def down_and_up(revision, database):
    """Takes finance's tables back to a revision and up again, as `upgrade` does; tests make them without a history."""
    _, own = migrate.table_sets(Finance)
    with migrate._alone(database) as connection:
        config = migrate._config(own, connection)
        command.stamp(config, "head")
        command.downgrade(config, revision)
        command.upgrade(config, "head")
        guard(connection, own.metadata)


@pytest.mark.rule("FIN-1")
class TestDealsBesideLeases:
    @pytest.fixture
    def migrated(self, finance):
        """A charge and its reversal and a payment, posted when every entry belonged to a lease."""
        charge = finance.posted("charge", amount="5.50", income="water")
        finance.reversed(charge)
        finance.posted("receive", amount="3", purse="cash")
        before = [
            one | {"trace": ""} for one in finance.ask("list_entries", MANAGER).body["items"]
        ]  # None was kept then.
        down_and_up("0001", finance.runtime.database)
        return finance, before

    def test_what_was_posted_stays_as_it_is(self, migrated):
        finance, before = migrated
        assert finance.ask("list_entries", MANAGER).body["items"] == before
        assert finance.balance() == ("-3.00", "0.00")

    def test_the_ledger_goes_on_for_leases_and_for_deals(self, migrated):
        finance, _ = migrated
        finance.posted("charge", amount="1", income="water")
        finance.hear(taken())
        assert sums(finance) == {}

    @pytest.mark.parametrize("change", ["UPDATE entries SET memo = 'x'", "DELETE FROM postings"])
    def test_the_database_still_refuses_changes(self, migrated, change):
        finance, _ = migrated
        with pytest.raises(DBAPIError, match="append-only"), finance.runtime.work() as work:
            work.session.execute(text(change))


@pytest.mark.rule("SALE-4", "FIN-6")
def test_a_deal_withdrawn_by_earlier_rules_is_squared_anew(finance):
    """One forfeits what was only held; of the other the commission was payable though a refund was approved."""
    other = {"deal_id": an_id("JY-2"), "number": "JY-2"}
    finance.hear(taken(), withdrawn(), closed(**other), verdict(**other), signed(**other, contract_id=an_id("HT-2")))
    paid(finance, deal=other["deal_id"])
    finance.hear(refund_approved("400000", **other))
    down_and_up("0005", finance.runtime.database)
    with finance.runtime.work() as work:
        work.session.execute(update(Commission).values(state="payable", payable_on=work.today()))
        post(work, work.session.get(Deal, DEAL), Kind.DEPOSIT, a_deposit(Account.BANK, D(50000)), About("定金"))
    for _ in range(2):
        with finance.runtime.work() as work:
            finance.runtime.service.square_the_books_of_old_deals(work)
    assert sums(finance) == {"bank": "50000.00", "forfeits": "-50000.00"}
    assert [state for _, _, state in earned(finance, other["deal_id"])] == ["accrued"]


@pytest.mark.rule("FIN-3", "FIN-6")
def test_deals_with_a_paid_commission_or_an_asked_deferral_are_squared_anew_too(desk):
    """By earlier rules a commission stayed paid and an application asked, whatever became of the deal."""
    asked, untouched = ({"deal_id": an_id(number), "number": number} for number in ("JY-2", "JY-3"))
    desk.hear(closed(), verdict(), signed(), signed(**asked, contract_id=an_id("HT-2")), closed(**untouched))
    paid(desk)
    (commission,) = desk.ask("list_commissions", MANAGER, {"deal_id": DEAL}).body["items"]
    assert desk.ask("pay_commission", MANAGER, {"purse": "bank"}, id=commission["id"]).status == 200
    last = due(desk, deal_id=asked["deal_id"])[-1]
    wanted = {"new_date": "2027-03-01", "reason": "资金未到位"}
    assert desk.ask("ask_to_defer", body=wanted, id=last["id"]).status == 201
    down_and_up("0005", desk.runtime.database)
    with desk.runtime.look() as work:
        assert set(work.session.scalars(select(DealToSquare.deal_id))) == {DEAL, asked["deal_id"]}


@pytest.mark.rule("FIN-6")
def test_a_deal_whose_books_cannot_be_squared_holds_up_none_of_the_others(desk):
    broken, sound = sorted((an_id("JY-2"), an_id("JY-3")))
    for deal in (broken, sound):
        told = {"deal_id": deal, "number": deal[:8]}
        desk.hear(closed(**told), verdict(**told))
    with desk.runtime.work() as work:
        work.session.add_all(DealToSquare(deal_id=deal) for deal in (broken, sound))
        work.session.get_one(Deal, broken).kind = "gift"  # At no rate that anybody knows.
        work.session.get_one(Deal, sound).withdrawn_on = work.today()
    with desk.runtime.work() as work:
        square_old_deals(work, limit=1)
    with desk.runtime.work() as work:
        assert list(work.session.scalars(select(DealToSquare.deal_id))) == [broken]
        work.session.get_one(Deal, broken).kind = "sale"
    assert [[state for _, _, state in earned(desk, deal)] for deal in (broken, sound)] == [["accrued"], ["reversed"]]
    with desk.runtime.work() as work:
        desk.runtime.service.square_the_books_of_old_deals(work)
    with desk.runtime.look() as work:
        assert not work.session.scalars(select(DealToSquare.deal_id)).all()
