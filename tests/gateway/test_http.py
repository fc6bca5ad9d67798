"""The only door: how requests are found, read, refused and answered (GATE-1, GATE-3, GATE-4)."""

import io
import json

import pytest

from gateway.answering import json_response, problem
from gateway.options import Options
from tests.gateway.conftest import Asker

MEBIBYTE = 1024 * 1024


@pytest.fixture
def asker(logged_in):
    return logged_in("leasing.clerk")


def is_a_problem(answer, status, language_has=None):
    told = answer.json
    assert answer.status_code == status == told["status"], answer.text
    assert answer.content_type == "application/problem+json"
    assert told["type"].startswith("/problems/")
    assert told["detail"]
    assert told["correlation_id"] == answer.headers["X-Correlation-Id"]
    assert "Traceback" not in answer.text
    return told


@pytest.mark.rule("GATE-1")
class TestFindingTheDoor:
    def test_every_door_has_its_address(self, asker):
        book = asker.post("/books", {"title": "石头记"}).json
        assert asker.get(f"/books/{book['id']}").json == book

    def test_what_was_made_says_where_it_is(self, asker):
        answer = asker.post("/books", {"title": "t"})
        assert answer.headers["Location"] == f"/api/v1/books/{answer.json['id']}"
        assert asker.get(answer.headers["Location"].removeprefix("/api/v1")).status_code == 200

    def test_a_file_comes_under_its_own_name(self, asker):
        answer = asker.get("/books/018f0000-0000-7000-8000-000000000000/text")
        assert answer.text == "满纸荒唐言"
        assert "filename*=UTF-8''%E7%9F%B3" in answer.headers["Content-Disposition"]

    def test_some_doors_are_open_to_everybody(self, somebody):
        assert somebody().get("/opening-hours").json == {"opens": "09:00"}

    @pytest.mark.parametrize("path", ["/nowhere", "/books/one/two/three", "/books/not-an-id", "//books", "/books/%00"])
    def test_an_unknown_address_is_not_found(self, asker, path):
        is_a_problem(asker.get(path), 404)

    def test_a_wrong_method_is_told_the_right_ones(self, asker):
        answer = asker.ask("PUT", "/books")
        is_a_problem(answer, 405)
        assert answer.headers["Allow"] == "GET, HEAD, POST"
        assert asker.ask("FROBNICATE", "/books").status_code == 405

    def test_a_service_that_is_away_is_said_to_be(self, house, asker):
        del house.host.runtimes["library"]
        is_a_problem(asker.get("/books"), 503)


@pytest.mark.rule("GATE-3")
class TestRefusing:
    def test_a_rules_refusal_names_rule_and_field(self, logged_in):
        answer = logged_in("administrator").ask("DELETE", "/books/018f0000-0000-7000-8000-000000000000")
        told = is_a_problem(answer, 409)
        assert told["reasons"] == [{"code": "lent", "sentence": "The book is lent.", "field": "id", "rule": "GATE-3"}]

    @pytest.mark.parametrize(
        ("header", "sentence"),
        [
            ("en", "Not found."),
            ("en-GB,en;q=0.9", "Not found."),
            ("zh-CN,zh;q=0.9,en;q=0.8", "没有找到。"),
            ("fr", "没有找到。"),
            ("", "没有找到。"),
        ],
    )
    def test_it_speaks_the_callers_language(self, asker, header, sentence):
        asker.headers["Accept-Language"] = header
        assert asker.get("/nowhere").json["title"] == sentence
        assert asker.get("/books/018f0000-0000-7000-8000-000000000000").json["title"] == sentence

    def test_a_person_may_have_chosen_a_language(self, asker):
        assert asker.ask("PUT", "/session/language", {"language": "en"}).status_code == 200
        del asker.headers["Accept-Language"]
        assert asker.get("/books/018f0000-0000-7000-8000-000000000000").json["title"] == "Not found."

    def test_a_fault_of_ours_tells_nothing_of_our_insides(self, asker):
        answer = asker.get("/fire")
        is_a_problem(answer, 500)
        assert "cellar" not in answer.text

    def test_each_field_at_fault_is_named(self, asker):
        told = is_a_problem(asker.post("/books", {"title": "", "copies": "two", "colour": "red"}), 422)
        assert {reason["field"] for reason in told["reasons"]} == {"title", "copies", "colour"}


