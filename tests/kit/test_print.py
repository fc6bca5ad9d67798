"""Forms as PDF: Chinese embedded and to be selected, nothing vanishes, and the same form is the same bytes."""

import io
import threading
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from reportlab.lib import fonts as families
from reportlab.pdfbase import pdfmetrics

from kit import pictures
from kit.print import PDF, Document, Head, Signed
from kit.print.document import NO_PICTURE

PRINTED = datetime(2026, 12, 7, 2, 20, tzinfo=UTC)
RARE = "𰻝"  # Noto Sans has it, Noto Serif has not.
UNKNOWN = "😀🀄"
INSTEAD = "〓U+1F600〓U+1F004"


def a_form(title="换房记录表", en="Unit change record", number="HF-2026-0007", **more):
    return Document(title, en, number=number, printed_at=PRINTED, **more)


def a_signature(mode="RGBA", size=(300, 100), kind="PNG"):
    into = io.BytesIO()
    Image.new(mode, size).save(into, kind)
    return into.getvalue()


def text_of(pdf):
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def pages_of(pdf):
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def fonts_in(pdf):
    """The fonts of all pages by name, each with its embedded file."""
    found = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            font = font.get_object()
            found[str(font["/BaseFont"])] = font.get("/FontDescriptor", {}).get("/FontFile2")
    return found


def registered():
    return set(pdfmetrics._fonts) | set(pdfmetrics._dynFaceNames) | set(families._ps2tt_map) | set(families._tt2ps_map)


@pytest.mark.rule("PROP-3")
class TestText:
    def test_every_piece_can_be_selected_in_both_languages(self):
        pdf = (
            a_form()
            .subtitle("云栖中心", "Yunqi Centre")
            .facts(("客户", "Customer", "金桥投资管理(中国)有限公司"), ("原单元", "Old unit", "A0501"))
            .heading("抄表", "Readings")
            .table((Head("表号", "Meter"), Head("读数", "Reading", align="right")), [["E-A0501", "1,234.5"]])
            .paragraph("以上经三方核对无误。", "Checked by all three.")
            .signatures(Signed("客户", "Customer", name="赵强", at="2026-12-07 10:20"))
            .bytes()
        )
        text = text_of(pdf)
        for part in (
            *(
                "换房记录表",
                "Unit change record",
                "编号 No. HF-2026-0007",
                "云栖中心",
                "Yunqi Centre",
                "客户",
                "Customer",
            ),
            *("金桥投资管理(中国)有限公司", "A0501", "抄表", "Readings", "E-A0501", "1,234.5"),
            *("以上经三方核对无误。", "Checked by all three.", "赵强", "2026-12-07 10:20"),
        ):
            assert part in text

    def test_what_looks_like_markup_is_text(self):
        assert "<b>&amp; 5 < 6" in text_of(a_form().paragraph("<b>&amp; 5 < 6").bytes())

    def test_a_line_break_is_one(self):
        assert "第一行\n第二行" in text_of(a_form().paragraph("第一行\n第二行").bytes())

    def test_long_texts_wrap_and_lose_nothing(self):
        told = "客户因业务发展需要更大的办公空间" * 20
        word = "Q" * 300
        text = text_of(a_form().facts(("原因", "Cause", told), ("词", "Word", word)).bytes()).replace("\n", "")
        assert told in text
        assert text.count("Q") == 300

    @pytest.mark.parametrize("told", ["客户要求保留电话号码" * 400, "word " * 1500, "Q" * 4000, "行\n" * 300])
    @pytest.mark.parametrize("wide", [False, True])
    def test_what_is_higher_than_a_page_goes_on_on_the_next(self, told, wide):
        form = a_form(wide=wide).facts(("一", "One", told), ("二", "Two", "后"), ("三", "Three", told))
        form = form.facts(("一", "One", told), columns=1).table([Head("一"), Head("二", width=3)], [["前", told]])
        text = "".join(pages_of(form.bytes()))
        for letter in set(told) - set("\n 第页共编号打印时间"):
            assert text.count(letter) >= told.count(letter) * 4
        assert len(pages_of(form.bytes())) > 4

    @settings(max_examples=25, deadline=None)
    @given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=20))
    def test_any_usual_character_is_printed(self, words):
        assert words in text_of(a_form().paragraph(words).bytes()).replace("\n", "")


