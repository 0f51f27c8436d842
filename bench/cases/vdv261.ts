import { Agent, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Bench, Case } from '../bench.ts'
import { Histogram, percentiles } from '../histogram.ts'

const vehicles = 500
const everySeconds = 10

/** A depot of buses that talk to us every ten seconds (VDV 261), and all at once as after a power cut. */
export const vdv261: Case = {
  name: 'vdv261',
  async run(bench) {
    const { http } = await bench.server()
    const fleet = await makeFleet(bench)
    const agent = new Agent({ keepAlive: true })
    const faults: string[] = []
    const tell = async (latencies: Histogram, { vin, password }: Bus, seq: number) => {
      const startMs = performance.now()
      const { status, text } = await post(agent, `${http}/vdv`, { vin, password, seq })
      latencies.addMs(performance.now() - startMs)
      if (status !== 200) faults.push(`${status} ${text}`)
    }

    await Promise.all(fleet.map((bus) => tell(new Histogram(), bus, 0)))
    const [steady, burst] = [new Histogram(), new Histogram()]
    const turns = Math.max(2, Math.ceil(bench.seconds / everySeconds))
    await Promise.all(
      fleet.map(async (bus, seat) => {
        await wait((seat / vehicles) * everySeconds * 1_000)
        for (let turn = 1; turn <= turns; turn++) {
          await Promise.all([tell(steady, bus, turn), turn < turns ? wait(everySeconds * 1_000) : null])
        }
      }),
    )
    for (let turn = 1; turn <= 4; turn++) await Promise.all(fleet.map((bus) => tell(burst, bus, turns + turn)))
    agent.destroy()
    await bench.stopAll()
    return {
      result: {
        vehicles,
        every_s: everySeconds,
        ...percentiles(steady),
        burst: percentiles(burst),
        target_p99_ms: 200,
      },
      faults: [...new Set(faults)],
    }
  },
}

type Bus = { vin: string; password: string }

async function makeFleet(bench: Bench): Promise<Bus[]> {
  await bench.admin('site.add', { name: 'Depot', timeZone: 'Europe/Berlin' })
  const at = Temporal.Now.instant().add({ hours: 6 }).toString({ smallestUnit: 'second' })
  const fleet: Bus[] = []
  for (let seat = 0; seat < vehicles; seat++) {
    const vin = `WEB628${String(seat).padStart(11, '0')}`
    const link = { preconditions: true }
    const added = (await bench.admin('vehicle.add', { vin, vehicle: `BUS-${seat}`, link })) as { password: string }
    await bench.admin('departure.set', { vehicle: vin, at, targetSoc: 90 })
    fleet.push({ vin, password: added.password })
  }
  return fleet
}

/** The first message says everything; then the need shrinks by and by. */
function post(agent: Agent, url: string, { vin, password, seq }: Bus & { seq: number }) {
  const full = { evccid: '001A2B3C4D5E', odo: 1, bat_reqtime: 20, bprec_eamount: 4, prec_reqtime: 30, prec_eamount: 6 }
  const body = JSON.stringify({ seq, vin, bat_eamount: 200 - (seq % 200), ...(seq === 0 ? full : {}) })
  const headers = {
    authorization: `Basic ${Buffer.from(`${vin}:${password}`).toString('base64')}`,
    'content-type': 'application/json; charset=US-ASCII',
    'content-length': Buffer.byteLength(body),
  }
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const asked = request(url, { agent, method: 'POST', headers }, (reply) => {
      buffer(reply).then((read) => resolve({ status: reply.statusCode!, text: read.toString() }), reject)
    })
    // An idle connection that the server has just closed is nobody's fault: it is asked again, and the time counts.
    asked.on('error', (error) =>
      asked.reusedSocket ? post(agent, url, { vin, password, seq }).then(resolve, reject) : reject(error),
    )
    asked.end(body)
  })
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
