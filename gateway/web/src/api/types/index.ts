// The shapes of the API, in one place to import from.

export * from './common'
export * from './leases'
export * from './session'
export * from './workOrders'
export * from './inbox'
export * from './cases'
export * from './imports'
export * from './units'
