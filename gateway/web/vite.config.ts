// How the page is built: one bundle per page, Element Plus only as far as it is used, no code that a strict CSP refuses.
/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vite'

const gateway = process.env.ATRIUM_GATEWAY ?? 'http://127.0.0.1:8100'

export default defineConfig({
  plugins: [
    vue(),
    components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  server: { proxy: { '/api': gateway } },
  test: { environment: 'jsdom', include: ['src/**/*.test.ts'], pool: 'threads', isolate: false, restoreMocks: true, unstubGlobals: true },
})
