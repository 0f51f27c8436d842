import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env.VOLTYARD_URL ?? 'http://localhost:8080'

export default defineConfig({
  // The server writes its base path into <base href>, so the same build works below any path.
  base: './',
  plugins: [react()],
  build: {
    target: 'es2023',
    // The content security policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        // Icons and parts of the component library by the dozen would be a request each.
        codeSplitting: {
          groups: [
            { name: 'icons', test: /@tabler[\\/]icons/ },
            { name: 'components', test: /@mantine[\\/]|@floating-ui/ },
          ],
        },
      },
    },
  },
  server: { proxy: { '/console-api': server, '/ocpp': { target: server, ws: true } } },
})