@pytest.mark.rule("GATE-3")
class TestReadingTheBody:
    @pytest.mark.parametrize(
        "raw",
        [
            b"{", b"", b"[1]", b'"text"', b"null", b'{"title": NaN}', b"\xff\xfe{}", b'{"title": "\xe7\x9f"}',
            b"[" * 100_000, b'{"a":' * 40 + b"1" + b"}" * 40, b'{"copies": ' + b"9" * 5000 + b"}",
        ],
        ids=["cut", "empty", "list", "text", "null", "nan", "utf16", "cut utf8", "brackets", "deep", "digits"],
    )  # fmt: skip
    def test_what_cannot_be_read_is_refused(self, asker, raw):
        answer = asker.ask("POST", "/books", data=raw, content_type="application/json")
        is_a_problem(answer, 422 if raw == b"" else 400)

    @pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", ""])
    def test_another_content_type_is_refused(self, asker, kind):
        is_a_problem(asker.ask("POST", "/books", data=b'{"title": "t"}', content_type=kind), 415)

    def test_a_mebibyte_is_the_limit(self, asker):
        fits = json.dumps({"title": "t" * 200}).encode().ljust(MEBIBYTE)
        assert asker.ask("POST", "/books", data=fits, content_type="application/json").status_code == 422
        is_a_problem(asker.ask("POST", "/books", data=fits + b" ", content_type="application/json"), 413)

    def test_a_body_in_chunks_is_read_and_limited_alike(self, asker):
        def send(raw):
            chunked = {"Transfer-Encoding": "chunked"}
            return asker.ask("POST", "/books", input_stream=io.BytesIO(raw), content_type="application/json",
                             content_length=None, headers=chunked)  # fmt: skip

        assert send(b'{"title": "t"}').status_code == 201
        is_a_problem(send(b" " * (MEBIBYTE + 1)), 413)

    def test_half_a_surrogate_pair_and_nul_are_refused_by_their_field(self, asker):
        for text in ("\\u0000", "\\ud800"):
            raw = f'{{"title": "a{text}b"}}'.encode()
            told = is_a_problem(asker.ask("POST", "/books", data=raw, content_type="application/json"), 422)
            assert told["reasons"][0]["field"] == "title"

    @pytest.mark.parametrize(
        ("raw", "field"),
        [
            (rb'{"username": "x", "password": "y", "\ud800": 1}', "body"),
            (rb'{"username": "x", "password": "y", "\u0000": 1}', "body"),
            (rb'{"username": "x", "password": ["y", "\udfff"]}', "password.1"),
            (rb'{"username": {"a": [{"\ud800": 1}]}, "password": "y"}', "username.a.0"),
        ],
    )
    def test_text_that_cannot_be_stored_is_refused_wherever_it_stands(self, somebody, raw, field):
        told = is_a_problem(somebody().ask("POST", "/session", data=raw, content_type="application/json"), 422)
        assert [reason["field"] for reason in told["reasons"]] == [field]

    def test_the_scopes_of_a_token_are_read_as_carefully(self, asker):
        raw = rb'{"name": "n", "scopes": ["\ud800"]}'
        told = is_a_problem(asker.ask("POST", "/tokens", data=raw, content_type="application/json"), 422)
        assert told["reasons"][0]["field"] == "scopes.0"

    def test_what_slips_through_all_the_same_can_be_said(self):
        told = {"detail": "雨\ud800"}
        assert json.loads(json_response(told).data) == told
        assert json.loads(problem(422, told, "order-4711.b").data)["detail"] == told["detail"]

    def test_nobody_unknown_gets_a_body_read(self, somebody):
        answer = somebody().ask("POST", "/books", data=b"{", content_type="application/json")
        is_a_problem(answer, 401)


