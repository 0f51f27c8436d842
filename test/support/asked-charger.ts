import type { TestContext } from 'node:test'
import { startClock } from '#simulator/clock.ts'
import { type ConnectedChargerOptions, createConnectedCharger } from '#simulator/connected-charger.ts'
import type { Version } from '#simulator/socket/connection.ts'
import { type AskingServer, askingServer } from './asking-server.ts'
import { frameCheck } from './simulated-site.ts'
import { eventually } from './system.ts'

export const oneEvse = { maxPowerW: 22_000, current: 'AC', phases: 3, voltageV: 230 } as const

type Options = Partial<ConnectedChargerOptions> & { server?: AskingServer; rate?: number }

/** A simulated charger, booted, at a server that asks of it what the test wants; all its frames are checked. */
export async function askedCharger(t: TestContext, version: Version, { rate = 100, ...options }: Options = {}) {
  const { server = await askingServer(t), ...more } = options
  const frames = frameCheck()
  const clock = startClock({ rate })
  const connected = createConnectedCharger({
    endpoint: server.endpoint,
    identity: 'CP-1',
    version,
    clock,
    evses: [oneEvse, oneEvse],
    ...more,
    settings: { backOffSeconds: 5, backOffRandomSeconds: 0, transactionMessageRetrySeconds: 5, ...more.settings },
    onEvent: (event) => {
      if (event.kind === 'frame') frames.see('CP-1', version, event.direction, event.text)
    },
  })
  t.after(() => connected.stop())
  connected.start()
  await heard(server, version === '2.1' ? 'NotifyEvent' : 'StatusNotification')
  return { server, frames, clock, ...connected }
}

/** The last call of this kind that pleases, once there is one. */
export function heard(server: AskingServer, action: string, pleases: (payload: any) => boolean = () => true) {
  return eventually(
    async () => server.heard.findLast((one) => one.action === action && pleases(one.payload))?.payload,
    (payload) => payload !== undefined,
  )
}

/** All calls of a kind. */
export function allHeard(server: AskingServer, action: string): any[] {
  return server.heard.filter((one) => one.action === action).map(({ payload }) => payload)
}
