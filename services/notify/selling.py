"""Who is told of deals and of what comes after them, unless an administrator wishes otherwise (NOTE-2)."""

from services.contracts.events import (
    ContractOverdue,
    DealClosed,
    DealLapsed,
    DealWithdrawn,
    ProblemReported,
    SupplementSubmitted,
)
from services.notify.wording import to
from services.words import Department, Rank

SELLING = (
    to(
        DealClosed,
        Department.LEASING,
        Department.SALES_CONTROL,
        title_zh="单元 {unit_number} 已成交（{number}）",
        title_en="Unit {unit_number} is taken: deal {number}",
        body_zh="{estate}:财务已确认定金，成交日 {closed_on}。",
        body_en="{estate}: finance has the deposit; the deal was made on {closed_on}.",
        link="/board/{unit_id}",
    ),
    to(
        DealLapsed,
        person="consultant_id",
        title_zh="认购 {number} 已失效，单元 {unit_number} 恢复可售",
        title_en="Deal {number} has lapsed; unit {unit_number} is free",
        body_zh="{estate}",
        body_en="{estate}",
        link="/deals/{deal_id}",
    ),
    to(
        ContractOverdue,
        Department.SALES_CONTROL,
        person="consultant_id",
        title_zh="认购 {number} 逾期未签约",
        title_en="The contract of deal {number} is overdue",
        body_zh="{estate} {unit_number}：应于 {sign_by} 前签约。",
        body_en="{estate} {unit_number}: the contract was to be signed by {sign_by}.",
        link="/deals/{deal_id}",
    ),
    to(
        DealWithdrawn,
        Department.LEASING,
        Department.SALES_CONTROL,
        person="consultant_id",
        title_zh="单元 {unit_number} 退房，恢复可售",
        title_en="Unit {unit_number} was given back and is on the board again",
        body_zh="{estate}：认购 {number}，{withdrawn_on}。原因：{why_zh}",
        body_en="{estate}: deal {number}, {withdrawn_on}. {why_en}",
        link="/board/{unit_id}",
    ),
    to(
        SupplementSubmitted,
        Department.SALES_CONTROL,
        desk="{rank}",
        title_zh="补充协议待审批：合同 {contract_number}",
        title_en="A supplementary agreement waits: contract {contract_number}",
        body_zh="{estate}：{title}（审批级别：{rank}）",
        body_en="{estate}: {title} (to be decided by: {rank})",
        link="/contracts/{contract_id}",
    ),
    to(
        ProblemReported,
        Department.SALES_CONTROL,
        desk=Rank.MANAGER,
        title_zh="问题客户上报：认购 {deal_number}",
        title_en="A customer has a problem: deal {deal_number}",
        body_zh="{estate}：由{reported_by}上报，内容见问题客户表。",
        body_en="{estate}: reported by {reported_by}; what it is stands in the list of problems.",
        link="/lists/problem-customers?q={deal_number}",
    ),
)