@pytest.mark.rule("GATE-3")
class TestReadingFiles:
    def scan(self, asker, **parts):
        return asker.ask("POST", "/scans", data=parts, content_type="multipart/form-data")

    def test_a_file_comes_with_its_fields(self, asker):
        answer = self.scan(asker, page=(io.BytesIO(b"abc"), "页.png"), note="first")
        assert answer.json == {"name": "页.png", "size": 3, "note": "first"}

    def test_text_in_the_place_of_a_file_is_refused(self, asker):
        assert is_a_problem(self.scan(asker, page="abc"), 422)["reasons"][0]["field"] == "page"

    def test_two_files_in_the_place_of_one_are_refused(self, asker):
        two = [(io.BytesIO(b"a"), "a"), (io.BytesIO(b"b"), "b")]
        is_a_problem(self.scan(asker, page=two), 422)

    def test_a_file_where_none_belongs_is_refused(self, asker):
        answer = self.scan(asker, page=(io.BytesIO(b"a"), "a"), extra=(io.BytesIO(b"b"), "b"))
        is_a_problem(answer, 422)

    def test_twenty_mebibytes_are_the_limit(self, asker):
        assert self.scan(asker, page=(io.BytesIO(b"a" * 20 * MEBIBYTE), "a")).json["size"] == 20 * MEBIBYTE
        is_a_problem(self.scan(asker, page=(io.BytesIO(b"a" * (20 * MEBIBYTE + 1)), "a")), 413)
        is_a_problem(self.scan(asker, page=(io.BytesIO(b"a" * 22 * MEBIBYTE), "a")), 413)

    def test_a_field_of_more_than_a_mebibyte_is_refused(self, asker):
        is_a_problem(self.scan(asker, page=(io.BytesIO(b"a"), "a"), note="x" * (MEBIBYTE + 1)), 413)

    def test_a_form_too_large_is_told_every_limit(self, asker):
        many = self.scan(asker, page=(io.BytesIO(b"a"), "a"), **{f"note{number}": "x" for number in range(60)})
        long = self.scan(asker, page=(io.BytesIO(b"a"), "a"), note="x" * (2 * MEBIBYTE))
        for answer in (many, long):
            sentence = is_a_problem(answer, 413)["reasons"][0]["sentence"]
            assert sentence == "At most 20 MiB for a file, 1 MiB for a field, and 50 fields and files in all."

    @pytest.mark.parametrize("kind", ["application/json", "multipart/form-data", "multipart/form-data; boundary=x"])
    def test_a_broken_form_is_refused(self, asker, kind):
        answer = asker.ask("POST", "/scans", data=b"no form at all", content_type=kind)
        is_a_problem(answer, 415 if kind == "application/json" else 422)


@pytest.mark.rule("GATE-4")
class TestWritesThatComeTwice:
    def test_a_repeated_key_gives_the_first_answer(self, asker):
        key = {"Idempotency-Key": "abc-1"}
        first, second = (asker.post("/books", {"title": "t"}, headers=key) for _ in range(2))
        assert first.json == second.json
        assert second.status_code == 201
        assert len(asker.get("/books").json["items"]) == 1

    def test_a_key_used_for_something_else_is_refused(self, asker):
        key = {"Idempotency-Key": "abc-1"}
        asker.post("/books", {"title": "t"}, headers=key)
        is_a_problem(asker.post("/books", {"title": "u"}, headers=key), 422)

    def test_two_peoples_keys_are_apart(self, asker, logged_in):
        key = {"Idempotency-Key": "abc-1"}
        mine = asker.post("/books", {"title": "t"}, headers=key).json
        assert logged_in("finance.clerk").post("/books", {"title": "t"}, headers=key).json["id"] != mine["id"]

    @pytest.mark.parametrize("key", ["", "x" * 129, "a b", "sch\xf6n"])
    def test_a_strange_key_is_refused(self, asker, key):
        is_a_problem(asker.post("/books", {"title": "t"}, headers={"Idempotency-Key": key}), 422)

    def test_answers_with_secrets_are_not_kept(self, house, enter, somebody):
        from sqlalchemy import select

        from kit.tables import answers
        from tests.gateway.conftest import PASSWORD

        enter("leasing.clerk", "leasing", "clerk")
        told = {"username": "leasing.clerk", "password": PASSWORD}
        tokens = {somebody().post("/session", told, headers={"Idempotency-Key": "k"}).json["token"] for _ in range(2)}
        assert len(tokens) == 2
        with house.gateway.look() as work:
            assert work.session.execute(select(answers)).all() == []