@pytest.mark.rule("PROP-3")
class TestFonts:
    def test_every_font_that_draws_something_is_embedded(self):
        embedded = fonts_in(a_form().paragraph("物业部 Property").bytes())
        ours = {name: file for name, file in embedded.items() if "Atrium" in name}
        assert len(ours) == 2
        assert all(file is not None for file in ours.values())
        assert set(embedded) - set(ours) <= {"/Helvetica"}

    def test_a_document_carries_only_the_characters_it_has(self):
        assert len(a_form().paragraph("物业部").bytes()) < 60_000

    def test_a_character_that_one_font_lacks_is_drawn_by_the_other(self):
        pdf = a_form().paragraph(f"{RARE}面").bytes()
        assert f"{RARE}面" in text_of(pdf)

    @pytest.mark.parametrize(
        ("letters", "printed"), [("😀", "〓U+1F600"), ("\U00020bb7野", "〓U+20BB7野"), ("好\tB\rC", "好 B C")]
    )
    def test_for_a_character_that_no_font_has_its_code_is_printed(self, letters, printed):
        assert printed in text_of(a_form().paragraph(letters).bytes())

    def test_what_has_no_shape_of_its_own_leaves_no_mark(self):
        assert "〓U+2764〓U+1F468〓U+1F469" in text_of(a_form().paragraph("\u2764\ufe0f👨\u200d👩").bytes())

    @pytest.mark.parametrize(
        "unprintable",
        [
            lambda: a_form(UNKNOWN),
            lambda: a_form(en=UNKNOWN),
            lambda: a_form(number=UNKNOWN),
            lambda: a_form().subtitle(UNKNOWN),
            lambda: a_form().heading("一", UNKNOWN),
            lambda: a_form().facts(("一", "", UNKNOWN)),
            lambda: a_form().table([Head(UNKNOWN)], []),
            lambda: a_form().table([Head("一", UNKNOWN)], []),
            lambda: a_form().table([Head("一")], [[UNKNOWN]]),
            lambda: a_form().signatures(Signed("一", at=UNKNOWN)),
            lambda: a_form().signatures(Signed("一", name=UNKNOWN)),
        ],
    )
    def test_nothing_vanishes_from_any_piece(self, unprintable):
        assert INSTEAD in text_of(unprintable().bytes()).replace("\n", "")

    def test_the_library_keeps_no_document_s_fonts(self):
        before = registered()
        a_form().paragraph("用完即弃").bytes()
        with pytest.raises(ValueError, match="argument"):
            a_form(UNKNOWN).table([Head("一"), Head("二")], [["x"]]).bytes()
        assert registered() == before

    def test_documents_printed_side_by_side_do_not_mix(self):
        made = {}

        def print_one(number):
            words = "".join(chr(0x4E00 + number * 50 + n) for n in range(50))
            made[number] = words in text_of(a_form().paragraph(words).bytes()).replace("\n", "")

        threads = [threading.Thread(target=print_one, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert made == dict.fromkeys(range(6), True)


@pytest.mark.rule("PROP-3")
class TestPages:
    def test_every_page_says_which_of_how_many_when_and_the_forms_number(self):
        pages = pages_of(a_form().table([Head("行", "Line")], [[n] for n in range(120)]).bytes())
        assert len(pages) > 2
        for number, text in enumerate(pages, 1):
            assert f"第 {number} 页 / 共 {len(pages)} 页 Page {number} of {len(pages)}" in text.replace("  ", " ")
            assert "打印时间 2026-12-07 10:20" in text
            assert "编号 No. HF-2026-0007" in text

    def test_the_time_is_that_of_the_place(self):
        assert "2026-12-07 03:20" in text_of(a_form(zone="Europe/Berlin").bytes())

    def test_a_table_s_header_comes_again_on_every_page(self):
        pages = pages_of(a_form().table([Head("表号", "Meter")], [[n] for n in range(120)]).bytes())
        assert all("表号" in text for text in pages)

    def test_a_wide_form_lies_on_its_side(self):
        page = PdfReader(io.BytesIO(a_form(wide=True).bytes())).pages[0]
        assert page.mediabox.width > page.mediabox.height

    def test_a_form_without_number_prints_none(self):
        assert "No." not in text_of(a_form(number="").bytes())

    def test_the_document_knows_its_own_name_and_language(self):
        reader = PdfReader(io.BytesIO(a_form().bytes()))
        assert (reader.metadata.title, reader.metadata.subject) == ("换房记录表", "HF-2026-0007")
        assert reader.trailer["/Root"]["/Lang"] == "zh-CN"

    def test_the_same_form_is_the_same_bytes(self):
        forms = [a_form().facts(("客户", "", "金桥")).signatures(Signed("客户", image=a_signature())) for _ in range(2)]
        assert forms[0].bytes() == forms[1].bytes() == forms[0].bytes()

    def test_it_is_a_pdf(self):
        assert a_form().bytes().startswith(b"%PDF-1.")
        assert PDF == "application/pdf"


@pytest.mark.rule("PROP-3", "PROC-8")
class TestSignatures:
    @pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "1", "P", "LA"])
    def test_a_drawn_signature_is_on_the_page(self, mode):
        pdf = a_form().signatures(Signed("客户", image=a_signature(mode))).bytes()
        assert len(PdfReader(io.BytesIO(pdf)).pages[0].images) == 1

    @pytest.mark.parametrize("boxes", [1, 2, 3, 4, 7])
    def test_any_number_may_sign(self, boxes):
        pdf = a_form().signatures(*(Signed(f"签{n}", name=f"名{n}") for n in range(boxes))).bytes()
        text = text_of(pdf)
        assert all(f"签{n}" in text and f"名{n}" in text for n in range(boxes))

    @pytest.mark.parametrize(
        "image",
        [
            b"x",
            a_signature()[:60],
            a_signature()[:-20],
            a_signature("RGB", kind="GIF"),
            a_signature("RGB", kind="JPEG"),
            a_signature("1", (pictures.WIDEST + 1, 10)),
            a_signature("1", (pictures.WIDEST, pictures.WIDEST)),
        ],
    )
    def test_a_picture_that_cannot_be_read_is_said_and_keeps_back_no_form(self, image):
        pdf = a_form().signatures(Signed("客户", name="赵强", image=image)).bytes()
        assert NO_PICTURE in text_of(pdf)
        assert "赵强" in text_of(pdf)

    def test_no_boxes_and_no_facts_are_nothing(self):
        assert a_form().signatures().facts().bytes() == a_form().bytes()


class TestFacts:
    def test_an_empty_value_is_an_empty_field_and_an_odd_one_takes_the_line(self):
        form = a_form().facts(("一", "One", None), ("二", "Two", 0), ("三", "Three", "x"), columns=2)
        assert "None" not in text_of(form.bytes())
        assert "0" in text_of(form.bytes())

    def test_a_row_has_one_value_for_each_head(self):
        with pytest.raises(ValueError, match="argument"):
            a_form().table([Head("一"), Head("二")], [["x"]]).bytes()

    def test_an_empty_cell_of_a_table_is_empty(self):
        assert "None" not in text_of(a_form().table([Head("一")], [[None]]).bytes())
