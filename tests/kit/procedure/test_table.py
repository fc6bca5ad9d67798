"""A procedure's table is checked when it is built, and each fault is named."""

import dataclasses
import itertools

import pytest

from kit.procedure import DaysBefore, Lapses, Name, OnDay, Procedure, Record, SameDay, Signer, Step, WrongTable
from kit.procedure.table import procedure_named
from tests.kit.procedure.removal import REMOVAL, Desk, TruckArrived

numbers = itertools.count()
NEW_YEAR = Name("new_year", zh="元旦", en="New Year")


def a_step(name="sweep", **more):
    return Step(**{"name": name, "zh": "扫", "en": "Sweep", "owner": Desk.CREW} | more)


def a_table(*steps, **more):
    return Procedure(**{"name": f"table_{next(numbers)}", "zh": "表", "en": "Table", "steps": steps} | more)


@pytest.mark.rule("PROC-1")
class TestATableThatCannotBeRun:
    @pytest.mark.parametrize(
        ("steps", "fault"),
        [
            ((), "it has no steps"),
            ((a_step(), a_step()), "the step 'sweep' is there 2 times"),
            ((a_step(needs=("dust",)),), "step sweep: it needs 'dust', which is no step"),
            ((a_step(needs=("sweep",)),), "wait for each other in a circle: sweep → sweep"),
            ((a_step("a", needs=("b",)), a_step("b", needs=("a",))), "wait for each other in a circle"),
            ((a_step(due=OnDay("easter")),), "step sweep: 'easter' is not one of the procedure's dates"),
            ((a_step(not_before=DaysBefore("easter", 1)),), "'easter' is not one of the procedure's dates"),
            ((a_step(owner=()),), "it has no owner"),
            ((a_step(owner="crew"),), "the owner 'crew' has no names in both languages"),
            ((a_step(owner=(Desk.CREW, Desk.CREW)),), "the owner 'crew' is there 2 times"),
            ((a_step(en=""),), "the step 'sweep' has no names in both languages"),
            ((a_step("Sweep!"),), "'Sweep!' must be lower-case letters, digits and underscores"),
            ((a_step("a"), a_step("b", needs=("a", "a"))), "the need 'a' is there 2 times"),
            ((a_step(records=(Record("dust", "灰", "dust"),) * 2),), "the record 'dust' is there 2 times"),
            ((a_step(records=(Record("dust", "", "dust"),)),), "the record 'dust' has no names"),
            ((a_step(signs=(Signer(Desk.CREW),) * 2),), "the signer 'crew' is there 2 times"),
            ((a_step(signs=(Signer("guest", outside=True),)),), "the signer 'guest' has no names"),
            ((a_step(signs=(Signer("guest", zh="客", outside=True),)),), "the signer 'guest' has no names"),
            ((a_step(lapses=Lapses("过期。", "Too late.")),), "step sweep: it lapses, and is never due"),
            (
                (a_step(lapses=Lapses("", "Too late."), due=SameDay()),),
                "it lapses without a sentence in both languages",
            ),
        ],
    )
    def test_its_fault_is_named(self, steps, fault):
        with pytest.raises(WrongTable) as refused:
            a_table(*steps)
        assert fault in str(refused.value)

    def test_its_dates_need_names(self):
        with pytest.raises(WrongTable, match="a date 'easter' has no names"):
            a_table(a_step(), dates=("easter",))

    def test_a_date_is_named_once(self):
        with pytest.raises(WrongTable, match="the date 'new_year' is there 2 times"):
            a_table(a_step(), dates=(NEW_YEAR, NEW_YEAR))

    def test_whoever_may_cancel_it_has_a_step_in_it(self):
        with pytest.raises(WrongTable, match="cancelled_by names 'office', which own no step"):
            a_table(a_step(), cancelled_by=(Desk.OFFICE,))

    def test_every_fault_is_told_at_once(self):
        with pytest.raises(WrongTable, match=r"circle.*|dust.*circle"):
            a_table(a_step(needs=("sweep", "dust")))

    def test_two_tables_cannot_share_a_name(self):
        table = a_table(a_step())
        with pytest.raises(WrongTable, match="another table has that name"):
            a_table(a_step(rule="PROC-1"), name=table.name)

    def test_the_same_table_may_be_read_twice(self):
        table = a_table(a_step())
        assert dataclasses.replace(table) == table


@pytest.mark.rule("PROC-1")
class TestReadingATable:
    def test_it_is_found_by_its_name(self):
        assert procedure_named("piano_removal") is REMOVAL

    def test_its_steps_come_after_what_they_need(self):
        names = [step.name for step in REMOVAL.in_order]
        assert all(names.index(need) < names.index(step.name) for step in REMOVAL.steps for need in step.needs)

    def test_it_knows_all_that_comes_after_a_step(self):
        assert REMOVAL.after("book") == {"carry", "arrive", "pay"}
        assert REMOVAL.after("pay") == set()

    def test_it_knows_what_needs_a_step_directly(self):
        assert [step.name for step in REMOVAL.needing("look")] == ["tune", "book"]

    def test_several_departments_may_own_a_step(self):
        assert REMOVAL.by_name["book"].owners == ("office", "crew")

    def test_it_knows_its_departments_by_name(self):
        assert REMOVAL.departments == {"office", "crew", "cashier"}
        assert REMOVAL.words_of_department("cashier") == ("出纳", "Cashier")
        assert REMOVAL.words_of_department("kitchen") == ("kitchen", "kitchen")

    def test_staff_and_outside_signers_are_told_apart(self):
        carry = REMOVAL.by_name["carry"]
        assert [signer.role for signer in carry.staff_signers] == ["crew", "office", "cashier"]
        assert [signer.words for signer in carry.outside_signers] == [("客户", "customer")]

    def test_a_step_may_wait_for_an_event(self):
        assert REMOVAL.by_name["arrive"].done_by is TruckArrived

    def test_nothing_in_it_can_be_changed_afterwards(self):
        with pytest.raises(dataclasses.FrozenInstanceError):
            REMOVAL.steps[0].due = None
