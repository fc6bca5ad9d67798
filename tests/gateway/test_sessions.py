"""Sessions and tokens: how long they last, who can end them, what a page has to show (GATE-2)."""

import pytest

from gateway.models import ApiToken, Session
from gateway.options import Options
from kit.settings import Settings
from tests.gateway.conftest import PASSWORD, Asker

pytestmark = pytest.mark.rule("GATE-2")


class TestHowLongASessionLasts:
    def test_half_an_hour_without_use_ends_it(self, logged_in, clock):
        asker = logged_in("leasing.clerk")
        clock.move(minutes=30)
        answer = asker.get("/session")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")

    def test_use_keeps_it_alive_but_not_beyond_twelve_hours(self, logged_in, clock):
        asker = logged_in("leasing.clerk")
        for _ in range(28):
            clock.move(minutes=25)
            assert asker.get("/session").status_code == 200
        clock.move(minutes=20)
        assert asker.get("/session").status_code == 401

    def test_logging_out_ends_it_and_takes_the_cookie_back(self, logged_in):
        asker = logged_in("leasing.clerk", by="cookie")
        answer = asker.ask("DELETE", "/session")
        assert answer.status_code == 204
        assert "Max-Age=0" in answer.headers["Set-Cookie"]
        assert asker.get("/session").status_code == 401

    def test_a_made_up_secret_opens_nothing(self, somebody):
        asker = somebody()
        for secret in ("ats_" + "x" * 43, "atk_" + "x" * 43, "nonsense", ""):
            asker.headers["Authorization"] = f"Bearer {secret}"
            assert asker.get("/session").status_code == 401


class TestWhoCanEndASession:
    def test_its_owner_sees_all_of_them_and_ends_one(self, logged_in, somebody):
        asker = logged_in("leasing.clerk")
        other = somebody(address="10.0.0.8")
        other.log_in("leasing.clerk")
        listed = asker.get("/sessions").json
        assert [(one["address"], one["current"]) for one in listed] == [("10.0.0.8", False), ("10.0.0.7", True)]
        assert asker.ask("DELETE", f"/sessions/{listed[0]['id']}").status_code == 204
        assert other.get("/session").status_code == 401
        assert asker.get("/session").status_code == 200

    def test_somebody_elses_does_not_exist(self, logged_in):
        mine, theirs = logged_in("leasing.clerk"), logged_in("finance.clerk")
        answer = mine.ask("DELETE", f"/sessions/{theirs.session['session_id']}")
        assert answer.status_code == 404
        assert theirs.get("/session").status_code == 200

    def test_an_administrator_ends_all_of_somebody_and_others_do_not(self, logged_in):
        clerk, administrator = logged_in("leasing.clerk"), logged_in("administrator")
        path = f"/people/{clerk.session['person']['id']}/sessions"
        assert clerk.ask("DELETE", path).status_code == 403
        assert len(administrator.get(path).json) == 1
        assert administrator.ask("DELETE", path).status_code == 204
        assert clerk.get("/session").status_code == 401

    def test_closing_the_account_ends_everything(self, logged_in):
        clerk, administrator = logged_in("leasing.clerk"), logged_in("administrator")
        token = clerk.post("/tokens", {"name": "till", "scopes": ["trace.read"]})
        assert token.status_code == 422
        path = f"/people/{clerk.session['person']['id']}"
        assert administrator.ask("PATCH", path, {"active": False}).status_code == 200
        assert clerk.get("/session").status_code == 401

    def test_another_post_means_logging_in_anew(self, logged_in):
        clerk, administrator = logged_in("leasing.clerk"), logged_in("administrator")
        path = f"/people/{clerk.session['person']['id']}"
        assert administrator.ask("PATCH", path, {"rank": "manager"}).status_code == 200
        assert clerk.get("/session").status_code == 401
        assert clerk.client.application
        again = Asker(clerk.client.application)
        assert again.log_in("leasing.clerk")["person"]["rank"] == "manager"


