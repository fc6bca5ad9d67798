// Work that many changes ask for at once and that is done once for all of them, never put off by further ones.

const MOMENT = 300

export function soon(work: () => unknown, after = MOMENT) {
  let waiting: ReturnType<typeof setTimeout> | undefined

  function ask(): void {
    waiting ??= setTimeout(() => {
      waiting = undefined
      void work()
    }, after)
  }

  function stop(): void {
    clearTimeout(waiting)
    waiting = undefined
  }

  return { ask, stop }
}
