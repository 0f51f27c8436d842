import {
  createRootRoute,
  createRoute,
  createRouter,
  isRedirect,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { meQuery } from './api/queries.ts'
import { queryClient } from './api/query-client.ts'
import { RequestFailed } from './api/request.ts'
import { NotFound } from './shell/not-found.tsx'
import { PageFailed } from './shell/page-failed.tsx'
import { PagePending } from './shell/page-pending.tsx'
import { Shell } from './shell/shell.tsx'

/** Every page: its address and the file that is loaded for it. */
const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound })

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  async beforeLoad({ location }) {
    try {
      const me = await queryClient.ensureQueryData(meQuery)
      if (me.account.mustChangePassword) throw redirect({ to: '/change-password' })
    } catch (error) {
      if (isRedirect(error)) throw error
      if (error instanceof RequestFailed && error.code === 'not_logged_in')
        throw redirect({ to: '/login', search: location.href === '/' ? {} : { to: location.href } })
      if (error instanceof RequestFailed && error.code === 'password_change_required')
        throw redirect({ to: '/change-password' })
      throw error
    }
  },
})

const page = <const P extends string>(path: P, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => shell, path, component })

const outside = <const P extends string>(path: P, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => root, path, component })

const tree = root.addChildren([
  outside(
    '/login',
    lazyRouteComponent(() => import('./pages/login/login-page.tsx'), 'LoginPage'),
  ),
  outside(
    '/change-password',
    lazyRouteComponent(() => import('./pages/login/change-password-page.tsx'), 'ChangePasswordPage'),
  ),
  shell.addChildren([
    page(
      '/',
      lazyRouteComponent(() => import('./pages/overview/overview-page.tsx'), 'OverviewPage'),
    ),
    page(
      '/chargers',
      lazyRouteComponent(() => import('./pages/chargers/chargers-page.tsx'), 'ChargersPage'),
    ),
    page(
      '/chargers/$chargerId',
      lazyRouteComponent(() => import('./pages/charger/charger-page.tsx'), 'ChargerPage'),
    ),
    page(
      '/sessions',
      lazyRouteComponent(() => import('./pages/sessions/sessions-page.tsx'), 'SessionsPage'),
    ),
    page(
      '/sessions/$sessionId',
      lazyRouteComponent(() => import('./pages/session/session-page.tsx'), 'SessionPage'),
    ),
    page(
      '/cards',
      lazyRouteComponent(() => import('./pages/cards/cards-page.tsx'), 'CardsPage'),
    ),
    page(
      '/clients',
      lazyRouteComponent(() => import('./pages/clients/clients-page.tsx'), 'ClientsPage'),
    ),
    page(
      '/accounts',
      lazyRouteComponent(() => import('./pages/accounts/accounts-page.tsx'), 'AccountsPage'),
    ),
    page(
      '/audit',
      lazyRouteComponent(() => import('./pages/audit/audit-page.tsx'), 'AuditPage'),
    ),
    page(
      '/settings',
      lazyRouteComponent(() => import('./pages/settings/settings-page.tsx'), 'SettingsPage'),
    ),
    page(
      '/profile',
      lazyRouteComponent(() => import('./pages/profile/profile-page.tsx'), 'ProfilePage'),
    ),
  ]),
])

export const router = createRouter({
  routeTree: tree,
  basepath: new URL(document.baseURI).pathname.replace(/\/$/, '') || '/',
  // Search parameters are plain text: `?state=faulted&q=12`, never JSON.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch(search) {
    const text = new URLSearchParams(
      Object.entries(search).flatMap(([name, value]) =>
        value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
      ),
    ).toString()
    return text && `?${text}`
  },
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailed,
  defaultPendingComponent: PagePending,
  scrollRestoration: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
