import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { queryClient } from './api/query-client.ts'
import { setSurroundings } from './api/request.ts'
import { setReachable } from './live/use-connection.ts'
import { Announcer } from './parts/use-outcome.tsx'
import { router } from './routes.tsx'
import { leave } from './shell/leave.ts'
import { askForPassword, PasswordDialog } from './shell/password-dialog.tsx'
import { themeWithWords } from './theme.ts'

setSurroundings({
  confirm: askForPassword,
  notLoggedIn() {
    const { pathname, href } = router.state.location
    if (pathname === '/login') return
    leave()
    void router.navigate({ to: '/login', search: { to: href, again: '1' }, replace: true })
  },
  passwordChangeRequired() {
    void router.navigate({ to: '/change-password' })
  },
  reachable: setReachable,
})

export function App() {
  const { t } = useTranslation()
  const [close, showPassword] = [t('actions.close'), t('actions.showPassword')]
  const theme = useMemo(() => themeWithWords({ close, showPassword }), [close, showPassword])
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <PasswordDialog />
        <Notifications position="bottom-center" limit={4} />
        <Announcer />
      </QueryClientProvider>
    </MantineProvider>
  )
}
