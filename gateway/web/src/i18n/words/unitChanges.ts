// Words of the unit change's pages.

import type { Words } from '../split'

export const unitChanges = {} satisfies Words
