// Where the page starts.

import { createPinia } from 'pinia'
import { createApp } from 'vue'
import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/el-message.css'
import 'element-plus/theme-chalk/el-message-box.css'
import 'element-plus/theme-chalk/el-overlay.css'
import './styles/base.css'
import './styles/element.css'
import App from './App.vue'
import { connect } from './api/client'
import { confirmIdentity } from './composables/tell'
import { currentLanguage, i18n, speak } from './i18n'
import { router } from './router'
import { useSession } from './stores/session'

const app = createApp(App)
app.use(createPinia())
app.use(i18n)
speak(currentLanguage(), false)

const session = useSession()
connect({
  language: currentLanguage,
  csrf: () => session.csrf,
  onConfirm: () => confirmIdentity(session.confirm),
  onLoggedOut: () => {
    session.take(null)
    const at = router.currentRoute.value
    if (at.name !== 'login') void router.push({ name: 'login', query: { to: at.fullPath } })
  },
})

app.use(router)
// Whatever stands around a page depends on which page it is, so the first address is settled before anything is shown.
void router
  .isReady()
  .catch(() => undefined)
  .then(() => app.mount('#app'))
