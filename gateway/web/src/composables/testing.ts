// What the tests of the composables share: a component to run them in, and a router in memory.

import { createApp, defineComponent, h, type App } from 'vue'
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router'

export interface Mounted<Given> {
  given: Given
  app: App
  router: Router
}

/** Runs a composable inside a page at `/list`, with an address to go to beside it. */
export async function mounted<Given>(use: () => Given, at = '/list'): Promise<Mounted<Given>> {
  let given!: Given
  const page = defineComponent({ setup: () => ((given = use()), () => h('div')) })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/list', name: 'list', component: page },
      { path: '/elsewhere', name: 'elsewhere', component: { render: () => h('div') } },
    ],
  })
  await router.push(at)
  const app = createApp({ render: () => h(RouterView) })
  app.use(router)
  app.mount(document.createElement('div'))
  return { given, app, router }
}

/** Lets everything that is due now happen. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
  await new Promise((resolve) => setTimeout(resolve, 0))
}