@pytest.mark.rule("GATE-4")
class TestChangesAtTheSameTime:
    def test_a_record_comes_with_its_version(self, asker):
        answer = asker.post("/books", {"title": "one"})
        assert answer.headers["ETag"] == '"1"'
        path = f"/books/{answer.json['id']}"
        changed = asker.ask("PATCH", path, {"title": "two"}, headers={"If-Match": '"1"'})
        assert changed.headers["ETag"] == '"2"' == asker.get(path).headers["ETag"]

    def test_whoever_saw_an_older_one_is_told_the_current(self, asker):
        path = f"/books/{asker.post('/books', {'title': 'one'}).json['id']}"
        for version, status in (('"1"', 200), ('"1"', 409), ('W/"2"', 200), ("*", 200)):
            answer = asker.ask("PATCH", path, {"title": f"t{version}{status}"}, headers={"If-Match": version})
            assert answer.status_code == status
            if status == 409:
                assert answer.json["type"] == "/problems/conflict"
                assert answer.json["version"] == 2

    @pytest.mark.parametrize("version", ["1", '"one"', '"-1"', '"1", "2"'])
    def test_a_version_that_is_none_is_refused(self, asker, version):
        path = f"/books/{asker.post('/books', {'title': 'one'}).json['id']}"
        is_a_problem(asker.ask("PATCH", path, {"title": "x"}, headers={"If-Match": version}), 400)


@pytest.mark.rule("GATE-5")
class TestLists:
    def test_pages_search_and_sort_come_through(self, asker):
        for title in ("石头记", "水浒传", "西游记"):
            asker.post("/books", {"title": title})
        first = asker.get("/books?limit=2&sort=-title&count=true").json
        assert [book["title"] for book in first["items"]] == ["西游记", "石头记"]
        assert first["total"] == 3
        rest = asker.get(f"/books?limit=2&sort=-title&cursor={first['next']}").json
        assert [book["title"] for book in rest["items"]] == ["水浒传"]
        assert [book["title"] for book in asker.get("/books?q=水").json["items"]] == ["水浒传"]

    def test_a_repeated_filter_is_a_list_and_a_repeated_single_value_is_refused(self, asker):
        assert asker.get("/books?tags=a").status_code == asker.get("/books?tags=a&tags=b").status_code == 200
        is_a_problem(asker.get("/books?limit=1&limit=2"), 422)

    @pytest.mark.parametrize(
        "query", ["limit=0", "limit=101", "limit=x", "colour=red", "sort=phone", "cursor=xyz", "q=%00"]
    )
    def test_what_a_list_does_not_know_is_refused(self, asker, query):
        is_a_problem(asker.get(f"/books?{query}"), 422)


