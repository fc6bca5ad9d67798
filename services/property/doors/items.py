"""The doors to keys, access cards and parking permits: who holds what, and since when (PROP-1)."""

from typing import Any

from kit.doors import Download, command, query
from kit.listing import page_of
from kit.sheets.sheet import EXCEL
from kit.work import Work
from services.property import exports
from services.property.actions import items as actions
from services.property.models import Item
from services.property.queries import estates, items
from services.property.schemas.forms import IssueForm, NoteForm
from services.property.schemas.lists import ItemQuery
from services.property.schemas.views import ItemView

TAGS, RULES = ("items",), ("PROP-1",)


class ItemDoors:
    """What is handed out, taken back, and gone."""

    @query(
        "/items",
        may="item.list",
        request=ItemQuery,
        answer=page_of(ItemView),
        zh="证件和钥匙列表",
        en="List keys, access cards and parking permits",
        tags=TAGS,
        rules=("PROP-1", "GATE-5"),
    )
    def list_items(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return items.ITEMS.page(work, items.items(work), body)

    @query(
        "/items/export",
        may="item.list",
        request=ItemQuery,
        download=EXCEL,
        zh="导出证件和钥匙列表",
        en="Export the list of keys, access cards and parking permits",
        tags=TAGS,
        rules=("PROP-1", "GATE-5"),
        deadline=60.0,
    )
    def export_items(self, work: Work, body: dict[str, Any]) -> Download:
        rows = items.ITEMS.rows(work, items.items(work), body)
        return Download("证件钥匙一览表.xlsx", EXCEL, exports.items(rows, work.caller.language))

    @command(
        "POST",
        "/items",
        may="item.issue",
        request=IssueForm,
        answer=ItemView,
        many=True,
        status=201,
        zh="发放证件和钥匙",
        en="Hand out keys, access cards and parking permits",
        tags=TAGS,
        rules=RULES,
    )
    def issue_items(self, work: Work, body: dict[str, Any]) -> Any:
        lease = estates.lease(work, body["lease_id"], "lease_id")
        issued = actions.issue_on(work, lease, body["items"], body["issued_on"])
        return items.shown(work, Item.id.in_([item.id for item in issued]))

    @command(
        "POST",
        "/items/<id>/return",
        may="item.issue",
        request=NoteForm,
        answer=ItemView,
        zh="收回证件或钥匙",
        en="Take an item back",
        tags=TAGS,
        rules=RULES,
    )
    def take_back_item(self, work: Work, id: str, body: dict[str, Any]) -> Any:
        item = items.item(work, id)
        work.expect(item.version)
        actions.take_back_item(work, item, body["note"])
        return items.shown(work, Item.id == id)[0]

    @command(
        "POST",
        "/items/<id>/lose",
        may="item.issue",
        request=NoteForm,
        answer=ItemView,
        zh="登记遗失",
        en="Note that an item is missing",
        tags=TAGS,
        rules=RULES,
    )
    def lose_item(self, work: Work, id: str, body: dict[str, Any]) -> Any:
        item = items.item(work, id)
        work.expect(item.version)
        actions.lose_item(work, item, body["note"])
        return items.shown(work, Item.id == id)[0]
