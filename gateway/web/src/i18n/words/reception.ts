// Words of the reception desk.

import type { Words } from '../split'

export const reception = {
  reception: {
    rota: ['接待轮值', 'Rota'],
    receive: ['接待来客', 'Receive a visitor'],
    visitor: ['来客', 'Visitor'],
    visitorHint: ['姓名，或便于辨认的特征', 'A name, or what they are known by'],
    phoneHint: ['留过电话的客户可识别', 'Recognises who came before'],
    send: ['安排接待', 'Give to a consultant'],
    received: ['由{name}接待。', '{name} receives the visitor.'],
    dutyChanged: ['已登记。', 'Noted.'],
    lastTurn: ['上次：第 {turn} 位', 'last turn: {turn}'],
    list: ['接待记录', 'Who was received'],
    at: ['时间', 'Time'],
    how: ['方式', 'How'],
    byTurn: ['轮值第 {turn} 位', 'turn {turn}'],
    asked: ['客户指定', 'asked for'],
    searchHint: ['来客、顾问', 'Visitor, consultant'],
    empty: ['还没有接待记录', 'Nobody has been received yet'],
  },
  rota: {
    next: ['下一位', 'Next'],
    on_duty: ['在岗', 'On duty'],
    off_duty: ['不在岗', 'Off duty'],
  },
} satisfies Words
