"""Requests for a unit change that the rules do not allow, over HTTP (PROP-2)."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.journeys.refusals import Bad, Because, assert_announced_nothing, assert_is, assert_refused, send

pytestmark = pytest.mark.rule("PROP-2")


class Tower:
    """The upper floors, whose tenants ask for what they cannot have."""

    def __init__(self, house):
        self.house = house
        self.units = {}

    def unit(self, number):
        if number not in self.units:
            found = self.house.as_("administrator").get(f"/units?q={number}")["items"]
            (self.units[number],) = [unit for unit in found if unit["number"] == number]
        return self.units[number]

    def asking(self, old, new, **changed):
        """The request of the tenant of one unit to move into another; what is named otherwise stands in its place."""
        told = {"lease_id": self.unit(old)["lease_id"], "new_unit_id": self.unit(new)["id"]}
        return told | {"change_date": "2026-12-14", "cause": "customer_wish"} | changed

    def refuses(self, body, because, old="A2101", who="leasing.clerk"):
        untouched = ("/unit-changes?limit=100", f"/units/{self.unit(old)['id']}")
        assert_refused(self.house, Bad(who, "POST", "/unit-changes", body, untouched=untouched), because)


@pytest.fixture(scope="module")
def tower(embedded):
    """A tower in which the tenant of A2103 is moving to A2302 already."""
    tower = Tower(embedded)
    embedded.as_("leasing.clerk").do("/unit-changes", tower.asking("A2103", "A2302"))
    return tower


class TestRequest:
    def test_a_unit_that_is_let_is_no_new_unit(self, tower):
        tower.refuses(tower.asking("A2101", "A2105"), Because(409, "not_free", "new_unit_id"))

    def test_nobody_moves_to_where_they_are(self, tower):
        tower.refuses(tower.asking("A2101", "A2101"), Because(409, "same_unit", "new_unit_id"))

    def test_nobody_moves_yesterday(self, tower):
        body = tower.asking("A2101", "A2102", change_date="2026-12-06")
        tower.refuses(body, Because(409, "date_past", "change_date"))

    def test_nobody_moves_after_their_lease_has_ended(self, tower):
        body = tower.asking("A2101", "A2102", change_date="2040-01-01")
        tower.refuses(body, Because(409, "outside_the_lease", "change_date"))

    def test_a_lease_is_moved_for_its_own_customer_only(self, tower):
        body = tower.asking("A2101", "A2102", customer_id=tower.unit("A2105")["customer_id"])
        tower.refuses(body, Because(409, "not_the_customers_lease", "lease_id"))

    def test_a_customer_does_not_give_up_somebody_elses_unit(self, tower):
        body = tower.asking("A2101", "A2102", old_unit_id=tower.unit("A2105")["id"])
        tower.refuses(body, Because(409, "lease_of_another_unit", "old_unit_id"))

    def test_who_is_moving_already_does_not_move_again(self, tower):
        tower.refuses(tower.asking("A2103", "A2102"), Because(409, "change_open", "old_unit_id"), old="A2103")

    def test_a_unit_that_somebody_is_moving_into_is_no_new_unit(self, tower):
        tower.refuses(tower.asking("A2101", "A2302"), Because(409, "change_open", "new_unit_id"), old="A2302")

    def test_a_unit_of_another_estate_is_no_new_unit(self, tower):
        tower.refuses(tower.asking("A2101", "1-0101"), Because(409, "another_estate", "new_unit_id"))

    @pytest.mark.rule("GATE-2")
    def test_a_unit_of_an_estate_that_the_clerk_does_not_work_for_does_not_exist(self, tower):
        because = Because(404, "no_unit", "new_unit_id")
        tower.refuses(tower.asking("A2101", "1-0101"), because, who="leasing.supervisor")

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"lease_id": 5}, "lease_id"),
            ({"lease_id": {"is": "A2101"}}, "lease_id"),
            ({"new_unit_id": None}, "new_unit_id"),
            ({"change_date": "next week"}, "change_date"),
            ({"change_date": 20261214}, "change_date"),
            ({"cause": "boredom"}, "cause"),
            ({"note": ["a", "b"]}, "note"),
            ({"note": "\u0000"}, "note"),
            ({"note": "x" * 2001}, "note"),
            ({"urgent": True}, "urgent"),
        ],
    )
    @pytest.mark.rule("GATE-3")
    def test_a_field_that_is_wrong_or_unknown_is_named(self, tower, wrong, field):
        tower.refuses(tower.asking("A2101", "A2102", **wrong), Because(422, "invalid", field))


class TestTwoInTheSameInstant:
    @pytest.mark.parametrize(
        ("moves", "field"),
        [
            ((("A2106", "A2305"), ("A2106", "A2306")), "old_unit_id"),
            ((("A2201", "A2205"), ("A2202", "A2205")), "new_unit_id"),
            ((("A2203", "A2401"), ("A2203", "A2401")), "old_unit_id"),
        ],
        ids=["one tenant, two new units", "two tenants, one new unit", "one request twice"],
    )
    def test_one_is_taken_up_and_the_other_told_why_not(self, tower, moves, field):
        bodies = [tower.asking(old, new) for old, new in moves]
        before = tower.house.as_("administrator").get("/unit-changes?limit=100")["items"]
        (won,), (lost,) = self.at_once(tower.house, bodies)
        assert won.body["state"] == "open"
        assert_is(lost, Because(409, "change_open", field))
        assert_announced_nothing(tower.house, lost)
        after = tower.house.as_("administrator").get("/unit-changes?limit=100")["items"]
        assert {change["id"] for change in after} == {change["id"] for change in before} | {won.body["id"]}

    @staticmethod
    def at_once(house, bodies):
        """The answers to requests that two people send at the same moment: those taken up, and those refused."""
        people = ("leasing.clerk", "leasing.supervisor")
        for person in people:
            house.as_(person)
        start = threading.Barrier(len(bodies))

        def ask(person, body):
            start.wait(10)
            return send(house, Bad(person, "POST", "/unit-changes", body))

        with ThreadPoolExecutor(len(bodies)) as pool:
            answers = list(pool.map(ask, people, bodies))
        return [one for one in answers if one.status == 201], [one for one in answers if one.status != 201]
