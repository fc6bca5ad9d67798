// Words of deals and the verdicts on them.

import type { Words } from '../split'

export const attributions = {
  attributions: {
    searchHint: ['编号、单元、客户', 'Number, unit, customer'],
    empty: ['还没有成交', 'No deals yet'],
    closedOn: ['成交日', 'Closed on'],
    closedAt: ['成交时间', 'Closed at'],
    closer: ['成交顾问', 'Closed by'],
    customer: ['客户', 'Customer'],
    unit: ['单元', 'Unit'],
    kind: ['类别', 'Kind'],
    price: ['价格或月租（元）', 'Price or monthly rent (yuan)'],
    onSite: ['现场成交', 'Closed on site'],
    claimUntil: ['主张期限', 'To be claimed until'],
    shares: ['归属', 'Shares'],
    mine: ['有我份额的', 'Mine'],
    since: ['成交日自', 'Closed from'],
    until: ['成交日至', 'Closed to'],
    verdict: ['第 {position} 次界定：{kind}', 'Verdict {position}: {kind}'],
    inForce: ['现行', 'In force'],
    earlier: ['此前', 'Earlier'],
    why: ['改判理由：{why}', 'Overruled because: {why}'],
    print: ['打印界定书', 'Print the verdict'],
    claimAsk: ['您将作为第一登记顾问主张分单。主张后不能撤回。', 'You claim a share as the first consultant. A claim is not taken back.'],
    claimed: ['已主张，分单生效。', 'Claimed: the deal is shared.'],
    overrule: ['改判', 'Overrule'],
    overruleNote: ['新的分配与原结论并列保存，理由随之公开；未结束的主张就此终止。', 'The new shares stand beside the old verdict, with your reason; a claim that is open is over.'],
    consultant: ['顾问', 'Consultant'],
    percent: ['比例（%）', 'Percent'],
    addShare: ['再加一位', 'Another'],
    total: ['合计 {total}%，须为 100%。', 'Together {total}%; it has to be 100%.'],
    overruled: ['已改判。', 'Overruled.'],
    deals: ['成交', 'Deals'],
    noDeals: ['没有成交', 'No deals'],
  },
  attributionState: {
    open_claim: ['可主张', 'May be claimed'],
    final: ['已确定', 'Final'],
  },
} satisfies Words
