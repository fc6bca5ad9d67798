"""A procedure draws itself: nothing is left out, nothing lies on something else, and both languages are there."""

from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.procedure import DaysBefore, Lapses, Name, SameDay
from kit.procedure.diagram import as_mermaid, as_svg, as_table
from kit.procedure.diagram.layout import arrows, lay_out
from kit.procedure.diagram.words import width_of, wrapped
from tests.kit.procedure.removal import MOVING_DAY, REMOVAL, Desk
from tests.kit.procedure.test_random import tables
from tests.kit.procedure.test_table import a_step, a_table

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def boxes(svg):
    """Each step's box: left, top, right, bottom."""
    found = {}
    for group in ElementTree.fromstring(svg).iter(f"{SVG}g"):
        if (group.get("id") or "").startswith("step-"):
            box = group.find(f"{SVG}rect").attrib
            x, y, width, height = (float(box[name]) for name in ("x", "y", "width", "height"))
            found[group.get("id").removeprefix("step-")] = (x, y, x + width, y + height)
    return found


@pytest.mark.rule("PROC-1")
class TestThePicture:
    def test_it_shows_every_step_its_owner_deadline_and_signers_in_both_languages(self):
        told = " ".join(texts(as_svg(REMOVAL)))
        for words in (
            "搬运钢琴 · Piano removal",
            "察看",
            "Look at the stairs",
            "搬运队 Crew",
            "限期:24 小时内",
            "不早于搬运日",
            "签字:搬运队、办公室、出纳、客户",
            "由消息完成 · by event",
            "可跳过 · may be skipped",
        ):
            assert words in told

    @pytest.mark.parametrize(("language", "shown", "hidden"), [("zh", "调音", "Tune"), ("en", "Tune", "调音")])
    def test_it_can_be_had_in_one_language(self, language, shown, hidden):
        told = texts(as_svg(REMOVAL, language))
        assert shown in told
        assert hidden not in told

    def test_a_case_s_states_show_in_it(self):
        svg = as_svg(REMOVAL, states={"look": "done", "tune": "skipped", "book": "open", "carry": "waiting"})
        assert svg.count("✓") == 1
        assert svg.count('opacity="0.55"') == 1
        assert 'stroke="#2563eb" stroke-width="2"' in svg

    def test_configured_numbers_are_the_ones_shown(self):
        assert "2 days before the moving day" in as_svg(REMOVAL, "en")
        assert "5 days before" in as_svg(REMOVAL, "en", settings={"removal.days": 5})

    def test_a_quiet_step_and_one_that_lapses_say_so(self):
        table = a_table(a_step(quiet=True, due=SameDay(), lapses=Lapses("过期。", "Too late.")))
        for told in (" ".join(texts(as_svg(table))), as_table(table)):
            assert "不通知" in told
            assert "lapses at its deadline" in told

    def test_what_follows_from_other_arrows_is_not_drawn(self):
        table = a_table(a_step("a"), a_step("b", needs=("a",)), a_step("c", needs=("a", "b")))
        assert arrows(table) == [("a", "b"), ("b", "c")]

    def test_a_step_of_many_departments_says_how_many(self):
        many = tuple(Name(f"d{number}", zh=f"{number} 部", en=f"Department {number}") for number in range(5))
        assert "5 departments" in as_svg(a_table(a_step(owner=many)), "en")

    def test_names_that_look_like_markup_are_only_text(self):
        svg = as_svg(a_table(a_step(zh="<扫>", en='A & "B"')))
        assert {"<扫>", 'A & "B"'} <= set(texts(svg))

    def test_it_is_the_same_every_time(self):
        assert as_svg(REMOVAL) == as_svg(REMOVAL)

    def test_a_table_without_a_source_has_only_its_title(self):
        assert texts(as_svg(a_table(a_step(), zh="标题", en="Title")))[0] == "标题 · Title"

    @settings(max_examples=60, deadline=None)
    @given(tables())
    def test_no_box_lies_on_another_and_all_are_inside(self, table):
        svg = as_svg(table)
        found = boxes(svg)
        assert set(found) == {step.name for step in table.steps}
        for (a, b, c, d), (e, f, g, h) in combinations(found.values(), 2):
            assert c < e or g < a or d < f or h < b
        width, height = (float(side) for side in ElementTree.fromstring(svg).get("viewBox").split()[2:])
        for left, top, right, bottom in found.values():
            assert 0 <= left < right <= width
            assert 0 <= top < bottom <= height

    @settings(max_examples=60, deadline=None)
    @given(tables())
    def test_arrows_run_forwards_from_column_to_column_past_the_boxes(self, table):
        layout = lay_out(table, {step.name: 80.0 for step in table.steps}, gap=20.0)
        for (need, name), line in layout.lines.items():
            assert (line[0], line[-1]) == (need, name)
            columns = [layout.column_of[node] for node in line]
            assert columns == list(range(columns[0], columns[-1] + 1))
        for column in layout.columns:
            for above, below in pairwise(column):
                room = (layout.height_of(above) + layout.height_of(below)) / 2
                assert layout.middles[below] - layout.middles[above] >= room - 0.01