class TestThePageWithItsCookie:
    def test_reads_need_no_more_than_the_cookie(self, logged_in):
        asker = logged_in("leasing.clerk", by="cookie")
        del asker.headers["X-CSRF-Token"]
        assert asker.get("/session").status_code == 200

    @pytest.mark.parametrize("value", [None, "", "0" * 64, "höh"])
    def test_a_write_without_the_value_only_our_page_knows_is_refused(self, logged_in, value):
        asker = logged_in("leasing.clerk", by="cookie")
        del asker.headers["X-CSRF-Token"]
        headers = {} if value is None else {"X-CSRF-Token": value.encode().decode("latin-1")}
        answer = asker.post("/books", {"title": "t"}, headers=headers)
        assert answer.status_code == 403
        assert answer.json["reasons"][0]["code"] == "csrf"

    def test_with_the_value_it_is_done(self, logged_in):
        asker = logged_in("leasing.clerk", by="cookie")
        assert asker.post("/books", {"title": "t"}, headers={"Origin": "http://localhost"}).status_code == 201
        asker.headers["X-CSRF-Token"] = asker.get("/session").json["csrf"]
        assert asker.post("/books", {"title": "t"}).status_code == 201

    @pytest.mark.parametrize(
        "headers",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {"Origin": "http://["},
            {"Origin": "http://localhost:81"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
    )
    def test_another_sites_page_is_refused_even_with_it(self, logged_in, headers):
        asker = logged_in("leasing.clerk", by="cookie")
        assert asker.post("/books", {"title": "t"}, headers=headers).status_code == 403

    def test_behind_a_proxy_our_own_page_has_the_public_address(self, house, logged_in):
        asker = logged_in("leasing.clerk", by="cookie")
        origin = {"Origin": "https://atrium.example"}
        assert asker.post("/books", {"title": "t"}, headers=origin).status_code == 403
        house.app.desk.options = Options.from_settings(Settings(public_url="http://atrium.example/"))
        assert asker.post("/books", {"title": "t"}, headers={"Origin": "http://atrium.example"}).status_code == 201

    def test_another_site_cannot_log_a_browser_in(self, enter, somebody):
        enter("leasing.clerk", "leasing", "clerk")
        told = {"username": "leasing.clerk", "password": PASSWORD}
        assert somebody().post("/session", told, headers={"Origin": "https://evil.example"}).status_code == 403

    def test_a_program_with_a_token_needs_none_of_that(self, logged_in):
        asker = logged_in("leasing.clerk")
        assert asker.post("/books", {"title": "t"}, headers={"Origin": "https://partner.example"}).status_code == 201


class TestDangerousActs:
    def test_ten_minutes_after_the_password_it_is_asked_for_again(self, logged_in, clock):
        asker = logged_in("administrator")
        told = {"username": "new.person", "name": "New", "roles": ["operator"]}
        clock.move(minutes=11)
        refused = asker.post("/people", told)
        assert refused.status_code == 403
        assert refused.json["reasons"][0]["code"] == "confirm"
        assert asker.post("/session/confirm", {"password": "wrong password"}).status_code == 403
        assert asker.post("/session/confirm", {"password": PASSWORD}).status_code == 200
        assert asker.post("/people", told).status_code == 201

    def test_looking_needs_no_confirmation(self, logged_in, clock):
        asker = logged_in("administrator")
        clock.move(minutes=11)
        assert asker.get("/people").status_code == 200


class TestTokens:
    @pytest.fixture
    def director(self, logged_in):
        return logged_in("leasing.director")

    def program(self, director, **more):
        told = {"name": "report", "scopes": ["trace.read"], "days": 30} | more
        answer = director.post("/tokens", told)
        assert answer.status_code == 201, answer.text
        program = Asker(director.client.application)
        program.headers["Authorization"] = f"Bearer {answer.json['token']}"
        return program, answer.json

    def test_a_program_comes_in_with_one(self, director):
        program, made = self.program(director)
        assert program.get("/loans").status_code == 200
        assert made["token"].startswith(made["prefix"])
        assert director.get("/tokens").json[0]["prefix"] == made["prefix"]

    def test_the_secret_is_stored_as_a_fingerprint(self, house, director):
        _, made = self.program(director)
        with house.gateway.look() as work:
            assert made["token"] not in str(vars(work.session.query(ApiToken).one()))

    def test_it_may_do_what_its_scopes_say_and_no_more(self, logged_in):
        manager = logged_in("general_manager")
        program, _ = self.program(manager)
        assert manager.get("/people").status_code == 200
        assert program.get("/people").status_code == 403

    @pytest.mark.parametrize(
        ("scope", "looking", "writing"),
        [("trace.read", 403, 403), ("notice.read", 200, 403), ("notice.acknowledge", 403, 204)],
    )
    def test_the_inbox_that_is_everybodys_wants_a_scope_too(self, director, scope, looking, writing):
        program, _ = self.program(director, scopes=[scope])
        assert [program.get("/requests").status_code, program.post("/requests").status_code] == [looking, writing]
        assert [director.get("/requests").status_code, director.post("/requests").status_code] == [200, 204]
        assert program.get("/inbox/stream", buffered=False).status_code == looking

    def test_other_doors_that_are_everybodys_are_closed_to_it(self, director):
        program, _ = self.program(director, scopes=["notice.read"])
        for path in ("/books", "/roles"):
            answer = program.get(path)
            assert (answer.status_code, answer.json["reasons"][0]["code"]) == (403, "scopes")

    def test_nobody_gives_away_what_they_do_not_have(self, director):
        answer = director.post("/tokens", {"name": "x", "scopes": ["person.record"]})
        assert answer.status_code == 422
        assert answer.json["reasons"][0]["field"] == "scopes"

    def test_it_ends_by_itself(self, director, clock):
        program, _ = self.program(director)
        clock.move(days=30)
        assert program.get("/loans").status_code == 401

    def test_its_owner_ends_it(self, director):
        program, made = self.program(director)
        assert director.ask("DELETE", f"/tokens/{made['id']}").status_code == 204
        assert program.get("/loans").status_code == 401
        assert director.get("/tokens").json == []

    def test_it_ends_with_the_account(self, director, logged_in):
        program, _ = self.program(director)
        path = f"/people/{director.session['person']['id']}"
        assert logged_in("administrator").ask("PATCH", path, {"active": False}).status_code == 200
        assert program.get("/loans").status_code == 401

    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("GET", "/session", None),
            ("GET", "/sessions", None),
            ("POST", "/tokens", {"name": "x", "scopes": ["trace.read"]}),
            ("PUT", "/session/password", {"password": PASSWORD, "new_password": "another horse 34"}),
        ],
    )
    def test_it_opens_nothing_personal(self, director, method, path, body):
        program, _ = self.program(director)
        answer = program.ask(method, path, body)
        assert answer.status_code == 403
        assert answer.json["reasons"][0]["code"] == "session_only"

    def test_it_does_no_dangerous_act(self, logged_in):
        administrator = logged_in("administrator")
        program, _ = self.program(administrator, scopes=["person.record"])
        answer = program.post("/people", {"username": "new.person", "name": "New", "roles": ["operator"]})
        assert answer.json["reasons"][0]["code"] == "session_only"

    def test_it_lasts_a_year_at_most(self, director):
        assert director.post("/tokens", {"name": "x", "scopes": ["trace.read"], "days": 366}).status_code == 422


class TestTidying:
    def test_sessions_long_over_are_deleted(self, house, logged_in, clock):
        logged_in("leasing.clerk")
        clock.move(days=31)
        with house.gateway.work() as work:
            house.gateway.service.tidy_up(work)
            assert work.session.query(Session).count() == 0
