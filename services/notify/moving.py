"""Who is told of a unit change whose new unit another has, unless an administrator wishes otherwise (NOTE-2)."""

from services.notify.wording import to
from services.property.events import UnitChangeBlocked, UnitChangeUnblocked
from services.words import Department

MOVING = (
    to(
        UnitChangeBlocked,
        Department.PROPERTY,
        Department.LEASING,
        Department.SALES_CONTROL,
        title_zh="换房 {number} 受阻：新单元 {new_unit_number} 已被占用",
        title_en="Unit change {number} cannot be finished: unit {new_unit_number} is taken",
        body_zh="{estate}：{why_zh}单元腾出后由销控自动保留，也可取消换房。",
        body_en="{estate}: {why_en} Sales control keeps it once it comes free; the change can also be cancelled.",
        link="/unit-changes/{unit_change_id}",
    ),
    to(
        UnitChangeUnblocked,
        Department.PROPERTY,
        Department.LEASING,
        title_zh="换房 {number} 可继续办理：新单元 {new_unit_number} 已保留",
        title_en="Unit change {number} can go on: unit {new_unit_number} is kept for it",
        body_zh="{estate}：新单元已腾出，销控已为本次换房保留。",
        body_en="{estate}: the new unit has come free, and sales control keeps it for the change.",
        link="/unit-changes/{unit_change_id}",
    ),
)
