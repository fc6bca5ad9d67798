// Words of the money of deals: deposits, receivables, commission.

import type { Words } from '../split'

export const deals = {
  deposit: {
    deal: ['交易编号', 'Deal'],
    amount: ['定金（元）', 'Deposit (yuan)'],
    capitals: ['人民币（大写）', 'In capital figures'],
    taken: ['收取时间', 'Taken'],
    confirmBy: ['确认期限', 'Confirm by'],
    late: ['是否逾期', 'Late'],
    onlyLate: ['仅逾期', 'Late only'],
    purse: ['收款方式', 'Paid by'],
    receipt: ['收据编号', 'Receipt'],
    invoice: ['发票编号', 'Invoice'],
    receivedOn: ['到账日期', 'Received on'],
    decided: ['办理', 'Decided'],
    terms: ['退还条件', 'Terms of refund'],
    searchHint: ['交易、单元、客户、收据、发票', 'Deal, unit, customer, receipt, invoice'],
    empty: ['没有定金', 'No deposits'],
    emptyNote: ['收取定金后，在此等待财务确认。', 'A deposit that was taken waits here until finance confirms it.'],
    confirm: ['确认到账', 'Confirm'],
    confirmNote: ['确认后定金记账，单元随即售出或租出。', 'Confirmed, it is booked, and the unit is sold or let at once.'],
    confirmed: ['定金已确认。', 'The deposit is confirmed.'],
    refuse: ['退回登记', 'Refuse'],
    refuseAsk: ['定金没有到账时退回登记。请说明原因。', 'For a deposit that is not there. Say why.'],
    refused: ['已退回。', 'Refused.'],
    print: ['打印收据', 'Print the receipt'],
  },
  depositState: {
    awaiting: ['待确认', 'To be confirmed'],
    expired: ['交易已终止，待确认', 'Deal ended, to be confirmed'],
    confirmed: ['已确认', 'Confirmed'],
    refused: ['已退回', 'Refused'],
    suspense: ['已转待查款', 'In suspense'],
    refunded: ['已退款', 'Refunded'],
  },
  dealKind: {
    sale: ['出售', 'Sale'],
    lease: ['出租', 'Lease'],
  },
} satisfies Words
