import './layers.css'
import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import './page.css'
import { createRoot } from 'react-dom/client'
import { adoptTheme } from './adopt-theme.ts'
import { App } from './app.tsx'
import { startLanguage } from './i18n/language.ts'

adoptTheme()
await startLanguage()
createRoot(document.getElementById('root')!).render(<App />)