class TestTellingRequestsApart:
    @pytest.mark.parametrize(
        ("headers", "correlation"),
        [
            ({"X-Request-Id": "order-4711.b"}, "order-4711.b"),
            ({"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}, "a" * 32),
        ],
    )
    def test_the_callers_own_id_goes_through(self, asker, headers, correlation):
        assert asker.get("/books", headers=headers).headers["X-Correlation-Id"] == correlation

    @pytest.mark.parametrize("given", ["", "short", "x" * 65, "a b c d e f", "<script>alert(1)</script>"])
    def test_a_strange_one_does_not(self, asker, given):
        assert len(asker.get("/books", headers={"X-Request-Id": given}).headers["X-Correlation-Id"]) == 36


class TestHeaders:
    def test_answers_keep_browsers_careful(self, asker):
        headers = asker.get("/books").headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "Strict-Transport-Security" not in headers

    def test_behind_tls_they_insist_on_it(self, house, enter):
        house.app.options = house.app.desk.options = Options(https=True)
        enter("leasing.clerk", "leasing", "clerk")
        answer = Asker(house.app).post("/session", {"username": "leasing.clerk", "password": "correct horse 12"})
        assert answer.headers["Strict-Transport-Security"]
        assert answer.headers["Set-Cookie"].startswith("__Host-atrium_session=")
        assert "Secure" in answer.headers["Set-Cookie"]


class TestAskingTooOften:
    def test_a_caller_is_slowed_down_and_others_are_not(self, house, logged_in):
        from gateway.guard import Turnstile

        fast, calm = logged_in("leasing.clerk"), logged_in("finance.clerk")
        house.app.desk.turnstile = Turnstile(Options(per_minute=10))
        answers = [fast.get("/books").status_code for _ in range(12)]
        assert answers[:10] == [200] * 10
        assert answers[-1] == 429
        assert calm.get("/books").status_code == 200

    def test_a_file_costs_more_than_a_look(self, house, logged_in):
        from gateway.guard import Turnstile

        asker = logged_in("leasing.clerk")
        house.app.desk.turnstile = Turnstile(Options(per_minute=19))
        path = "/books/018f0000-0000-7000-8000-000000000000/text"
        assert [asker.get(path).status_code for _ in range(2)] == [200, 429]


class TestBesideTheDoors:
    def test_it_says_that_it_lives_and_is_ready(self, somebody):
        assert somebody().get("/health/live").json == {"status": "live"}
        assert somebody().get("/health/ready").json["checks"] == {
            "gateway database": True,
            "library database": True,
            "services": True,
        }

    def test_it_says_that_it_is_not_ready(self, house, somebody):
        house.host.is_ready = lambda: False
        answer = somebody().get("/health/ready")
        assert (answer.status_code, answer.json["status"]) == (503, "not ready")

    def test_it_counts_for_prometheus(self, asker, somebody):
        asker.get("/books")
        told = somebody().get("/metrics").text
        assert 'atrium_http_requests_total{method="GET",route="library.list_books",status="200"}' in told
        assert "/books" not in told

    def test_they_can_only_be_read(self, somebody):
        assert somebody().post("/health/live").status_code == 405


class TestThePage:
    @pytest.fixture
    def browser(self, house):
        (house.web / "assets").mkdir(parents=True)
        (house.web / "index.html").write_text("<title>Atrium</title>")
        (house.web / "assets" / "app-1a2b.js").write_text("start()")
        (house.web.parent / "secret.txt").write_text("secret")
        client = Asker(house.app).client
        return lambda path: client.get(path, buffered=True)

    def test_its_places_are_all_its_first_file(self, browser):
        for path in ("/", "/unit-changes/018f", "/inbox"):
            answer = browser(path)
            assert answer.text == "<title>Atrium</title>"
            assert answer.headers["Cache-Control"] == "no-cache"
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]

    def test_its_files_stay_with_the_browser(self, browser):
        answer = browser("/assets/app-1a2b.js")
        assert answer.text == "start()"
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.mimetype in ("text/javascript", "application/javascript")

    @pytest.mark.parametrize("path", ["/assets/gone.js", "/../secret.txt", "/%2e%2e/secret.txt", "/favicon.ico"])
    def test_other_files_are_not_found(self, browser, path):
        answer = browser(path)
        assert answer.status_code == 404
        assert "secret" not in answer.text.replace("secret.txt", "")

    def test_a_name_longer_than_any_files_is_one_of_its_places(self, browser):
        assert browser(f"/{'x' * 300}").text == "<title>Atrium</title>"
        assert browser(f"/{'x' * 300}.js").status_code == 404

    def test_before_it_is_built_a_sentence_says_how(self, house):
        answer = Asker(house.app).client.get("/", buffered=True)
        assert answer.status_code == 200
        assert "make web" in answer.text
