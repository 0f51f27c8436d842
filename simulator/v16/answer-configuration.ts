import { findKey, type Key, keys, maxKeys } from './configuration.ts'
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
  return { answer: { status: found.write?.(world, value) ? 'Accepted' : 'Rejected' } }
}

export const dataTransfer: Answer<'DataTransfer'> = () => ({ answer: { status: 'UnknownVendorId' } })

function show(world: World16, key: Key) {
  return { key: key.name, readonly: key.write === undefined, value: key.read(world) }
}
