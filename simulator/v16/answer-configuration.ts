import { findKey, keys, maxKeys } from './configuration.ts'
import type { Key } from './key.ts'
import type { Answer, World16 } from './messages.ts'

export const getConfiguration: Answer<'GetConfiguration'> = (world, { key }) => {
  if (key === undefined || key.length === 0)
    return { answer: { configurationKey: keys.map((one) => show(world, one)) } }
  const asked = key.slice(0, maxKeys).map((name) => ({ name, found: findKey(name) }))
  const unknownKey = asked.filter(({ found }) => !found).map(({ name }) => name)
  return {
    answer: {
      configurationKey: asked.flatMap(({ found }) => (found ? show(world, found) : [])),
      ...(unknownKey.length > 0 ? { unknownKey } : {}),
    },
  }
}

export const changeConfiguration: Answer<'ChangeConfiguration'> = (world, { key, value }) => {
  const found = findKey(key)
  if (!found) return { answer: { status: 'NotSupported' } }
  const written = found.write?.(world, value) ?? 'rejected'
  if (written === 'rejected') return { answer: { status: 'Rejected' } }
  if (written === 'reboot') return { answer: { status: 'RebootRequired' } }
  if (written === 'accepted') return { answer: { status: 'Accepted' } }
  return { answer: { status: 'Accepted' }, afterwards: () => void world.link.reconnect() }
}

function show(world: World16, key: Key) {
  const value = key.read?.(world)
  return { key: key.name, readonly: key.write === undefined, ...(value === undefined ? {} : { value }) }
}
