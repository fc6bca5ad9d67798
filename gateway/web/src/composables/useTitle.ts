// The browser's title of a record's page, once the record is known.

import { watchEffect } from 'vue'

export function useTitle(title: () => string | null | undefined): void {
  watchEffect(() => {
    const told = title()
    if (told) document.title = `${told} · Atrium`
  })
}
