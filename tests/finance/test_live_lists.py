"""What customers pay and who pays later, as live lists with their Excel (SALE-8)."""

import io

import openpyxl
import pytest

from tests.finance.builders import CLERK, MANAGER, STRANGER
from tests.finance.deals import due, signed
from tests.finance.test_receivables import ask_to_defer

pytestmark = pytest.mark.rule("SALE-8", "FIN-3")


def rows(house, name, caller=CLERK, **asked):
    return house.ask(f"show_{name}", caller, asked).body["items"]


def test_each_payment_stands_there_with_what_is_due_paid_and_open(finance):
    finance.hear(signed())
    first = rows(finance, "payments")[0]
    assert (first["position"], first["amount"], first["open"]) == (1, "300000.00", "300000.00")
    assert (first["means_zh"], first["pays_by"]) == ("银行", "2026-12-15")
    assert first["link"].startswith("/deals/")
    assert len(first["trace"]) == 36


def test_it_is_sorted_out_by_the_means_of_payment(finance):
    finance.hear(signed())
    means = {row["means"] for row in rows(finance, "payments")}
    for one in ("cash", "bank", "mortgage"):
        assert bool(rows(finance, "payments", means=one)) == (one in means)


def test_a_payment_that_was_put_off_tells_from_when_to_when_and_why(finance):
    finance.hear(signed())
    assert rows(finance, "late_payments") == []
    deferral = ask_to_defer(finance, due(finance, list="due")[0]).body
    assert rows(finance, "late_payments") == []
    assert finance.ask("approve_deferral", MANAGER, id=deferral["id"]).status < 300
    (row,) = rows(finance, "late_payments")
    assert (row["old_date"], row["new_date"], row["reason"]) == ("2026-12-15", "2027-01-10", "贷款审批未完成")


def test_they_go_out_as_excel_as_filtered(finance):
    finance.hear(signed())
    reply = finance.ask("export_payments", CLERK, {"until": "2026-12-31"})
    sheet = openpyxl.load_workbook(io.BytesIO(reply.file.data)).active
    head, *found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(found) == 1
    assert "Deal" in head or "认购编号" in head


def test_what_lies_elsewhere_is_on_neither(finance):
    finance.hear(signed())
    assert rows(finance, "payments", STRANGER) == []
