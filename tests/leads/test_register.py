"""The register of visitors: entered once and for ever, valid by rule, extended by the sales manager alone."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from kit import chain
from services.leads.events import RegistrationCorrected, RegistrationExtended, VisitorRegistered
from services.leads.models import Entry
from tests.engineering.house import ESTATE, an_id
from tests.leads.builders import (
    ANOTHER,
    HE_JIE,
    LI_QIANG,
    MANAGER,
    PHONE,
    SALES,
    STRANGER,
    SUPERVISOR,
    ZHOU_MIN,
    a_visitor,
    an_estate,
    register,
)


def show(house, one, caller=LI_QIANG):
    return house.get(caller, "show_registration", id=one["id"])


def correct(house, one, caller=LI_QIANG, reason="补充", **told):
    return house.ask(caller, "correct_registration", {"reason": reason, **told}, id=one["id"])


def numbers(house, caller=LI_QIANG, **asked):
    return [one["number"] for one in house.get(caller, "list_registrations", asked)["items"]]


class TestRegistering:
    @pytest.mark.rule("LEAD-1")
    @pytest.mark.parametrize("channel", ["walk_in", "phone", "exhibition", "referral", "outreach", "broker"])
    def test_contacts_of_every_channel_go_into_one_register(self, leads, channel):
        assert register(leads, channel=channel)["channel"] == channel

    @pytest.mark.rule("LEAD-1")
    def test_everything_a_visitor_leaves_is_kept(self, leads):
        told = {
            "company": "金桥投资",
            "company_nature": "外资",
            "business": "金融",
            "area_from": "200.00",
            "area_to": "350.50",
            "layout": "开放式",
            "budget": "90000.00",
            "building": "环球大厦",
            "address": "建国路1号",
            "medium": "地铁广告",
            "intent": "年内搬迁",
            "features": "戴眼镜",
            "doubts": "停车位",
        }
        shown = register(leads, **told)["particulars"]
        assert {name: shown[name] for name in told} == told

    @pytest.mark.rule("LEAD-2", "LEAD-4")
    def test_with_name_phone_and_signature_it_is_valid_to_the_fifteenth_day(self, leads):
        one = register(leads)
        assert (one["state"], one["day"], one["valid_until"], one["lacks"]) == ("valid", "2026-12-07", "2026-12-22", [])

    @pytest.mark.rule("LEAD-2")
    @pytest.mark.parametrize(
        ("left_out", "lack"),
        [({"phones": []}, "no_phone"), ({"name": ""}, "no_name"), ({"is_signed": False}, "unsigned")],
    )
    def test_with_less_it_is_an_inquiry_and_says_what_it_lacks(self, leads, left_out, lack):
        one = register(leads, **left_out)
        assert (one["state"], one["valid_until"]) == ("inquiry", None)
        assert [reason["code"] for reason in one["lacks"]] == [lack]

    @pytest.mark.rule("LEAD-2")
    def test_the_consultant_is_whoever_is_logged_in(self, leads):
        assert register(leads, ZHOU_MIN)["consultant"] == "周敏"
        assert leads.codes(LI_QIANG, "register_visitor", a_visitor(consultant_id=an_id("周敏")))[0] == 422

    @pytest.mark.rule("LEAD-4")
    def test_its_day_is_the_estates_own(self, leads, clock):
        leads.hear(an_estate("曼哈顿中心", "America/New_York"))
        clock.at = datetime(2026, 12, 7, 23, 30, tzinfo=UTC)
        caller = LI_QIANG.__class__(**LI_QIANG.__dict__ | {"estates": frozenset({"*"})})
        here, there = (register(leads, caller, estate_id=estate) for estate in (ESTATE, an_id("曼哈顿中心")))
        assert (here["day"], there["day"]) == ("2026-12-08", "2026-12-07")

    @pytest.mark.rule("LEAD-1")
    def test_what_cannot_be_meant_is_refused(self, leads):
        assert leads.codes(LI_QIANG, "register_visitor", a_visitor(area_from="200", area_to="100")) == (409, ["area"])
        nothing = {"name": None, "phones": None}
        assert leads.codes(LI_QIANG, "register_visitor", a_visitor(**nothing)) == (409, ["nothing"])
        assert leads.ask(LI_QIANG, "register_visitor", a_visitor(phones=["12345"])).status == 422
        assert leads.count(Entry) == 0

    @pytest.mark.rule("GATE-2")
    def test_another_estate_does_not_exist_for_a_stranger(self, leads):
        one = register(leads)
        assert leads.ask(STRANGER, "show_registration", id=one["id"]).status == 404
        assert leads.codes(STRANGER, "register_visitor", a_visitor()) == (404, ["no_estate"])
        assert numbers(leads, STRANGER) == []

    def test_the_others_are_told_without_name_or_phone(self, leads):
        one = register(leads)
        (said,) = leads.said(VisitorRegistered)
        assert (said.registration_id, said.consultant_id) == (one["id"], LI_QIANG.id)
        assert not {"name", "phones"} & set(vars(said))


@pytest.mark.rule("LEAD-1", "LEAD-2")
class TestTheSameCustomer:
    @pytest.mark.parametrize(
        "written", ["１３８００１３８０００", "138 0013 8000", "+86 138-0013-8000", "0086 13800138000"]
    )
    def test_a_phone_written_otherwise_makes_no_new_customer(self, leads, written):
        first, second = register(leads), register(leads, ZHOU_MIN, phones=[written])
        assert first["customer_id"] == second["customer_id"]

    @pytest.mark.parametrize("name", ["王", "王先生", "王 伟", "王总"])
    def test_a_surname_with_the_phone_is_the_same(self, leads, name):
        first, second = register(leads), register(leads, ZHOU_MIN, name=name)
        assert first["customer_id"] == second["customer_id"]

    def test_another_name_with_the_phone_is_somebody_else_who_may_be_a_relative(self, leads):
        first, second = register(leads), register(leads, ZHOU_MIN, name="李娜")
        assert first["customer_id"] != second["customer_id"]
        (suggested,) = second["suggestions"]
        assert (suggested["customer_id"], suggested["why"]) == (first["customer_id"], "phone")

    def test_the_same_name_without_the_phone_is_somebody_else(self, leads):
        assert register(leads)["customer_id"] != register(leads, phones=[ANOTHER])["customer_id"]

    def test_everybody_with_a_phone_is_found_by_it_however_it_is_written(self, leads):
        register(leads)
        register(leads, ZHOU_MIN, name="李娜", phones=[ANOTHER, PHONE])
        register(leads, HE_JIE, name="陈刚", phones=[ANOTHER])
        assert numbers(leads, phone="+86 138 0013 8000") == ["LF000002", "LF000001"]


@pytest.mark.rule("LEAD-5")
class TestRelatives:
    def test_a_relation_is_recorded_to_a_customer_who_is_registered(self, leads):
        husband = register(leads)
        relatives = [{"customer_id": husband["customer_id"], "relation": "spouse"}]
        wife = register(leads, ZHOU_MIN, name="李娜", phones=[ANOTHER], relatives=relatives)
        (shown,) = leads.get(LI_QIANG, "show_visitor", id=husband["customer_id"])["relatives"]
        assert (shown["customer_id"], shown["relation_zh"]) == (wife["customer_id"], "夫妻")
        assert shown["is_theirs"] is False
        (shown,) = leads.get(LI_QIANG, "show_visitor", id=wife["customer_id"])["relatives"]
        assert (shown["customer_id"], shown["is_theirs"]) == (husband["customer_id"], True)

    def test_to_nobody_else(self, leads):
        relatives = [{"customer_id": an_id("无人"), "relation": "spouse"}]
        assert leads.codes(LI_QIANG, "register_visitor", a_visitor(relatives=relatives)) == (404, ["no_visitor"])

    def test_nobody_is_their_own(self, leads):
        relatives = [{"customer_id": register(leads)["customer_id"], "relation": "spouse"}]
        assert leads.codes(ZHOU_MIN, "register_visitor", a_visitor(relatives=relatives)) == (409, ["own_relative"])

    def test_no_other_relation_can_be_said(self, leads):
        relatives = [{"customer_id": register(leads)["customer_id"], "relation": "cousin"}]
        assert leads.ask(LI_QIANG, "register_visitor", a_visitor(relatives=relatives)).status == 422

    def test_a_shared_address_is_suggested_and_nothing_follows_from_it(self, leads):
        first = register(leads, address="建国路 1号")
        second = register(leads, ZHOU_MIN, name="李娜", phones=[ANOTHER], address="建国路１号")
        assert [one["why"] for one in second["suggestions"]] == ["address"]
        assert leads.get(LI_QIANG, "show_visitor", id=first["customer_id"])["relatives"] == []


@pytest.mark.rule("LEAD-3")
class TestCorrecting:
    def test_a_correction_is_an_entry_of_its_own_and_what_it_adds_counts_from_its_day(self, leads, clock):
        one = register(leads, phones=[])
        clock.move(days=2)
        assert correct(leads, one, phones=[PHONE]).status == 200
        shown = show(leads, one)
        assert (shown["state"], shown["day"], shown["valid_until"]) == ("valid", "2026-12-07", "2026-12-24")
        assert [entry["kind"] for entry in shown["entries"]] == ["registration", "correction"]
        assert shown["entries"][1]["reason"] == "补充"

    def test_it_says_what_was_and_what_is(self, leads):
        one = register(leads, company="金桥")
        correct(leads, one, company="金桥投资")
        assert show(leads, one)["entries"][1]["changed"] == {"company": ["金桥", "金桥投资"]}

    def test_a_phone_that_was_missing_may_show_whose_customer_it_is(self, leads, clock):
        inquiry = register(leads, phones=[])
        known = register(leads, ZHOU_MIN)
        clock.move(days=2)
        assert correct(leads, inquiry, phones=[PHONE]).body["customer_id"] == known["customer_id"]

    def test_what_others_are_registered_with_stays_theirs(self, leads):
        first, second = register(leads), register(leads, ZHOU_MIN)
        other = register(leads, HE_JIE, name="李娜", phones=[ANOTHER])
        assert correct(leads, first, name="李娜", phones=[ANOTHER]).body["customer_id"] == second["customer_id"]
        assert other["customer_id"] != second["customer_id"]

    def test_what_is_not_named_stays(self, leads):
        one = register(leads, company="金桥", doubts="停车位")
        correct(leads, one, doubts="")
        shown = show(leads, one)["particulars"]
        assert (shown["company"], shown["doubts"], shown["phones"]) == ("金桥", "", [PHONE])

    def test_a_consultant_corrects_only_the_own_and_a_supervisor_any(self, leads):
        one = register(leads)
        assert [reason["code"] for reason in correct(leads, one, ZHOU_MIN, name="王大伟").body["reasons"]] == [
            "not_yours"
        ]
        assert correct(leads, one, SUPERVISOR, name="王大伟").status == 200

    def test_nobody_signs_for_the_consultant_and_no_signature_is_taken_back(self, leads):
        unsigned, signed = register(leads, is_signed=False), register(leads, name="李娜", phones=[ANOTHER])
        assert correct(leads, unsigned, SUPERVISOR, is_signed=True).body["reasons"][0]["code"] == "not_yours_to_sign"
        assert correct(leads, signed, is_signed=False).body["reasons"][0]["code"] == "signed"
        assert correct(leads, unsigned, is_signed=True).body["state"] == "valid"

    def test_nothing_corrected_is_refused(self, leads):
        assert correct(leads, register(leads), name="王伟").body["reasons"][0]["code"] == "nothing_changed"

    def test_the_others_are_told(self, leads):
        correct(leads, register(leads), name="王大伟")
        assert len(leads.said(RegistrationCorrected)) == 1


@pytest.mark.rule("LEAD-6")
class TestExtending:
    def test_what_lapsed_is_on_the_managers_list_and_extended_by_fifteen_days(self, leads, clock):
        one = register(leads)
        assert numbers(leads, MANAGER, state="expired") == []
        clock.move(days=16)
        assert numbers(leads, MANAGER, state="expired") == [one["number"]]
        extended = leads.get(MANAGER, "extend_registration", {"reason": "客户仍在比较"}, id=one["id"])
        assert (extended["state"], extended["valid_until"]) == ("valid", "2027-01-07")
        assert [entry["kind"] for entry in extended["entries"]] == ["registration", "extension"]
        assert numbers(leads, MANAGER, state="expired") == []
        assert [event.valid_until.isoformat() for event in leads.said(RegistrationExtended)] == ["2027-01-07"]

    def test_to_the_end_of_the_fifteenth_day_there_is_nothing_to_extend(self, leads, clock):
        one = register(leads)
        clock.at = datetime(2026, 12, 22, 15, 59, 59, tzinfo=UTC)
        asked = leads.codes(MANAGER, "extend_registration", {"reason": "提前"}, id=one["id"])
        assert asked == (409, ["still_valid"])
        clock.at = datetime(2026, 12, 22, 16, 0, 0, tzinfo=UTC)
        assert leads.ask(MANAGER, "extend_registration", {"reason": "到期"}, id=one["id"]).status == 200

    def test_each_estate_goes_by_its_own_day(self, leads, clock):
        leads.hear(an_estate("曼哈顿中心", "America/New_York"))
        caller = LI_QIANG.__class__(**LI_QIANG.__dict__ | {"estates": frozenset({"*"})})
        clock.at = datetime(2026, 12, 7, 20, 0, tzinfo=UTC)
        here = register(leads, caller)  # It is the 8th here already, and the 7th in New York.
        there = register(leads, caller, estate_id=an_id("曼哈顿中心"), name="李娜", phones=[ANOTHER])
        clock.at = datetime(2026, 12, 23, 16, 0, tzinfo=UTC)
        assert numbers(leads, caller, state="expired") == [there["number"], here["number"]]
        clock.at = datetime(2026, 12, 23, 4, 59, tzinfo=UTC)
        assert numbers(leads, caller, state="expired") == []
        assert numbers(leads, caller, state="valid") == [there["number"], here["number"]]

    def test_an_inquiry_has_nothing_to_extend(self, leads, clock):
        one = register(leads, is_signed=False)
        clock.move(days=16)
        assert leads.codes(MANAGER, "extend_registration", {"reason": "x"}, id=one["id"]) == (409, ["never_valid"])

    def test_only_the_sales_manager_may(self, leads, clock):
        one = register(leads)
        clock.move(days=16)
        assert leads.ask(LI_QIANG, "extend_registration", {"reason": "x"}, id=one["id"]).status == 403


@pytest.mark.rule("LEAD-3")
class TestTampering:
    @pytest.fixture
    def three(self, leads):
        return [
            register(leads, name=name, phones=[phone])
            for name, phone in (("王伟", PHONE), ("李娜", ANOTHER), ("赵敏", "13700137000"))
        ]

    def tamper(self, leads, statement):
        """Past the application and its triggers, as somebody with the database's own password could."""
        database = leads.runtime.database
        with database.engine.begin() as connection:
            if database.is_sqlite:
                for verb in ("update", "delete"):
                    connection.execute(text(f"DROP TRIGGER register_no_{verb}"))
            else:
                connection.execute(text("GRANT UPDATE, DELETE ON register TO CURRENT_USER"))
                connection.execute(text("ALTER TABLE register DISABLE TRIGGER ALL"))
            connection.execute(text(statement))

    def test_what_was_entered_is_found_whole(self, leads, three):
        told = leads.get(SALES, "verify_register")
        assert (told["whole"], told["entries"], told["broken_at"]) == (True, 3, None)
        assert told["last_hash"] == show(leads, three[-1])["entries"][0]["hash"]

    @pytest.mark.parametrize(
        ("statement", "broken_at", "number"),
        [
            ("UPDATE register SET day = '2026-12-01' WHERE position = 2", 2, "LF000002"),
            ("UPDATE register SET by_id = 'somebody' WHERE position = 1", 1, "LF000001"),
            (
                "UPDATE register SET customer_id = (SELECT customer_id FROM register WHERE position = 1) "
                "WHERE position = 3",
                3,
                "LF000003",
            ),
            ("DELETE FROM register WHERE position = 2", 2, None),
        ],
    )
    def test_a_row_altered_with_plain_sql_is_named(self, leads, three, statement, broken_at, number):
        self.tamper(leads, statement)
        told = leads.get(SALES, "verify_register")
        assert (told["whole"], told["broken_at"], told["number"]) == (False, broken_at, number)

    @pytest.mark.parametrize("column", Entry.__table__.c.keys())
    def test_the_hash_of_an_entry_is_over_all_of_it(self, column):
        entry = dict.fromkeys(Entry.__table__.c.keys())
        altered = chain.hash_of(Entry.__table__, entry | {column: "something else"})
        assert (altered == chain.hash_of(Entry.__table__, entry)) is (column == "hash")

    @pytest.mark.parametrize(
        "statement", ["UPDATE register SET reason = 'x'", "DELETE FROM register", "DELETE FROM register_phones"]
    )
    def test_the_database_itself_refuses(self, leads, three, statement):
        with (
            pytest.raises(DBAPIError, match="append-only|permission denied"),
            leads.runtime.database.engine.begin() as connection,
        ):
            connection.execute(text(statement))
