"""The unit change as a table: the client's ten steps (OB1), who does each, after what, by when, and who signs.

Step 1 of OB1 is the request itself, which opens the case. Dates that OB1 does not give are decided in `settings.py`.
"""

from kit.procedure import (
    DaysBefore,
    Name,
    OnDay,
    Procedure,
    Record,
    SameDay,
    Signer,
    Stays,
    Step,
    Undone,
    WorkingDaysAfter,
)
from services.engineering.events import WorkOrderFinished
from services.finance.events import OldUnitSettled
from services.notify.events import NoticeAcknowledged
from services.property import settings
from services.words import Department

PROPERTY, ENGINEERING, FINANCE = Department.PROPERTY, Department.ENGINEERING, Department.FINANCE
CUSTOMER = Signer("customer", zh="客户", en="Customer", outside=True)
CHANGE_DATE = Name("change_date", zh="换房日期", en="the change date")
REPAIRED_BY = DaysBefore("change_date", settings.REPAIR_DAYS_BEFORE)
# With this step the old unit is counted; its round is the round of what finance is told, and answers.
COUNTED = "return_items"

UNIT_CHANGE = Procedure(
    "unit_change",
    zh="客户换房",
    en="Unit change",
    source="OB1",
    dates=(CHANGE_DATE,),
    cancelled_by=(Department.LEASING, PROPERTY),
    cancel_asks="unit_change.cancel",
    skip_asks="unit_change.skip",
    steps=(
        Step(
            "inspect",
            zh="检查新单元",
            en="Inspect the new unit",
            owner=PROPERTY,
            due=SameDay(),
            records=(Record("findings", zh="检查结果", en="findings"),),
            signs=(Signer(PROPERTY),),
            rule="PROP-2",
            on_cancel=Stays(zh="检查记录保留。", en="The findings stay on record."),
        ),
        Step(
            "repair",
            zh="工程修缮",
            en="Repair what was found",
            owner=ENGINEERING,
            needs=("inspect",),
            due=REPAIRED_BY,
            done_by=WorkOrderFinished,
            skippable=True,
            rule="PROP-2",
            on_cancel=Stays(
                zh="已修缮的保留，未完成的工单由工程部处理。",
                en="Repairs stay; engineering decides on what is unfinished.",
            ),
        ),
        Step(
            "reinspect",
            zh="修缮后复查",
            en="Inspect again after the repair",
            owner=PROPERTY,
            needs=("repair",),
            due=REPAIRED_BY,
            records=(Record("findings", zh="复查结果", en="findings"),),
            signs=(Signer(PROPERTY),),
            skippable=True,
            rule="PROP-2",
            on_cancel=Stays(zh="复查记录保留。", en="The findings stay on record."),
        ),
        Step(
            "check_keys",
            zh="核对钥匙、整理入住表格",
            en="Check the keys and prepare the forms",
            owner=PROPERTY,
            due=DaysBefore("change_date", settings.KEY_CHECK_DAYS_BEFORE),
            records=(
                Record("keys", zh="钥匙清单", en="keys counted"),
                Record("forms_prepared", zh="入住表格", en="forms prepared"),
            ),
            signs=(Signer(PROPERTY),),
            rule="PROP-2",
            on_cancel=Stays(zh="钥匙清单保留。", en="The list of keys stays."),
        ),
        Step(
            "clean",
            zh="保洁",
            en="Clean the new unit",
            owner=PROPERTY,
            needs=("reinspect",),
            due=DaysBefore("change_date", settings.CLEANING_DAYS_BEFORE),
            records=(
                Record("cleaner", zh="保洁员", en="cleaner"),
                Record("report", zh="保洁情况", en="report"),
            ),
            skippable=True,
            rule="PROP-2",
        ),
        Step(
            "lease_copy",
            zh="提供单元租约复印件",
            en="Bring a copy of the lease",
            owner=(Department.LEASING, PROPERTY),
            due=OnDay("change_date"),
            records=(
                Record("lease_number", zh="租约编号", en="lease number"),
                Record("file", zh="租约复印件", en="copy of the lease"),
            ),
            rule="PROP-2",
            on_cancel=Stays(zh="租约复印件保留。", en="The copy stays on file."),
        ),
        Step(
            "read_meters",
            zh="原单元、新单元能源表抄表",
            en="Read the meters of both units",
            owner=PROPERTY,
            due=OnDay("change_date"),
            not_before=OnDay("change_date"),
            records=(Record("readings", zh="能源表读数", en="readings"),),
            signs=(Signer(PROPERTY), Signer(ENGINEERING), CUSTOMER),
            rule="PROP-2",
            on_cancel=Stays(zh="已签字的读数保留。", en="Signed readings stay."),
        ),
        Step(
            "return_items",
            zh="收回原单元证件和钥匙",
            en="Take back cards, permits and keys",
            owner=PROPERTY,
            needs=("read_meters",),
            due=OnDay("change_date"),
            records=(Record("items", zh="物品回收", en="items ticked"),),
            signs=(Signer(PROPERTY),),
            rule="PROP-2",
            on_cancel=Stays(zh="已收回的物品须重新发放。", en="What was taken back has to be issued anew."),
        ),
        Step(
            "hand_over",
            zh="发放新证件和钥匙",
            en="Hand over new cards, permits and keys",
            owner=PROPERTY,
            needs=("check_keys", "clean", "lease_copy", "return_items"),
            due=OnDay("change_date"),
            records=(Record("items", zh="发放物品", en="items handed over"),),
            signs=(Signer(PROPERTY), CUSTOMER),
            rule="PROP-2",
            on_cancel=Undone(
                zh="新发放的物品已先行收回。", en="What was handed over was taken back first.", by="take_back_item"
            ),
        ),
        Step(
            "settle",
            zh="收取原单元能源、电话等费用",
            en="Charge energy and phone of the old unit",
            owner=FINANCE,
            needs=("read_meters", "return_items"),
            due=WorkingDaysAfter(settings.SETTLE_WORKING_DAYS),
            done_by=OldUnitSettled,
            records=(
                Record("settlement", zh="结算单", en="settlement"),
                Record("total", zh="费用合计(元)", en="total in yuan"),
            ),
            rule="PROP-2",
            on_cancel=Stays(zh="已收取的费用由财务部处理。", en="Finance decides on what was charged."),
        ),
        Step(
            "issue_notice",
            zh="发出《客户单元变更通知单》",
            en="Issue the unit change notice",
            owner=PROPERTY,
            needs=("hand_over", "settle"),
            due=WorkingDaysAfter(settings.NOTICE_WORKING_DAYS),
            signs=(Signer(PROPERTY),),
            rule="PROP-2",
        ),
        Step(
            "acknowledge",
            zh="各部门签收通知单",
            en="Every department acknowledges the notice",
            owner=tuple(Department),
            needs=("issue_notice",),
            due=WorkingDaysAfter(settings.ACKNOWLEDGE_WORKING_DAYS),
            done_by=NoticeAcknowledged,
            rule="PROP-2",
        ),
    ),
)