@pytest.mark.rule("PROC-1")
class TestTheText:
    def test_mermaid_has_every_step_and_arrow(self):
        told = as_mermaid(REMOVAL)
        assert told.startswith("flowchart LR\n")
        assert '    s1["察看<br/>Look at the stairs<br/>搬运队 · Crew<br/>当日 · the same day"]' in told
        assert '    s5["送达<br/>Arrive<br/>搬运队 · Crew"]' in told
        assert told.count(" --> ") == len(arrows(REMOVAL)) == 6

    def test_a_shared_step_has_the_colour_of_its_first_owner(self):
        told = as_mermaid(a_table(a_step(owner=(Desk.CREW, Desk.OFFICE))))
        assert "class s1 crew" in told
        assert "office" not in told

    def test_quotation_marks_do_not_break_it(self):
        assert "&quot;B&quot;" in as_mermaid(a_table(a_step(en='A "B"')))

    def test_the_table_can_be_read_by_a_department_head(self):
        rows = as_table(REMOVAL).splitlines()
        assert len(rows) == 2 + len(REMOVAL.steps)
        assert rows[0].startswith("| 步骤 Step | 部门 Owner | 先办 After | 限期 Due |")
        carry = rows[5]
        for cell in (
            "**搬运**<br>Carry",
            "调音、订车<br>Tune, Book the truck",
            "不早于搬运日",
            "划痕<br>scratches",
            "客户",
        ):
            assert cell in carry
        assert "保留 stays: 察看记录保留。<br>The survey is kept." in rows[2]
        assert "撤销 undone: 退订货车。" in rows[4]
        assert "(由消息完成 · by event)" in rows[6]

    def test_a_bar_in_a_name_does_not_break_the_table(self):
        assert "A/B" in as_table(a_table(a_step(en="A|B")))

    def test_a_deadline_before_which_nothing_may_be_done_is_told_with_its_days(self):
        table = a_table(a_step(not_before=DaysBefore("moving_day", 2)), dates=(MOVING_DAY,))
        assert "not before 2 days before the moving day" in as_table(table)


class TestWrapping:
    def test_english_breaks_between_words(self):
        assert wrapped("Hand over new cards", 10, 60) == ["Hand over", "new cards"]

    def test_chinese_breaks_anywhere_but_before_its_marks(self):
        assert wrapped("收取费用、电话", 10, 40) == ["收取费", "用、电话"]
        assert wrapped("发出《通知单》", 10, 30) == ["发出", "《通知", "单》"]

    @given(st.text("abc DEF 换房单、。《》()", min_size=1, max_size=40).map(str.strip).filter(bool))
    def test_nothing_gets_lost_and_lines_fit_where_they_can(self, text):
        lines = wrapped(text, 10, 80)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(width_of(line, 10) <= 80 or len(line) > 3 for line in lines)

    def test_a_desk_has_its_colour_everywhere(self):
        svg = as_svg(REMOVAL)
        assert svg.count("#2563eb") > svg.count("#059669") > 0
        assert Desk.CREW.zh in svg
