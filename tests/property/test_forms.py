"""The client's two forms, printed (PROP-3)."""

import io
from decimal import Decimal

import pypdf
import pytest

from services.property.models import Unit
from services.words import Department
from tests.property.builders import CUSTOMER
from tests.property.desk import ENGINEER, LEASING, PROPERTY, SUPERVISOR
from tests.property.test_the_day import HELD, PNG
from tests.property.walking import SIGNED, Walk


@pytest.fixture
def engine():
    """What is printed is the same on either database, so one kind is enough."""
    return "sqlite"


def text_of(walk, door) -> str:
    """The text that can be selected in the printed form, without its line breaks."""
    reply = walk.desk.ask(PROPERTY, door, id=walk.id)
    assert reply.status == 200, reply.body
    pages = pypdf.PdfReader(io.BytesIO(reply.file.data)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


@pytest.fixture
def finished(desk) -> Walk:
    """A change with everything a form can show: faults, a missing card, drawn signatures, two acknowledgements."""
    desk.get(PROPERTY, "issue_items", {"lease_id": desk.leases["ZL-2025-0001"], "items": HELD})
    walk = Walk(desk, note="客户要求保留电话号码")
    walk.inspect_with("power", "fit_out").repair_all().do("reinspect_new_unit", {"clear": True})
    walk.do("check_keys", {"keys": ["A0501-1"], "forms_prepared": True})
    walk.do("report_cleaning", {"cleaner": "保洁一班", "report": "已清洁"})
    walk.bring_lease()
    walk.wait_for_the_day().do("read_meters", walk.readings("1300.00") | {"customer": SIGNED | {"image": PNG}})
    walk.do("sign_readings", {"image": PNG}, ENGINEER)
    lost = [{"kind": item["kind"], "number": item["number"], "outcome": "returned"} for item in HELD]
    lost[1]["outcome"] = "missing"
    walk.do("return_items", {"items": lost})
    walk.hand_over().settle().do("issue_notice", {"image": PNG})
    return walk.acknowledge(Department.FINANCE, Department.LEASING)


@pytest.mark.rule("PROP-3")
class TestTheRecord:
    def test_it_holds_everything_that_was_recorded(self, finished):
        text = text_of(finished, "print_record")
        for part in (
            "换房记录表",
            "HF-2026-0001",
            CUSTOMER.replace(" ", ""),
            "客户要求保留电话号码",
            "发现2项工程问题",
            "强电",
            "已修复",
            "WX-20261207-001",
            "E-A1109",
            "W-A0501",
            "1300.00kWh",
            "客户人员出入证",
            "CRZ-1001",
            "×遗失",
            "30.00",
            "TCZ-301",
            "1562.84",
            "赵强",
            "杨军",
            "何芳",
            "保洁一班",
        ):
            assert part in text, part

    @pytest.mark.parametrize("letter", ["字", "x ", "行\n", "\U00020bb7"])
    def test_every_text_may_be_as_long_as_its_form_allows(self, desk, letter):
        def long(most):
            return (letter * most)[: most - 1] + "。"

        walk = Walk(desk, note=long(2000))
        finding = {"trade": "power", "description": long(500), "place": long(100)}
        walk.do("inspect_new_unit", {"findings": [finding] * 3})
        walk.repair_all().do("reinspect_new_unit", {"clear": True})
        keys = [f"{number}{long(60)}" for number in range(200)]
        walk.do("check_keys", {"keys": keys, "forms_prepared": True})
        walk.do("report_cleaning", {"cleaner": long(64), "report": long(1000)})
        walk.do("cancel_unit_change", {"reason": long(500)}, LEASING)
        assert text_of(walk, "print_record").count("。") >= 1 + 6 + 200 + 1 + 1

    def test_a_skipped_step_says_by_whom_and_why(self, walk):
        walk.inspect_clear().do("skip_step", {"step": "clean", "reason": "昨日已清洁"}, SUPERVISOR)
        text = text_of(walk, "print_record")
        assert "已跳过：昨日已清洁" in text
        assert SUPERVISOR.name in text
        assert "系统" not in text

    def test_who_took_the_items_back_has_signed_for_it(self, walk):
        walk.prepare().wait_for_the_day().read_and_sign()
        before = text_of(walk, "print_record").count(PROPERTY.name)
        walk.return_all()
        assert text_of(walk, "print_record").count(PROPERTY.name) == before + 2

    def test_all_readings_have_two_places(self, walk):
        walk.prepare().wait_for_the_day().do("read_meters", walk.readings("1300.5") | {"customer": SIGNED})
        assert "1300.50" in text_of(walk, "print_record")

    def test_it_prints_at_any_time(self, walk):
        assert "尚未检查" in text_of(walk, "print_record")

    def test_of_a_cancelled_change_it_says_so(self, walk):
        walk.do("cancel_unit_change", {"reason": "客户续租"}, LEASING)
        assert "换房已取消：客户续租" in text_of(walk, "print_record")

    def test_where_nothing_was_issued_it_says_so(self, walk):
        walk.prepare().wait_for_the_day().read_and_sign().return_all()
        assert "原单元无已发放物品" in text_of(walk, "print_record")


@pytest.mark.rule("PROP-3")
class TestTheNotice:
    def test_it_tells_every_department_and_shows_who_has_acknowledged(self, finished):
        text = text_of(finished, "print_notice")
        for part in (
            "客户单元变更通知单",
            "致：招商部、销控、客服部、物业部、工程部、财务部",
            "自2026-12-14起由A1109单元换至A0501单元",
            "钥匙1、客户人员出入证1、停车证1",
            "1562.84",
            "财务部2026-12-1409:00",
        ):
            assert part in text, part

    def test_there_is_none_before_it_is_issued(self, walk):
        assert walk.refusal("print_notice") == (409, ["notice_not_issued"])

    @pytest.mark.rule("NOTE-5")
    def test_it_prints_as_it_went_out_whatever_is_recorded_later(self, finished):
        before = text_of(finished, "print_notice")
        with finished.desk.runtime.work() as work:
            work.session.get_one(Unit, finished.desk.units["A0501"]).area_built = Decimal("300.00")
        for item in finished.now()["items_handed_over"]:
            finished.desk.get(PROPERTY, "take_back_item", id=item["id"])
        assert finished.now()["new_unit"]["area_built"] == "300.00"
        assert text_of(finished, "print_notice") == before
        assert "213.31" in before

    def test_it_is_named_as_the_client_names_it(self, finished):
        reply = finished.desk.ask(PROPERTY, "print_notice", id=finished.id)
        assert (reply.file.name, reply.file.content_type) == ("客户单元变更通知单 HF-2026-0001.pdf", "application/pdf")
