// The codes of sales control that forms and filters offer.

export const PLANS = ['lump_sum', 'instalments', 'mortgage']
export const MEANS = ['cash', 'bank', 'mortgage']
export const WHYS = ['price', 'loan', 'plans', 'quality', 'delay', 'rival', 'other']
export const RISKS = ['low', 'medium', 'high']
export const DIMENSIONS = ['building', 'layout', 'floor', 'area', 'price']
export const PERIODS = ['day', 'week', 'month', 'half_year']
