// The shapes of the API, in one place to import from.

export * from './cases'
export * from './common'
export * from './finance'
export * from './imports'
export * from './inbox'
export * from './leases'
export * from './operations'
export * from './session'
export * from './unitChanges'
export * from './units'
export * from './watch'
export * from './workOrders'
