import { ActionIcon, Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconMenu2 } from '@tabler/icons-react'
import { Outlet, useLocation } from '@tanstack/react-router'
import { Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../api/queries.ts'
import { PageLink } from '../parts/page-link.tsx'
import { useRole } from '../parts/use-role.ts'
import { AccountMenu } from './account-menu.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import { ConnectionMark } from './connection-mark.tsx'
import { Logo } from './logo.tsx'
import { navItems } from './nav-items.ts'
import { PagePending } from './page-pending.tsx'
import classes from './shell.module.css'
import { UnencryptedBanner } from './unencrypted-banner.tsx'

/** The frame around every page: navigation, header, banners. */
export function Shell() {
  const { t } = useTranslation()
  const me = useMe()
  const { pathname } = useLocation()
  const [menu, { open, close }] = useDisclosure(false)
  const main = useRef<HTMLElement>(null)
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current === pathname) return
    before.current = pathname
    close()
    window.scrollTo(0, 0)
    // A new page begins at its top for the keyboard and for screen readers, too.
    main.current?.focus({ preventScroll: true })
  }, [pathname, close])

  return (
    <div className={classes.shell}>
      {/* biome-ignore lint/a11y/useValidAnchor: a link is what skips; by itself it would lead to the base path */}
      <a
        href="#content"
        className={classes.skip}
        onClick={(event) => {
          event.preventDefault()
          main.current?.focus()
        }}
      >
        {t('skipToContent')}
      </a>
      <header className={classes.header}>
        <ActionIcon
          className={classes.burger}
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('nav.openMenu')}
          onClick={open}
        >
          <IconMenu2 size={20} aria-hidden />
        </ActionIcon>
        <PageLink to="/" className={classes.brand} aria-label={t('product')}>
          <Logo />
          <span className={classes.product}>{t('product')}</span>
        </PageLink>
        <span className={classes.tenant}>{me.tenant.name}</span>
        <div className={classes.right}>
          <ConnectionMark />
          <AccountMenu />
        </div>
      </header>
      <nav className={classes.side} aria-label={t('nav.label')}>
        <NavList />
      </nav>
      <Drawer
        opened={menu}
        onClose={close}
        title={me.tenant.name}
        size="17rem"
        closeButtonProps={{ 'aria-label': t('nav.closeMenu') }}
      >
        <nav aria-label={t('nav.label')}>
          <NavList />
        </nav>
      </Drawer>
      <main ref={main} id="content" tabIndex={-1} className={classes.main}>
        <UnencryptedBanner />
        <ConnectionBanner />
        <Suspense fallback={<PagePending />}>
          <Outlet />
        </Suspense>
        <div id="floating" />
      </main>
      <nav className={classes.bottom} aria-label={t('nav.label')}>
        <NavList compact />
      </nav>
    </div>
  )
}

function NavList({ compact = false }: { compact?: boolean }) {
  const { t } = useTranslation()
  const { may } = useRole()
  const { pathname } = useLocation()
  const items = navItems.filter((item) => may(item.role))
  return (
    <ul className={compact ? classes.bottomList : classes.list}>
      {(compact ? items.slice(0, 4) : items).map(({ to, name, icon: Glyph }) => {
        const here = to === '/' ? pathname === '/' : pathname === to || pathname.startsWith(`${to}/`)
        return (
          <li key={to}>
            <PageLink to={to} className={classes.item} aria-current={here ? 'page' : undefined}>
              <Glyph size={20} stroke={1.7} aria-hidden />
              {t(`nav.${name}`)}
            </PageLink>
          </li>
        )
      })}
    </ul>
  )
}
