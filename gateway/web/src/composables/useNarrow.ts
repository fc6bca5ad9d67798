// Whether the page is shown on a small screen.

import { onScopeDispose, ref } from 'vue'

export function useNarrow(width = 960) {
  const query = window.matchMedia(`(max-width: ${width}px)`)
  const narrow = ref(query.matches)
  const hear = () => (narrow.value = query.matches)
  query.addEventListener('change', hear)
  onScopeDispose(() => query.removeEventListener('change', hear))
  return narrow
}
