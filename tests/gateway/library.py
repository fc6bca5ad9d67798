"""A small service behind the gateway under test, with a door of every kind."""

from marshmallow import Schema, fields, validate
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from gateway.events import PersonRecorded
from kit.columns import Id, Line, metadata
from kit.doors import ANYONE_LOGGED_IN, EVERYBODY, Download, command, query
from kit.errors import NotFound, Refused
from kit.ids import new_id
from kit.listing import Listing, ListQuery, page_of
from kit.reasons import Reason
from kit.schemas import Form
from kit.service import Service, on


class Base(DeclarativeBase):
    metadata = metadata()


class Book(Base):
    __tablename__ = "books"
    id: Mapped[Id] = mapped_column(primary_key=True)
    title: Mapped[Line]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": version}


class BookForm(Form):
    title = fields.String(required=True, validate=validate.Length(1, 100))
    copies = fields.Integer(strict=True)
    price = fields.Decimal(places=2)
    tags = fields.List(fields.String())


class BookView(Schema):
    id = fields.String(required=True)
    title = fields.String(required=True)
    version = fields.Integer(required=True)


class BooksQuery(ListQuery):
    tags = fields.List(fields.String())


class ScanForm(Form):
    page = fields.Raw(required=True)
    note = fields.String()


class ScanView(Schema):
    name = fields.String(required=True)
    size = fields.Integer(required=True)
    note = fields.String(allow_none=True)


BOOKS = Listing(columns={"title": Book.title}, key=Book.id, default_sort="title", search=(Book.title,))
BookPage = page_of(BookView)


class Library(Service):
    """Doors of every kind."""

    name = "library"
    metadata = Base.metadata

    @query("/books", may=ANYONE_LOGGED_IN, request=BooksQuery, answer=BookPage, zh="书目", en="Books")
    def list_books(self, work, body):
        return BOOKS.page(work, select(Book), body)

    @query("/books/<id>", may=ANYONE_LOGGED_IN, answer=BookView, zh="书", en="A book")
    def show_book(self, work, id):
        return find(work, id)

    @command("POST", "/books", may=ANYONE_LOGGED_IN, request=BookForm, answer=BookView, status=201, zh="购书", en="Buy")
    def buy_book(self, work, body):
        book = Book(id=new_id(), title=body["title"])
        work.session.add(book)
        return book

    @command("PATCH", "/books/<id>", may=ANYONE_LOGGED_IN, request=BookForm, answer=BookView, zh="改名", en="Rename")
    def rename_book(self, work, id, body):
        book = find(work, id)
        work.expect(book.version)
        book.title = body["title"]
        return book

    @command("DELETE", "/books/<id>", may="audit.read", zh="注销", en="Weed out")
    def weed_out(self, work, id):
        raise Refused(Reason("lent", "此书已借出。", "The book is lent.", field="id", rule="GATE-3"))

    @command(
        "POST", "/scans", may=ANYONE_LOGGED_IN, request=ScanForm, answer=ScanView, files=("page",), zh="扫", en="Scan"
    )
    def scan(self, work, body):
        page = body["page"]
        return {"name": page.name, "size": len(page.data), "note": body.get("note")}

    @query("/books/<id>/text", may=ANYONE_LOGGED_IN, download="text/plain", zh="全文", en="The text")
    def read_book(self, work, id):
        return Download("石头记 第一回.txt", "text/plain", "满纸荒唐言".encode())

    @on(PersonRecorded)
    def know_the_reader(self, work, event):
        pass

    @query("/opening-hours", may=EVERYBODY, zh="时间", en="Hours")
    def opening_hours(self, work):
        return {"opens": "09:00"}

    @query("/loans", may="trace.read", zh="借出", en="Loans")
    def list_loans(self, work):
        return {"lent": 0}

    @query("/requests", may=ANYONE_LOGGED_IN, tags=("inbox",), zh="预约", en="My requests")
    def list_requests(self, work):
        return {"waiting": 0}

    @command("POST", "/requests", may=ANYONE_LOGGED_IN, tags=("inbox",), zh="预约图书", en="Request a book")
    def request_book(self, work):
        pass

    @query("/fire", may=ANYONE_LOGGED_IN, zh="火", en="Fire")
    def burn(self, work):
        raise RuntimeError("the secret cellar is on fire")


def find(work, id):
    book = work.session.get(Book, id)
    if book is None:
        raise NotFound()
    return book
