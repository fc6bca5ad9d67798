// Where a work order is to be done, in few words.

import type { WorkOrderItem } from '@/api/types'
import { t } from '@/i18n'

export function whereOf(order: Pick<WorkOrderItem, 'unit_number' | 'building' | 'floor' | 'place'>): string {
  const floor = order.floor === null ? '' : `${order.floor}F`
  const parts = order.unit_number ? [order.unit_number] : [order.building, floor]
  return [...parts, order.place].filter(Boolean).join(' ') || t('list.all')
}
