"""What is no list is told so, and what would bring the house down is not opened."""

import io
import struct
import zipfile
from contextlib import suppress
from datetime import date

import openpyxl
import pytest

from kit.errors import Invalid, TooLarge
from kit.sheets import package, workbook
from kit.sheets.scan import place_of, reference_of
from tests.kit.sheets.lists import A_ROW, FLATS, HEADER, a_book, a_list, a_row, repacked, with_sheet_xml

COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def why_not(data, kind=Invalid):
    with pytest.raises(kind) as refused:
        FLATS.read(data)
    (reason,) = refused.value.reasons
    assert reason.zh
    assert reason.field == "file"
    return reason.code


def changed(part, before, after):
    """A good list with something replaced in one of its parts."""
    return repacked(a_list(A_ROW), lambda name, old: old.replace(before, after) if name == part else old)


def zipped(*entries, compress=zipfile.ZIP_DEFLATED):
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", compress) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return into.getvalue()


class TestWhatIsNoExcel:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", "empty"),
            (b" \r\n", "empty"),
            (COMPOUND, "old_excel"),
            (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
            ("单元号,面积\nA1,5\n".encode(), "text_file"),
            ("单元号,面积\nA1,5\n".encode("gb18030"), "text_file"),
            (b"<html><table></table></html>", "text_file"),
            (b"%PDF-1.7\x00\x01", "not_excel"),
            (b"\x89PNG\r\n\x1a\n\x00", "not_excel"),
            (b"PK\x03\x04 and then nothing", "damaged"),
            (b"PK", "damaged"),
            (zipped(("readme.txt", "x")), "not_xlsx"),
            (zipped(("xl/workbook.bin", b"\x00")), "not_xlsx"),
            (
                zipped(("content.xml", "<x/>"), ("mimetype", "application/vnd.oasis.opendocument.spreadsheet")),
                "not_xlsx",
            ),
            (zipped(("xl/workbook.xml", "not xml")), "damaged"),
            (zipped(("xl/workbook.xml", "<workbook/>")), "damaged"),
            (zipped(("xl/workbook.xml", f'<workbook xmlns="{MAIN}"/>')), "damaged"),
        ],
    )
    def test_each_kind_of_other_file_is_told_apart(self, data, code):
        assert why_not(data) == code

    def test_a_file_cut_short_anywhere_is_refused(self):
        data = a_list(A_ROW)
        for length in range(0, len(data) - 1, 97):
            with pytest.raises(Invalid):
                FLATS.read(data[:length])

    def test_a_flipped_bit_anywhere_is_read_or_refused_and_never_breaks(self):
        data = a_list(A_ROW)
        for at in range(0, len(data), 53):
            spoilt = bytearray(data)
            spoilt[at] ^= 0xFF
            with suppress(Invalid, TooLarge):
                FLATS.read(bytes(spoilt))

    @pytest.mark.parametrize(
        ("part", "before", "after"),
        [
            ("xl/worksheets/sheet1.xml", b"</sheetData>", b""),
            ("xl/worksheets/sheet1.xml", b'r="A2"', b'r="2A"'),
            ("xl/worksheets/sheet1.xml", b'r="A2"', b'r="AAAAA2"'),
            ("xl/worksheets/sheet1.xml", b"<sheetData>", b'<sheetData><row><c t="s"><v>99999</v></c></row>'),
            ("xl/workbook.xml", b'name="Sheet1"', b"name=Sheet1"),
        ],
    )
    def test_broken_parts_are_refused(self, part, before, after):
        assert why_not(changed(part, before, after)) == "damaged"

    def test_a_sheet_whose_part_is_missing_is_no_sheet(self):
        data = repacked(a_list(A_ROW), lambda name, old: None if name == "xl/worksheets/sheet1.xml" else old)
        assert why_not(data) in ("no_header", "damaged")

    def test_two_sheets_of_one_name_are_refused(self):
        data = a_book(HEADER, A_ROW, then=lambda book: book.create_sheet("Other"))
        data = repacked(data, lambda name, old: old.replace(b"Other", b"Sheet1") if name == "xl/workbook.xml" else old)
        assert why_not(data) == "damaged"


