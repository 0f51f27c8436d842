import {
  type Icon,
  IconApi,
  IconBolt,
  IconBus,
  IconCalendarTime,
  IconChargingPile,
  IconCpu,
  IconCreditCard,
  IconHistory,
  IconInbox,
  IconLayoutDashboard,
  IconMessages,
  IconPuzzle,
  IconReceipt2,
  IconSettings,
  IconSitemap,
  IconTemplate,
  IconUsers,
} from '@tabler/icons-react'
import type { Role } from '../../../api/console/wire/parts.ts'

export interface NavItem {
  to: string
  name:
    | 'overview'
    | 'chargers'
    | 'sessions'
    | 'cards'
    | 'sites'
    | 'vehicles'
    | 'tariffs'
    | 'firmware'
    | 'reservations'
    | 'messages'
    | 'clients'
    | 'accounts'
    | 'audit'
    | 'unknownChargers'
    | 'templates'
    | 'deviations'
    | 'settings'
  icon: Icon
  role: Role
}

/** The navigation, in its order; the first four stand at the bottom of a phone's screen. */
export const navItems: readonly NavItem[] = [
  { to: '/', name: 'overview', icon: IconLayoutDashboard, role: 'viewer' },
  { to: '/chargers', name: 'chargers', icon: IconChargingPile, role: 'viewer' },
  { to: '/sessions', name: 'sessions', icon: IconBolt, role: 'viewer' },
  { to: '/cards', name: 'cards', icon: IconCreditCard, role: 'viewer' },
  { to: '/sites', name: 'sites', icon: IconSitemap, role: 'viewer' },
  { to: '/vehicles', name: 'vehicles', icon: IconBus, role: 'viewer' },
  { to: '/unknown-chargers', name: 'unknownChargers', icon: IconInbox, role: 'operator' },
  { to: '/templates', name: 'templates', icon: IconTemplate, role: 'viewer' },
  { to: '/reservations', name: 'reservations', icon: IconCalendarTime, role: 'viewer' },
  { to: '/tariffs', name: 'tariffs', icon: IconReceipt2, role: 'viewer' },
  { to: '/firmware', name: 'firmware', icon: IconCpu, role: 'viewer' },
  { to: '/deviations', name: 'deviations', icon: IconPuzzle, role: 'viewer' },
  { to: '/messages', name: 'messages', icon: IconMessages, role: 'viewer' },
  { to: '/clients', name: 'clients', icon: IconApi, role: 'administrator' },
  { to: '/accounts', name: 'accounts', icon: IconUsers, role: 'administrator' },
  { to: '/audit', name: 'audit', icon: IconHistory, role: 'administrator' },
  { to: '/settings', name: 'settings', icon: IconSettings, role: 'administrator' },
]
