import type { MeterSource } from '#core/circuits/meter.ts'
import type { PlacedReading } from '#core/context.ts'
import { readModbus } from '#feeds/meters/read-modbus.ts'
import { readMqtt } from '#feeds/meters/read-mqtt.ts'
import type { MeterReader, MeterValues, Reach, ReaderListener } from '#feeds/meters/reader.ts'
import type { MeterToRead } from '#storage/meter-feed.ts'
import type { Storage } from '#storage/storage.ts'

type World = { storage: Storage; reach: Reach; listener: ReaderListener; clockRate: number }

/** Begins to read a meter in its own way; null for one that sends by itself. */
export function startReader(meter: MeterToRead, { storage, reach, listener, clockRate }: World): MeterReader | null {
  const { source, intervalSeconds } = meter
  switch (source.kind) {
    case 'push':
      return null
    case 'ocpp':
      return readCharger(meter.tenant, source, { storage, listener })
    case 'mqtt':
      return readMqtt(source, { password: passwordOf(meter, storage), reach, listener })
    case 'modbus':
      return readModbus(source, { intervalMs: Math.max((intervalSeconds * 1000) / clockRate, 250), reach, listener })
  }
}

function passwordOf({ tenant, passwordSealed }: MeterToRead, storage: Storage): string | null {
  if (passwordSealed === null) return null
  const ctx = storage.contextFor({ tenant, actor: { kind: 'system', name: 'meters' }, door: 'job' })
  return ctx.sealing.open(passwordSealed)
}

/** Listens to what a charger tells of one of its meters. */
function readCharger(
  tenant: number,
  { chargerId, evse }: Extract<MeterSource, { kind: 'ocpp' }>,
  { storage, listener }: Pick<World, 'storage' | 'listener'>,
): MeterReader {
  const stop = storage.live.subscribe(tenant, {
    chargerChanged(update) {
      if (update.chargerId !== chargerId) return
      if (update.link) listener.link(update.link.connected, update.link.connected ? null : 'the charger is away')
      for (const reading of update.readings) {
        const values = reading.evse === evse ? valuesOf(reading) : null
        if (!values) continue
        listener.link(true, null)
        listener.values(values)
      }
    },
    chargerConfigured: () => undefined,
    commandsChanged: () => undefined,
  })
  return { stop }
}

/** A reading of energy alone says nothing of now. */
function valuesOf({ at, currentA: [L1, L2, L3], powerW }: PlacedReading): MeterValues | null {
  if (L1 === null && L2 === null && L3 === null && powerW === null) return null
  return { at, amps: { L1, L2, L3 }, powerW }
}
