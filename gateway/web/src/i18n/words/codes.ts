// The words for the codes that the services use.

import type { Words } from '../split'

export const codes = {
  department: {
    leasing: ['招商部', 'Leasing'],
    sales_control: ['销控', 'Sales control'],
    customer_service: ['客服部', 'Customer service'],
    property: ['物业部', 'Property'],
    engineering: ['工程部', 'Engineering'],
    finance: ['财务部', 'Finance'],
    customer: ['客户', 'Customer'],
  },
  service: {
    property: ['物业部', 'Property'],
    engineering: ['工程部', 'Engineering'],
    finance: ['财务部', 'Finance'],
    contracts: ['销控', 'Contracts'],
    notify: ['通知', 'Notify'],
    gateway: ['网关', 'Gateway'],
  },
  listening: {
    on_its_way: ['途中', 'On its way'],
    pending: ['待处理', 'Pending'],
    done: ['已处理', 'Heard'],
    parked: ['滞留', 'Parked'],
    discarded: ['已弃置', 'Discarded'],
  },
  rank: {
    clerk: ['文员', 'Clerk'],
    supervisor: ['主管', 'Supervisor'],
    manager: ['经理', 'Manager'],
    director: ['总监', 'Director'],
  },
  role: {
    general_manager: ['总经理', 'General manager'],
    administrator: ['系统管理员', 'Administrator'],
    operator: ['运维人员', 'Operator'],
  },
  trade: {
    power: ['强电', 'Power'],
    low_voltage: ['弱电', 'Low voltage'],
    air_conditioning: ['空调', 'Air conditioning'],
    plumbing: ['给排水', 'Plumbing'],
    lift: ['电梯', 'Lifts'],
    fit_out: ['装饰装修', 'Fit-out'],
    doors_and_windows: ['门窗五金', 'Doors, windows, fittings'],
    other: ['其他', 'Other'],
  },
  inboxKind: {
    task: ['任务', 'Task'],
    signature: ['签字', 'Signature'],
    notice: ['通知', 'Notice'],
    reminder: ['催办', 'Reminder'],
    escalation: ['上报', 'Escalation'],
  },
  outcome: {
    done: ['已办', 'Done'],
    skipped: ['已跳过', 'Skipped'],
    cancelled: ['已取消', 'Cancelled'],
    sent_back: ['已退回', 'Sent back'],
    acknowledged: ['已签收', 'Acknowledged'],
  },
  stepState: {
    waiting: ['未到', 'Not yet'],
    open: ['待办理', 'To do'],
    awaiting_signatures: ['待签字', 'Awaiting signatures'],
    done: ['已完成', 'Done'],
    skipped: ['已跳过', 'Skipped'],
    cancelled: ['已取消', 'Cancelled'],
  },
  changeState: {
    open: ['办理中', 'Under way'],
    done: ['已完成', 'Done'],
    cancelled: ['已取消', 'Cancelled'],
  },
  cause: {
    customer_wish: ['客户自身原因', "The customer's wish"],
    unit_fault: ['单元工程问题', 'A fault of the unit'],
  },
  meterKind: {
    electricity: ['电表', 'Electricity'],
    water: ['水表', 'Water'],
  },
  meterUnit: {
    electricity: ['kWh', 'kWh'],
    water: ['m³', 'm³'],
  },
  itemKind: {
    key: ['钥匙', 'Key'],
    access_card: ['客户人员出入证', 'Access card'],
    parking_permit: ['停车证', 'Parking permit'],
  },
  itemState: {
    issued: ['已发放', 'Issued'],
    returned: ['已收回', 'Returned'],
    missing: ['遗失', 'Missing'],
  },
  unitState: {
    vacant: ['空置', 'Vacant'],
    occupied: ['在租', 'Occupied'],
    reserved: ['换房预留', 'Reserved'],
    let: ['在租', 'Let'],
  },
  faultState: {
    open: ['待修', 'To be repaired'],
    repaired: ['已修复', 'Repaired'],
    dropped: ['工单取消', 'Work order cancelled'],
  },
  leaseState: {
    upcoming: ['未开始', 'Upcoming'],
    running: ['履行中', 'Running'],
    ended: ['已到期', 'Ended'],
  },
  payment: {
    monthly: ['月付', 'Monthly'],
    quarterly: ['季付', 'Quarterly'],
  },
  workOrderState: {
    new: ['待派单', 'Waiting for dispatch'],
    dispatched: ['已派单', 'Dispatched'],
    accepted: ['已接单', 'Accepted'],
    started: ['处理中', 'In progress'],
    paused: ['已暂停', 'Paused'],
    finished: ['已完成', 'Finished'],
    cancelled: ['已取消', 'Cancelled'],
  },
  priority: {
    unit_change: ['换房优先', 'Unit change first'],
    ordinary: ['普通', 'Ordinary'],
  },
  settlementState: {
    draft: ['待确认', 'To be confirmed'],
    confirmed: ['已确认', 'Confirmed'],
    void: ['已作废', 'Void'],
    superseded: ['已被替代', 'Superseded'],
  },
  income: {
    rent: ['租金', 'Rent'],
    management: ['管理费', 'Management fee'],
    electricity: ['电费', 'Electricity'],
    water: ['水费', 'Water'],
    phone: ['电话费', 'Phone'],
    parking: ['车位费', 'Parking'],
    missing_items: ['未交还物品', 'Missing items'],
    other: ['其他费用', 'Other cost'],
  },
  entryKind: {
    charge: ['应收', 'Charge'],
    receipt: ['收款', 'Receipt'],
    refund: ['退款', 'Refund'],
    adjustment: ['调整', 'Adjustment'],
    reversal: ['冲销', 'Reversal'],
  },
  purse: {
    cash: ['现金', 'Cash'],
    bank: ['银行存款', 'Bank'],
  },
  refundStep: {
    owed: ['确认应退', 'Owed'],
    paid: ['支付退款', 'Paid out'],
  },
  dispatchMode: {
    automatic: ['自动派单', 'Dispatched automatically'],
    by_hand: ['人工派单', 'Dispatched by hand'],
    claim: ['抢单', 'Claimed'],
  },
} satisfies Words
