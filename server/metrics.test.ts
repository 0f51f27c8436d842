import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createMetrics } from './metrics.ts'

describe('metrics', () => {
  test('count what chargers do', async () => {
    const metrics = createMetrics()
    metrics.refused('wrong-credentials')
    metrics.connected('1.6')
    metrics.connected('1.6')
    metrics.disconnected('1.6', 1006)
    metrics.answered('1.6', 'Heartbeat', 'ok', 4_000)
    metrics.answered('1.6', 'Heartbeat', 'ok', 200_000)
    metrics.answered('1.6', 'Heartbeat', 'InternalError', 99_000_000)
    metrics.repaired('enum-case', 2)
    metrics.quarantined('1.6', 'StopTransaction')
    metrics.commandEnded('reset', 'accepted')
    metrics.missedPong()
    metrics.droppedFrame('empty')
    metrics.committed(40, 0.003)
    metrics.messageLogDropped(7)
    metrics.paused('rate')
    metrics.httpRequest({ api: 'depot', route: '/v2/transactions', status: 200, seconds: 0.01 })

    await showsLines(metrics, [
      'voltyard_connect_attempts_total{outcome="wrong-credentials"} 1',
      'voltyard_connect_attempts_total{outcome="connected"} 2',
      'voltyard_chargers_connected{version="1.6"} 1',
      'voltyard_connections_closed_total{code="1006"} 1',
      'voltyard_messages_total{version="1.6",action="Heartbeat",result="ok"} 2',
      'voltyard_messages_total{version="1.6",action="Heartbeat",result="InternalError"} 1',
      '# TYPE voltyard_reply_seconds histogram',
      'voltyard_reply_seconds_bucket{action="Heartbeat",le="0.0025"} 0',
      'voltyard_reply_seconds_bucket{action="Heartbeat",le="0.005"} 1',
      'voltyard_reply_seconds_bucket{action="Heartbeat",le="10"} 2',
      'voltyard_reply_seconds_bucket{action="Heartbeat",le="+Inf"} 3',
      'voltyard_reply_seconds_count{action="Heartbeat"} 3',
      'voltyard_repairs_total{rule="enum-case"} 2',
      'voltyard_quarantined_total{version="1.6",action="StopTransaction"} 1',
      'voltyard_commands_total{kind="reset",state="accepted"} 1',
      'voltyard_missed_pongs_total 1',
      'voltyard_connections_replaced_total 0',
      'voltyard_dropped_frames_total{why="empty"} 1',
      'voltyard_group_commit_members_sum 40',
      'voltyard_message_log_dropped_total 7',
      'voltyard_sockets_paused_total{why="rate"} 1',
      'voltyard_http_request_seconds_count{api="depot",route="/v2/transactions",status="200"} 1',
      'process_start_time_seconds',
    ])
  })

  test('of two servers in one process are separate', async () => {
    const [one, other] = [createMetrics(), createMetrics()]
    one.connected('1.6')
    assert.doesNotMatch(await other.render(), /outcome="connected"/)
  })

  test('do not grow without end when somebody invents names', async () => {
    const metrics = createMetrics()
    for (let i = 0; i < 5_000; i++) metrics.quarantined('1.6', `Invented${i}`)
    const lines = (await metrics.render()).split('\n').filter((line) => line.startsWith('voltyard_quarantined_total{'))
    assert.equal(lines.length, 2_001)
    assert.ok(lines.includes('voltyard_quarantined_total{version="other",action="other"} 3000'))
  })
})

async function showsLines(metrics: ReturnType<typeof createMetrics>, expected: string[]) {
  const text = await metrics.render()
  for (const line of expected) assert.ok(text.includes(`\n${line}`), `${line} in\n${text}`)
}
