import {
  createRootRoute,
  createRoute,
  createRouter,
  isRedirect,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { loadPart } from './api/load-part.ts'
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

type Component = ReturnType<typeof lazyRouteComponent>

// A type of its own for each page would be lost in the routes anyway.
const part = <N extends string>(load: () => Promise<Record<N, () => ReactNode>>, name: N): Component =>
  lazyRouteComponent(() => loadPart(load), name) as Component

const page = <const P extends string>(path: P, component: Component) =>
  createRoute({ getParentRoute: () => shell, path, component })

const outside = <const P extends string>(path: P, component: Component) =>
  createRoute({ getParentRoute: () => root, path, component })

const tree = root.addChildren([
  outside(
    '/login',
    part(() => import('./pages/login/login-page.tsx'), 'LoginPage'),
  ),
  outside(
    '/change-password',
    part(() => import('./pages/login/change-password-page.tsx'), 'ChangePasswordPage'),
  ),
  shell.addChildren([
    page(
      '/',
      part(() => import('./pages/overview/overview-page.tsx'), 'OverviewPage'),
    ),
    page(
      '/chargers',
      part(() => import('./pages/chargers/chargers-page.tsx'), 'ChargersPage'),
    ),
    page(
      '/chargers/$chargerId',
      part(() => import('./pages/charger/charger-page.tsx'), 'ChargerPage'),
    ),
    page(
      '/sessions',
      part(() => import('./pages/sessions/sessions-page.tsx'), 'SessionsPage'),
    ),
    page(
      '/sessions/$sessionId',
      part(() => import('./pages/session/session-page.tsx'), 'SessionPage'),
    ),
    page(
      '/sites',
      part(() => import('./pages/sites/sites-page.tsx'), 'SitesPage'),
    ),
    page(
      '/sites/$siteId',
      part(() => import('./pages/sites/site-page.tsx'), 'SitePage'),
    ),
    page(
      '/vehicles',
      part(() => import('./pages/vehicles/vehicles-page.tsx'), 'VehiclesPage'),
    ),
    page(
      '/vehicles/$vehicleId',
      part(() => import('./pages/vehicles/vehicle-page.tsx'), 'VehiclePage'),
    ),
    page(
      '/cards',
      part(() => import('./pages/cards/cards-page.tsx'), 'CardsPage'),
    ),
    page(
      '/tariffs',
      part(() => import('./pages/tariffs/tariffs-page.tsx'), 'TariffsPage'),
    ),
    page(
      '/firmware',
      part(() => import('./pages/firmware/firmware-page.tsx'), 'FirmwarePage'),
    ),
    page(
      '/firmware/campaigns/$campaignId',
      part(() => import('./pages/firmware/campaign-page.tsx'), 'CampaignPage'),
    ),
    page(
      '/reservations',
      part(() => import('./pages/reservations/reservations-page.tsx'), 'ReservationsPage'),
    ),
    page(
      '/messages',
      part(() => import('./pages/messages/messages-page.tsx'), 'MessagesPage'),
    ),
    page(
      '/clients',
      part(() => import('./pages/clients/clients-page.tsx'), 'ClientsPage'),
    ),
    page(
      '/accounts',
      part(() => import('./pages/accounts/accounts-page.tsx'), 'AccountsPage'),
    ),
    page(
      '/audit',
      part(() => import('./pages/audit/audit-page.tsx'), 'AuditPage'),
    ),
    page(
      '/unknown-chargers',
      part(() => import('./pages/unknown-chargers/unknown-chargers-page.tsx'), 'UnknownChargersPage'),
    ),
    page(
      '/templates',
      part(() => import('./pages/templates/templates-page.tsx'), 'TemplatesPage'),
    ),
    page(
      '/deviations',
      part(() => import('./pages/deviations/deviations-page.tsx'), 'DeviationsPage'),
    ),
    page(
      '/settings',
      part(() => import('./pages/settings/settings-page.tsx'), 'SettingsPage'),
    ),
    page(
      '/profile',
      part(() => import('./pages/profile/profile-page.tsx'), 'ProfilePage'),
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
