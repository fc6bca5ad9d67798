"""The register's policy without a database: names, particulars, stretches of validity."""

import itertools
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.leads.rules.particulars import Particulars, Relative, reasons_not_to_be_valid
from services.leads.rules.people import may_be_the_same, surname_only
from services.leads.rules.register import Correction, Period, Registration, as_corrected, period_on, periods
from services.leads.rules.words import Channel, Relation
from tests.leads.cases import day

VALID = Registration("1", 1, day(0), "王伟", "甲", valid_from=day(0))


class TestNames:
    @pytest.mark.parametrize(
        ("name", "surname"),
        [
            ("王", "王"),
            ("王先生", "王"),
            ("欧阳女士", "欧阳"),
            ("王总", "王"),
            ("王伟", None),
            ("Smith", None),
            ("", None),
        ],
    )
    @pytest.mark.rule("LEAD-2")
    def test_a_surname_is_told_from_a_name_in_full(self, name, surname):
        assert surname_only(name) == surname

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("王伟", "王伟", True),
            ("王伟", "王 伟", True),
            ("王伟", "王先生", True),
            ("欧阳修", "欧阳先生", True),
            ("王女士", "王", True),
            ("王伟", "王强", False),
            ("王伟", "王伟强", False),
            ("王伟", "李先生", False),
            ("王先生", "李先生", False),
            ("John Smith", "john  smith", True),
        ],
    )
    @pytest.mark.rule("LEAD-2")
    def test_who_may_be_the_same(self, one, other, same):
        assert may_be_the_same(one, other) is same
        assert may_be_the_same(other, one) is same


class TestParticulars:
    WHOLE = Particulars(
        "王伟",
        ("13800138000",),
        area_from=Decimal("200.50"),
        relatives=(Relative("李娜", Relation.SPOUSE),),
        is_signed=True,
    )

    @pytest.mark.rule("LEAD-3")
    def test_what_the_register_keeps_is_read_as_it_was_written(self):
        assert Particulars.from_told(self.WHOLE.as_told()) == self.WHOLE
        assert Particulars.from_told(Particulars().as_told()) == Particulars()

    @pytest.mark.rule("LEAD-2")
    def test_everything_that_is_lacking_is_named(self):
        lacking = [reason.code for reason in reasons_not_to_be_valid(Particulars(name=" "))]
        assert lacking == ["no_name", "no_phone", "unsigned"]


@pytest.mark.rule("LEAD-4", "LEAD-6")
class TestValidity:
    def test_it_lasts_to_the_end_of_the_fifteenth_day(self):
        assert period_on(VALID, day(15)) == Period(day(0), day(15))
        assert period_on(VALID, day(16)) is None

    @pytest.mark.parametrize(
        ("extended", "stretches"),
        [
            ([16], [(0, 31)]),
            ([17], [(0, 15), (17, 32)]),
            ([16, 32], [(0, 47)]),
            ([40, 20], [(0, 15), (20, 35), (40, 55)]),
        ],
    )
    def test_an_extension_in_time_leaves_no_gap(self, extended, stretches):
        one = Registration("1", 1, day(0), "王伟", "甲", valid_from=day(0), extended_on=tuple(map(day, extended)))
        assert periods(one) == [Period(day(since), day(until)) for since, until in stretches]

    def test_an_inquiry_is_never_valid(self):
        assert periods(Registration("1", 1, day(0), "王伟", "甲")) == []

    @given(st.lists(st.integers(1, 100), max_size=5), st.integers(0, 140))
    def test_stretches_never_touch_and_none_is_shorter_than_it_may_be(self, extended, on):
        one = Registration("1", 1, day(0), "王伟", "甲", valid_from=day(0), extended_on=tuple(map(day, extended)))
        found = periods(one)
        gaps = itertools.pairwise(found)
        assert all(later.since - earlier.until > timedelta(1) for earlier, later in gaps)
        assert all(period.until - period.since >= timedelta(15) for period in found)
        assert (period_on(one, day(on)) is not None) == any(period.covers(day(on)) for period in found)


@pytest.mark.rule("LEAD-3")
class TestCorrections:
    FIRST = Registration("1", 1, day(0), "王伟", "甲", Channel.PHONE)
    TOLD = Particulars("王伟", is_signed=True)

    def test_what_is_added_counts_from_its_own_day(self):
        added = Correction(day(3), Particulars("王伟", ("13800138000",), is_signed=True))
        assert as_corrected(self.FIRST, self.TOLD, [added], day(2)).valid_from is None
        assert as_corrected(self.FIRST, self.TOLD, [added], day(3)).valid_from == day(3)

    def test_for_another_customer_it_is_valid_from_the_correction_on(self):
        whole = Particulars("王伟", ("13800138000",), is_signed=True)
        corrected = Correction(day(3), Particulars("李娜", ("13900139000",), is_signed=True), 7, "李娜")
        before, after = (as_corrected(self.FIRST, whole, [corrected], day(number)) for number in (2, 3))
        assert (before.customer, before.valid_from, before.place) == ("王伟", day(0), 1)
        assert (after.customer, after.valid_from, after.place) == ("李娜", day(3), 7)

    def test_once_valid_it_stays_so(self):
        whole = Particulars("王伟", ("13800138000",), is_signed=True)
        removed = Correction(day(3), Particulars("王伟", is_signed=True))
        assert as_corrected(self.FIRST, whole, [removed], day(9)).valid_from == day(0)

    def test_a_later_extension_is_not_known_yet(self):
        one = Registration("1", 1, day(0), "王伟", "甲", extended_on=(day(16), day(40)))
        whole = Particulars("王伟", ("13800138000",), is_signed=True)
        assert as_corrected(one, whole, [], day(20)).extended_on == (day(16),)
