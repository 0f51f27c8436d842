import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import type { SecurityProfile } from '../access.ts'
import type { SpeakerWorld } from '../speaker.ts'
import type { MakeVariable } from './device-model.ts'
import { limits } from './limits.ts'
import type { Answer } from './messages.ts'
import { described } from './variables/make-variable.ts'

export type NetworkProfile = Pick<ocpp.NetworkConnectionProfileType, 'ocppCsmsUrl' | 'securityProfile'> & {
  /** Only 2.1 sends one. */
  basicAuthPassword?: string
}

export type Network = ReturnType<typeof createNetwork>

/** Where the charger connects to: slots that the server fills, and the order in which they are tried. B09, B10 */
export function createNetwork(world: Pick<SpeakerWorld, 'access' | 'link' | 'equipment'>) {
  const { access } = world
  const slots = new Map<number, NetworkProfile>()
  let priority: readonly number[] = [0]

  /** The slot in use; 0 is where the charger was built to connect. */
  const active = () => [...slots].find(([, { ocppCsmsUrl }]) => bare(ocppCsmsUrl) === access.endpoint)?.[0] ?? 0

  return {
    slots,
    active,
    get priority() {
      return priority
    },
    setPriority(order: readonly number[]): boolean {
      if (order.length === 0 || !order.every((slot) => slot === active() || slots.has(slot))) return false
      priority = order
      return true
    },
    /** With a restart the charger moves to the first slot, and comes back when no server is there. B10.FR.03 */
    onRestart(): void {
      const wanted = priority[0]!
      const profile = slots.get(wanted)
      if (!profile || wanted === active()) return
      const securityProfile = profile.securityProfile as SecurityProfile
      access.moveTo({ url: bare(profile.ocppCsmsUrl), securityProfile })
      if (profile.basicAuthPassword !== undefined) access.setPassword(profile.basicAuthPassword)
    },
    /** The answer goes out before the connection is closed. A01.FR.07 */
    changePassword(password: string): void {
      access.setPassword(password)
      world.equipment.securityEvents.add('security-settings-changed')
      setImmediate(() => void world.link.reconnect())
    },
  }
}

export const setNetworkProfile: Answer<'SetNetworkProfile'> = (
  { network, access },
  { configurationSlot, connectionData },
) => {
  const { ocppCsmsUrl, ocppTransport, securityProfile } = connectionData
  const url = URL.parse(ocppCsmsUrl)
  // B09.FR.02 - .04, A00.FR.005
  if (configurationSlot < 1 || configurationSlot > limits.networkSlots) return no('InvalidConfSlot')
  if (ocppTransport !== 'JSON' || (url?.protocol !== 'ws:' && url?.protocol !== 'wss:')) return no('InvalidNetworkConf')
  if (securityProfile < access.securityProfile) return no('NoSecurityDowngrade')
  network.slots.set(configurationSlot, connectionData)
  return { answer: { status: 'Accepted' } }
}

export const networkPriority: MakeVariable = ({ network }) => ({
  ...described('OCPPCommCtrlr', 'NetworkConfigurationPriority', 'SequenceList'),
  read: () => network.priority.join(','),
  write: (value) => /^\d+(,\d+)*$/.test(value) && network.setPriority(value.split(',').map(Number)),
})

function no(reasonCode: string) {
  return { answer: { status: 'Rejected' as const, statusInfo: { reasonCode } } }
}

function bare(url: string): string {
  return url.replace(/\/+$/, '')
}
