"""The audit trail (GATE-8): what stands in it, that it is whole, and that an alteration is found."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from marshmallow import Schema, fields
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from kit import audit
from kit.caller import Caller
from kit.columns import Id, Json, Line, Short, When, Yuan, metadata
from kit.doors import Call, Upload, command
from kit.errors import Refused
from kit.ids import new_id
from kit.reasons import Reason
from kit.schemas import Form
from kit.service import Service
from tests.gateway.conftest import both_engines as engine  # noqa: F401 - it is asked for by name


class Base(DeclarativeBase):
    metadata = metadata()


class Parcel(Base):
    __tablename__ = "parcels"
    id: Mapped[Id] = mapped_column(primary_key=True)
    label: Mapped[Line]
    phone: Mapped[Short | None] = mapped_column(info={"personal": True})
    price: Mapped[Yuan]
    sent_at: Mapped[When]
    notes: Mapped[dict] = mapped_column(Json)


class ParcelForm(Form):
    label = fields.String()
    phone = fields.String()
    file = fields.Raw()


class ParcelView(Schema):
    id = fields.String()


class Post(Service):
    name = "post"
    metadata = Base.metadata

    @command("POST", "/parcels", may="parcel.send", request=ParcelForm, answer=ParcelView, zh="寄", en="Send")
    def send(self, work, body):
        notes = {"weight": 1.5, "on": date(2026, 12, 7).isoformat(), "drawing": "x" * 10_000}
        row = Parcel(id=new_id(), label=body["label"], phone=body.get("phone"), price=Decimal("1.20"),
                     sent_at=work.now, notes=notes)  # fmt: skip
        work.session.add(row)
        return row

    @command("PUT", "/parcels/<id>", may="parcel.send", request=ParcelForm, answer=ParcelView, zh="改", en="Relabel")
    def relabel(self, work, id, body):
        row = work.session.get(Parcel, id)
        row.label = body["label"]
        row.phone = body.get("phone", row.phone)
        return row

    @command("DELETE", "/parcels/<id>", may="parcel.send", zh="退", en="Take back")
    def take_back(self, work, id):
        raise Refused(Reason("gone", "已寄出。", "It is on its way."))


SENDER = Caller(id="p1", username="mia", name="Mia", permissions=frozenset({"parcel.send"}), address="10.0.0.7")


def ask(runtime, door, **more):
    return runtime.call(Call(door, SENDER, **more))


def trail(runtime, **asked):
    with runtime.look() as work:
        return audit.lines(work.session, **asked)


@pytest.fixture
def post(runtime_of):
    return runtime_of(Post)


@pytest.mark.rule("GATE-8")
class TestTheTrail:
    def test_a_line_says_who_did_what_from_where_before_and_after(self, post):
        parcel = ask(post, "send", body={"label": "one"}).body["id"]
        ask(post, "relabel", params={"id": parcel}, body={"label": "two"})
        changed, sent = trail(post)
        assert (changed["door"], changed["caller"], changed["address"]) == ("relabel", "mia", "10.0.0.7")
        assert changed["changes"] == [
            {"table": "parcels", "id": parcel, "kind": "update", "before": {"label": "one"}, "after": {"label": "two"}}
        ]
        assert sent["changes"][0]["after"]["price"] == "1.20"

    def test_personal_values_are_masked(self, post):
        parcel = ask(post, "send", body={"label": "one", "phone": "13800001111"}).body["id"]
        ask(post, "relabel", params={"id": parcel}, body={"label": "one", "phone": "13900002222"})
        told = str(trail(post))
        assert audit.MASK in told
        assert "1380000" not in told
        assert "1390000" not in told

    def test_files_and_long_texts_are_not_stored(self, post):
        ask(post, "send", body={"label": "one", "file": Upload("a.bin", "application/x", b"secret" * 1000)})
        told = str(trail(post))
        assert "secret" not in told
        assert len(told) < 3000

    def test_a_refused_command_leaves_its_line_and_nothing_else(self, post):
        parcel = ask(post, "send", body={"label": "one"}).body["id"]
        ask(post, "take_back", params={"id": parcel})
        line = trail(post)[0]
        assert (line["door"], line["status"], line["refused"], line["changes"]) == ("take_back", 409, "refused", [])
        assert line["params"] == {"id": parcel}

    def test_a_denied_command_leaves_its_line(self, post):
        post.call(Call("send", Caller(id="p2", username="eve", name="Eve"), body={"label": "one"}))
        assert trail(post, caller="eve")[0]["status"] == 403

    def test_lines_can_be_chosen(self, post, clock):
        ask(post, "send", body={"label": "one"})
        clock.move(hours=1)
        ask(post, "take_back", params={"id": new_id()})
        assert [line["door"] for line in trail(post, door="send")] == ["send"]
        assert [line["door"] for line in trail(post, refused=True)] == ["take_back"]
        assert [line["door"] for line in trail(post, refused=False)] == ["send"]
        assert [line["door"] for line in trail(post, since=clock.now())] == ["take_back"]
        assert [line["door"] for line in trail(post, until=clock.now())] == ["send"]
        assert trail(post, caller="nobody") == []
        assert len(trail(post, limit=1)) == 1

    def test_the_trail_is_found_whole_after_coming_back_from_the_database(self, post, clock):
        for microsecond in (0, 1, 123_456, 999_999):
            clock.at = clock.at.replace(microsecond=microsecond) + timedelta(seconds=1)
            ask(post, "send", body={"label": f"{microsecond}"})
        with post.look() as work:
            assert audit.verify(work.session) is None

    def test_text_that_no_database_takes_is_still_audited(self, post):
        ask(post, "take_back", params={"id": new_id(), "why": "a\x00b\ud800"})
        assert trail(post)[0]["params"]["why"] == "ab?"
        with post.look() as work:
            assert audit.verify(work.session) is None


@pytest.mark.rule("GATE-8")
class TestTampering:
    def test_the_database_refuses_to_alter_a_line(self, post):
        ask(post, "send", body={"label": "one"})
        with pytest.raises(DBAPIError), post.work() as work:
            work.session.execute(text("UPDATE audit_lines SET caller = 'nobody'"))

    @pytest.mark.parametrize(
        ("tampering", "found_at"),
        [
            ("UPDATE audit_lines SET caller = 'nobody' WHERE position = 2", 2),
            ("UPDATE audit_lines SET changes = '[]' WHERE position = 3", 3),
            ("DELETE FROM audit_lines WHERE position = 1", 1),
        ],
    )
    def test_what_gets_past_that_is_found_at_its_line(self, post, tampering, found_at):
        for label in ("one", "two", "three"):
            ask(post, "send", body={"label": label})
        with post.work() as work:
            disarm(work.session)
            work.session.execute(text(tampering))
        with post.look() as work:
            assert audit.verify(work.session) == found_at


def disarm(session):
    """Takes the guards away, as somebody with the database's own password could."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE audit_lines DISABLE TRIGGER ALL"))
        return
    guards = session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
    for guard in guards:
        session.execute(text(f"DROP TRIGGER {guard}"))
