import type { Page } from 'playwright-core'

export type Transfer = { requests: number; bytes: number; script_bytes: number; script_bytes_unpacked: number }

/** Counts what a page fetches from now on: as it came over the network, headers included, and scripts unpacked. */
export async function countTransfer(page: Page): Promise<() => Transfer> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const scripts = new Set<string>()
  const transfer: Transfer = { requests: 0, bytes: 0, script_bytes: 0, script_bytes_unpacked: 0 }
  session.on('Network.responseReceived', ({ requestId, type }) => {
    transfer.requests++
    if (type === 'Script') scripts.add(requestId)
  })
  session.on('Network.dataReceived', ({ requestId, dataLength }) => {
    if (scripts.has(requestId)) transfer.script_bytes_unpacked += dataLength
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    transfer.bytes += encodedDataLength
    if (scripts.has(requestId)) transfer.script_bytes += encodedDataLength
  })
  return () => ({ ...transfer })
}
