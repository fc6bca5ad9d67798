"""The doors to offers and their floor plans (LEAD-12, LEAD-15, LEAD-16)."""

from typing import Any

from kit.doors import Download, Upload, command, query
from kit.work import Work
from services.leads.actions import units
from services.leads.queries import offers
from services.leads.schemas.offers import FloorPlanForm, FloorPlanView, OfferPage, OfferQuery, Told

TAGS = ("offers",)
RULES = ("LEAD-12", "LEAD-15", "LEAD-16")


class OfferDoors:
    """What can be offered to whom."""

    @query(
        "/offers",
        may="offer.read",
        request=OfferQuery,
        answer=OfferPage,
        zh="推荐空房",
        en="Recommend available units",
        tags=TAGS,
        rules=RULES,
    )
    def recommend_units(self, work: Work, body: dict[str, Any]) -> dict[str, Any]:
        return offers.offers(work, body)

    @query(
        "/offers/<unit_id>/floor-plan",
        may="offer.read",
        request=Told,
        download="*/*",
        zh="查看平面图",
        en="Show a unit's floor plan",
        tags=TAGS,
        rules=RULES,
    )
    def show_floor_plan(self, work: Work, unit_id: str, body: dict[str, Any]) -> Download:
        plan = offers.floor_plan(work, unit_id, body)
        return Download(plan.name, plan.content_type, plan.data)

    @command(
        "POST",
        "/offers/<unit_id>/floor-plan",
        may="offer.plan",
        request=FloorPlanForm,
        answer=FloorPlanView,
        files=("file",),
        status=201,
        zh="上传平面图",
        en="Bring a floor plan of a unit, or of its layout",
        tags=TAGS,
        rules=("LEAD-12",),
    )
    def keep_floor_plan(self, work: Work, unit_id: str, body: dict[str, Any]) -> Any:
        upload: Upload = body["file"]
        return units.keep_plan(work, unit_id, upload.name, upload.data, body["for_layout"])
