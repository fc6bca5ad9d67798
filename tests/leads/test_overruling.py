"""A sales manager decides otherwise: beside the old verdict, with a reason (LEAD-10)."""

import pytest

from kit.doors import Call
from services.leads.events import VerdictGiven
from tests.engineering.house import an_id
from tests.engineering.test_races import at_once
from tests.leads.builders import HE_JIE, LI_QIANG, MANAGER, SALES, SUPERVISOR, ZHOU_MIN, a_person, register
from tests.leads.deals import DEAL, a_deal, claim, codes, in_force, shares, shown
from tests.leads.test_claims import FOURTH_DAY, acts, sweep

pytestmark = pytest.mark.rule("LEAD-10")
REASON = "三人共同接待,经协商"


@pytest.fixture
def sold(leads):
    leads.hear(a_deal(leads, register(leads)))
    return leads


def overruling(*parts, reason=REASON):
    shared = [{"consultant_id": who.id, "percent": percent} for who, percent in parts]
    return {"shares": shared, "reason": reason}


THREE = overruling((LI_QIANG, "33.33"), (ZHOU_MIN, "33.33"), (HE_JIE, "33.34"))


def overrule(house, told=THREE, caller=MANAGER, version=None):
    call = Call("overrule_verdict", caller, params={"deal_id": DEAL}, body=told, expected_version=version)
    return house.runtime.call(call)


class TestOverruling:
    def test_a_further_verdict_stands_beside_the_old_with_who_and_why(self, sold):
        assert overrule(sold).status == 200
        before, after = shown(sold)["verdicts"]
        assert shares(before) == {"周敏": "100"}
        assert shares(after) == {"李强": "33.33", "周敏": "33.33", "何洁": "33.34"}
        assert (after["kind_zh"], after["by"], after["why"]) == ("改判", "谢芳", REASON)
        assert [(reason["rule"], REASON in reason["zh"]) for reason in after["reasons"]] == [("LEAD-10", True)]
        assert (after["weighed"], after["is_final"]) == (before["weighed"], True)

    def test_the_others_are_told(self, sold):
        overrule(sold)
        said = sold.said(VerdictGiven)[-1]
        assert (said.position, said.rules, said.is_final) == (2, ("LEAD-10",), True)
        assert sum(share.percent for share in said.shares) == 100

    def test_it_ends_the_claim(self, sold, clock):
        overrule(sold)
        assert codes(claim(sold, LI_QIANG)) == ["overruled"]
        clock.at = FOURTH_DAY
        sweep(sold)
        assert len(shown(sold)["verdicts"]) == 2

    def test_what_was_claimed_or_has_lapsed_can_be_overruled_and_that_again(self, sold, clock):
        claim(sold, LI_QIANG)
        assert overrule(sold).status == 200
        assert overrule(sold, overruling((LI_QIANG, "100"))).status == 200
        assert [verdict["kind"] for verdict in shown(sold)["verdicts"]] == [
            *("given", "claimed", "overruled", "overruled")
        ]
        assert shares(in_force(sold)) == {"李强": "100"}

    def test_to_confirm_the_shares_ends_an_open_claim_and_is_nothing_where_there_is_none(self, sold):
        confirmed = overruling((ZHOU_MIN, "100.00"))
        assert overrule(sold, confirmed).status == 200
        assert codes(overrule(sold, confirmed)) == ["nothing_changed"]

    def test_whoever_has_left_can_have_a_share(self, sold):
        sold.hear(a_person(LI_QIANG, active=False))
        assert overrule(sold).status == 200

    def test_so_can_whom_an_earlier_verdict_names_though_leasing_does_not_know_them(self, leads):
        nobody = ZHOU_MIN.__class__(**ZHOU_MIN.__dict__ | {"id": an_id("不认识")})
        leads.hear(a_deal(leads, register(leads), nobody))
        assert overrule(leads, overruling((nobody, "40"), (LI_QIANG, "60"))).status == 200


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("parts", "code"),
        [
            (((LI_QIANG, "50"), (ZHOU_MIN, "49.99")), "not_a_hundred"),
            (((LI_QIANG, "50"), (ZHOU_MIN, "50.01")), "not_a_hundred"),
            (((LI_QIANG, "50"), (LI_QIANG, "50")), "share_twice"),
            (((LI_QIANG, "100"), (ZHOU_MIN, "0")), "share_of_nothing"),
        ],
    )
    def test_shares_that_do_not_make_a_hundred(self, sold, parts, code):
        reply = overrule(sold, overruling(*parts))
        assert (reply.status, codes(reply), len(shown(sold)["verdicts"])) == (409, [code], 1)
        assert reply.body["reasons"][0]["field"] == "shares"

    @pytest.mark.parametrize("percent", ["33.333", "-1", "101", "NaN", "ein", "1e-3", None])
    def test_what_is_no_percentage_of_two_places(self, sold, percent):
        assert overrule(sold, overruling((LI_QIANG, percent), (ZHOU_MIN, "50"))).status == 422

    def test_no_shares_and_no_reason(self, sold):
        assert overrule(sold, overruling()).status == 422
        assert overrule(sold, overruling((LI_QIANG, "100"), reason="  ")).status == 422

    def test_who_is_no_consultant_and_nothing_is_half_done(self, sold):
        for somebody in (SALES, a_stranger()):
            reply = overrule(sold, overruling((LI_QIANG, "50"), (somebody, "50")))
            assert (reply.status, codes(reply)) == (404, ["no_consultant"])
            assert reply.body["reasons"][0]["field"] == "shares.1.consultant_id"
        assert claim(sold, LI_QIANG).status == 200

    def test_whoever_is_no_manager(self, sold):
        for caller in (LI_QIANG, SUPERVISOR):
            assert overrule(sold, caller=caller).status == 403
        assert acts(sold, SUPERVISOR)["overrule"] == ["forbidden"]
        assert acts(sold, MANAGER)["overrule"] == []

    @pytest.mark.rule("GATE-4")
    def test_who_has_not_seen_the_verdict_in_force(self, sold):
        claim(sold, LI_QIANG)
        reply = overrule(sold, version=1)
        assert (reply.status, reply.body["version"], reply.body["type"]) == (409, 2, "/problems/conflict")
        assert overrule(sold, version=2).status == 200

    @pytest.mark.rule("GATE-4")
    def test_of_two_managers_at_once_the_second_is_told(self, sold, second):
        replies = at_once(*[lambda house=house: overrule(house, version=1).status for house in (sold, second)])
        assert sorted(replies) == [200, 409]

    @pytest.mark.rule("LEAD-8")
    def test_of_a_claim_and_an_overruling_at_once_both_stand_in_their_order_or_the_claim_is_refused(self, sold, second):
        claimed, overruled = at_once(lambda: claim(sold, LI_QIANG).status, lambda: overrule(second).status)
        kinds = [verdict["kind"] for verdict in shown(sold)["verdicts"]]
        assert overruled == 200
        assert kinds == (["given", "claimed", "overruled"] if claimed == 200 else ["given", "overruled"])


def a_stranger():
    return SALES.__class__(**SALES.__dict__ | {"id": an_id("无人")})
