"""Who is told of what leasing offers and grants, unless an administrator wishes otherwise (NOTE-2)."""

from services.leads.events import ConcessionAsked, ConcessionGranted, ConcessionRefused, OfferFound, VisitReported
from services.notify.wording import to
from services.words import Department

OFFERING = (
    to(
        VisitReported,
        Department.PROPERTY,
        title_zh="请监控室留意：{kind_zh}",
        title_en="For the monitoring room: {kind_en}",
        body_zh="{estate}：{looks}。请留意其是否在其他楼层走动、是否直接离开。接待人：{consultant}，{reported_at}。",
        body_en="{estate}: {looks}. See that they leave the house. Received by {consultant}, {reported_at}.",
        link="/brokers",
    ),
    to(
        ConcessionAsked,
        Department.LEASING,
        desk="{desk}",
        title_zh="优惠申请 {number} 待{desk_zh}审批",
        title_en="Application {number} is for {desk_en} to decide",
        body_zh="{estate} {unit_number}：{consultant}提出。",
        body_en="{estate} {unit_number}: put by {consultant}.",
        link="/concessions",
    ),
    to(
        ConcessionGranted,
        Department.SALES_CONTROL,
        person="consultant_id",
        title_zh="特殊优惠 {number} 已批准：{unit_number}",
        title_en="Special concession {number} is granted: {unit_number}",
        body_zh="{estate}：{granted_by}批准，有效期至 {valid_until}。{reason}",
        body_en="{estate}: granted by {granted_by}, valid to {valid_until}. {reason}",
        link="/concessions",
    ),
    to(
        ConcessionRefused,
        person="consultant_id",
        title_zh="优惠申请 {number} 未获批准",
        title_en="Application {number} is not granted",
        body_zh="{estate} {unit_number}：{refused_by}：{reason}",
        body_en="{estate} {unit_number}: {refused_by}: {reason}",
        link="/concessions",
    ),
    to(
        OfferFound,
        person="consultant_id",
        title_zh="候租客户有合适单元：{unit_number}",
        title_en="A unit fits a customer who waits: {unit_number}",
        body_zh="{estate}：请联系客户。",
        body_en="{estate}: please call the customer.",
        link="/waiting-list",
    ),
)