class TestBombs:
    def test_a_file_over_twenty_megabytes_is_not_opened(self):
        assert why_not(b"PK" + bytes(package.LARGEST_FILE), TooLarge) == "file_too_large"

    def test_what_unpacks_a_thousandfold_is_refused(self):
        bomb = zipped(("xl/workbook.xml", "<x/>"), ("xl/worksheets/sheet1.xml", bytes(30_000_000)))
        assert len(bomb) < 100_000
        assert why_not(bomb, TooLarge) == "unpacks_too_large"

    def test_what_unpacks_over_the_limit_is_refused(self, monkeypatch):
        monkeypatch.setattr(package, "LARGEST_UNPACKED", 5_000)
        assert why_not(a_list(A_ROW), TooLarge) == "unpacks_too_large"

    def test_too_many_parts_are_refused(self, monkeypatch):
        monkeypatch.setattr(package, "MOST_PARTS", 3)
        assert why_not(a_list(A_ROW), TooLarge) == "unpacks_too_large"

    def test_a_directory_that_understates_a_part_does_not_let_it_through(self):
        sheet = "xl/worksheets/sheet1.xml"
        data = bytearray(repacked(a_list(A_ROW), lambda name, old: old))
        at = data.rindex(sheet.encode())
        struct.pack_into("<L", data, at - 46 + 24, 100)
        assert why_not(bytes(data)) == "damaged"

    def test_a_directory_that_overstates_a_part_is_damaged(self):
        sheet = "xl/worksheets/sheet1.xml"
        data = bytearray(repacked(a_list(A_ROW), lambda name, old: old))
        at = data.rindex(sheet.encode())
        struct.pack_into("<L", data, at - 46 + 24, 1_000_000)
        assert why_not(bytes(data)) == "damaged"

    def test_one_name_twice_in_the_directory_is_refused(self):
        data = a_list(A_ROW)
        into = io.BytesIO(data)
        with zipfile.ZipFile(into, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("xl/workbook.xml", "<x/>")
        assert why_not(into.getvalue()) == "damaged"

    @pytest.mark.parametrize("compress", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_a_packing_that_excel_does_not_know_is_refused(self, compress):
        assert why_not(repacked(a_list(A_ROW), lambda name, old: old, compress)) == "damaged"

    def test_a_part_with_a_password_is_refused(self):
        data = bytearray(a_list(A_ROW))
        at = data.rindex(b"xl/workbook.xml")
        struct.pack_into("<H", data, at - 46 + 8, 1)
        assert why_not(bytes(data)) == "damaged"

    def test_two_cells_far_apart_do_not_make_a_sheet_larger_than_memory(self):
        def far(book):
            book.active["XFD1048576"] = 1

        assert why_not(a_list(A_ROW, then=far), TooLarge) == "sheet_too_large"

    def test_styled_cells_far_down_hold_nothing_and_do_no_harm(self):
        def styled(book):
            book.active["XFD1048576"].number_format = "0.00"

        assert len(FLATS.read(a_list(A_ROW, then=styled)).rows) == 1

    def test_a_merged_group_down_to_the_last_line_does_no_harm(self):
        data = a_list(A_ROW, a_row(building=None, number="A2"), merged=["A2:A3"])
        down = repacked(data, lambda name, old: old.replace(b'"A2:A3"', b'"A2:A1048576"'))
        assert [row["building"] for row in FLATS.read(down).rows] == ["A座", "A座"]

    def test_a_row_without_end_is_bounded_too(self):
        cells = "".join("<c><v>1</v></c>" for _ in range(3))
        xml = f'<worksheet xmlns="{MAIN}"><sheetData><row r="9999999">{cells}</row></sheetData></worksheet>'
        assert why_not(with_sheet_xml(a_list(A_ROW), xml), TooLarge) == "sheet_too_large"


class TestEntities:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_a_document_type_is_refused_before_any_entity_is_looked_at(self, encoding):
        xml = f'''<?xml version="1.0" encoding="{encoding}"?>
            <!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
            <worksheet xmlns="{MAIN}"><sheetData>
            <row r="1"><c r="A1" t="str"><v>&b;&f;</v></c></row>
            </sheetData></worksheet>'''.encode(encoding)
        data = repacked(a_list(A_ROW), lambda name, old: xml if name == "xl/worksheets/sheet1.xml" else old)
        assert why_not(data) == "not_plain"

    def test_pictures_and_macros_are_never_unpacked(self, monkeypatch):
        opened = []
        content = package._content
        monkeypatch.setattr(
            package, "_content", lambda archive, entry: opened.append(entry.filename) or content(archive, entry)
        )
        into = io.BytesIO(a_list(A_ROW))
        with zipfile.ZipFile(into, "a") as archive:
            archive.writestr("xl/media/image1.png", b"\x89PNG")
            archive.writestr("xl/vbaProject.bin", b"\x00")
        assert len(FLATS.read(into.getvalue()).rows) == 1
        assert opened
        assert all(name.endswith((".xml", ".rels")) for name in opened)


class TestPlaces:
    @pytest.mark.parametrize(
        ("reference", "place"), [("A1", (0, 0)), ("B7", (6, 1)), ("AA10", (9, 26)), ("XFD1048576", (1048575, 16383))]
    )
    def test_a_reference_is_a_place_and_back(self, reference, place):
        assert (place_of(reference), reference_of(*place)) == (place, reference)


class TestOtherWriters:
    def test_cells_without_references_are_counted(self):
        rows = "".join(
            "<row>" + "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in line) + "</row>"
            for line in (HEADER[:3], ["A座", "A1", "5.5"])
        )
        rows += "<row><c t='str'><v>B座</v></c><c t='str'><v>B1</v></c><c><f>1+1</f><v>2</v></c></row>"
        reading = FLATS.read(
            with_sheet_xml(a_list(A_ROW), f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>')
        )
        assert [row["number"] for row in reading.rows] == ["A1"]
        assert [reason.details["cell"] for reason in reading.refused[0].reasons] == ["C3"]

    def test_prefixed_elements_are_the_same_elements(self):
        def line(number, *cells):
            return f'<x:row r="{number}">{"".join(cells)}</x:row>'

        def cell(place, text):
            return f'<x:c r="{place}" t="str"><x:v>{text}</x:v></x:c>'

        head = line(1, cell("A1", "楼栋"), cell("B1", "单元号"), cell("C1", "建筑面积"))
        body = line(2, cell("A2", "A座"), cell("B2", "A1"), '<x:c r="C2"><x:f>1+1</x:f><x:v>2</x:v></x:c>')
        xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{head}{body}</x:sheetData></x:worksheet>'
        reading = FLATS.read(with_sheet_xml(a_list(A_ROW), xml))
        assert [reason.code for reason in reading.refused[0].reasons] == ["formula"]

    def test_a_sheet_the_reader_cannot_open_is_damaged(self, monkeypatch):
        def fail(*_):
            raise workbook.CalamineError("broken")

        class Book:
            sheets_metadata = property(lambda self: self.book.sheets_metadata)
            get_sheet_by_name = fail

            def __init__(self, book):
                self.book = book

        opened = workbook.Workbook(a_list(A_ROW))
        opened._book = Book(opened._book)
        with pytest.raises(Invalid):
            list(opened.grids())

    def test_days_of_a_workbook_counted_from_1904_are_the_days_shown(self):
        book = openpyxl.Workbook()
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.active.append(HEADER)
        book.active.append(a_row(handed_over=date(2020, 5, 1)))
        into = io.BytesIO()
        book.save(into)
        assert FLATS.read(into.getvalue()).rows[0]["handed_over"] == date(2020, 5, 1)
