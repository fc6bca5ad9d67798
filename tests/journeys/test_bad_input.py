"""What cannot be read, is too large, or is nobody's business, over HTTP (GATE-2, GATE-3)."""

import io
import zipfile

import pytest

from tests.journeys.refusals import Bad, Because, assert_refused
from tests.journeys.running import multipart

pytestmark = pytest.mark.rule("GATE-3")
MEBIBYTE = 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = {"content_type": "application/json"}


def a_bomb():
    """A workbook of a few kilobytes that unpacks into 100 MB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for _ in range(100):
                sheet.write(bytes(1_000_000))
    return packed.getvalue()


class TestBody:
    @pytest.mark.parametrize(
        ("body", "code"),
        [
            (b'{"note": "\xff\xfe"}', "utf8"),
            ('{"note": "换房"}'.encode("gb18030"), "utf8"),
            (b'{"note": ', "json"),
            (b'{"note": NaN}', "json"),
            (b"[]", "json"),
            (b'"note"', "json"),
            (b'{"note": ' + b"[" * 100 + b"]" * 100 + b"}", "depth"),
            (b'{"note": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "json"),
        ],
        ids=["bytes", "another encoding", "cut off", "no number", "a list", "a text", "deep", "very deep"],
    )
    def test_what_is_no_json_in_utf8_cannot_be_read(self, embedded, body, code):
        assert_refused(embedded, Bad("leasing.clerk", "POST", "/unit-changes", body, JSON), Because(400, code))

    @pytest.mark.parametrize("size", [MEBIBYTE + 1, 5 * MEBIBYTE, 40 * MEBIBYTE])
    def test_a_body_has_at_most_1_mib(self, embedded, size):
        body = b'{"note": "' + b"x" * (size - 12) + b'"}'
        bad = Bad("leasing.clerk", "POST", "/unit-changes", body, JSON)
        assert_refused(embedded, bad, Because(413, "too_large"))

    def test_a_body_that_says_it_is_something_else_is_not_guessed_at(self, embedded):
        bad = Bad("leasing.clerk", "POST", "/unit-changes", b"{}", {"content_type": "text/plain"})
        assert_refused(embedded, bad, Because(415, "content_type", "Content-Type"))

    def test_a_query_in_broken_utf8_cannot_be_read(self, embedded):
        assert_refused(embedded, Bad("property.clerk", "GET", "/units?q=%ff%fe"), Because(400, "query"))

    def test_a_query_asks_for_what_there_is(self, embedded):
        bad = Bad("property.clerk", "GET", "/units?colour=blue")
        assert_refused(embedded, bad, Because(422, "invalid", "colour"))


class TestFile:
    UNTOUCHED = ("/units?limit=100&sort=-number", "/estates")

    def refuses(self, house, content, because, path="/imports/units"):
        body, kind = multipart({}, "房源表.xlsx", content, XLSX)
        bad = Bad("property.supervisor", "POST", path, body, {"content_type": kind}, self.UNTOUCHED)
        assert_refused(house, bad, because)

    @pytest.mark.parametrize("path", ["/imports/units", "/imports/units/preview"])
    @pytest.mark.parametrize("size", [20 * MEBIBYTE + 1, 22 * MEBIBYTE])
    def test_a_file_has_at_most_20_mib(self, embedded, size, path):
        self.refuses(embedded, b"x" * size, Because(413, "too_large"), path)

    def test_a_file_that_unpacks_into_far_more_is_not_unpacked(self, embedded):
        bomb = a_bomb()
        assert len(bomb) < MEBIBYTE
        self.refuses(embedded, bomb, Because(413, "unpacks_too_large", "file"))

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"\x89PNG\r\n\x1a\n" + bytes(500), "not_excel"),
            ("楼盘,单元号\n云栖中心,A9901\n".encode("gb18030"), "text_file"),
            (b"", "empty"),
            (b"PK\x03\x04" + bytes(500), "damaged"),
        ],
        ids=["a picture", "a CSV", "nothing", "half of one"],
    )
    def test_a_file_that_is_no_excel_file_is_not_taken_for_one(self, embedded, content, code):
        self.refuses(embedded, content, Because(422, code, "file"))

    def test_a_list_without_a_file_is_no_list(self, embedded):
        bad = Bad("property.supervisor", "POST", "/imports/units", {"file": "units.xlsx"}, untouched=self.UNTOUCHED)
        assert_refused(embedded, bad, Because(415, "content_type", "Content-Type"))


@pytest.mark.rule("GATE-2")
class TestWhoseItIs:
    @pytest.fixture
    def flat(self, embedded):
        """A flat in the other estate, for which neither property's clerk nor leasing's supervisor works."""
        return embedded.as_("administrator").get("/units?q=1-0101")["items"][0]

    def test_a_thing_of_another_estate_does_not_exist(self, embedded, flat):
        assert_refused(embedded, Bad("property.clerk", "GET", f"/units/{flat['id']}"), Because(404, "no_unit"))

    def test_nothing_is_written_on_a_thing_of_another_estate(self, embedded, flat):
        path = f"/units/{flat['id']}"
        bad = Bad("property.clerk", "PUT", f"{path}/keys", {"keys": ["K-1"]}, untouched=(path,))
        assert_refused(embedded, bad, Because(404, "no_unit"))

    def test_it_is_in_no_list_either(self, embedded, flat):
        assert embedded.as_("property.clerk").get(f"/units?q={flat['number']}")["items"] == []

    @pytest.mark.parametrize("id", ["0", "01a205f3-9a24-7734-be12-e0eafe842641", "%00", "'; drop table unit; --"])
    def test_an_id_that_is_nobodys_does_not_exist(self, embedded, id):
        path = f"/unit-changes/{id.replace(' ', '%20')}"
        assert_refused(embedded, Bad("property.clerk", "GET", path), Because(404))

    def test_who_may_not_import_does_not(self, embedded):
        body, kind = multipart({}, "房源表.xlsx", b"", XLSX)
        bad = Bad("finance.director", "POST", "/imports/units", body, {"content_type": kind})
        assert_refused(embedded, bad, Because(403))


class TestAddress:
    @pytest.mark.parametrize("path", ["/nothing", "/units/1/2/3", "/%ff"])
    def test_an_unknown_address_is_not_found(self, embedded, path):
        assert_refused(embedded, Bad("property.clerk", "GET", path), Because(404))

    @pytest.mark.parametrize(
        ("method", "path", "allowed"),
        [
            ("DELETE", "/unit-changes", "GET, HEAD, POST"),
            ("PATCH", "/units", "GET, HEAD"),
            ("GET", "/imports/units", "POST"),
        ],
    )
    def test_a_wrong_method_is_told_the_right_ones(self, embedded, method, path, allowed):
        because = Because(405, headers={"Allow": allowed})
        assert_refused(embedded, Bad("property.clerk", method, path), because)
