import { type Check, info, ok, warn } from '../finding.ts'

export const exposure: Check = {
  name: 'doors',
  async look({ config }) {
    const { metricsToken, trustedProxies, host } = config.http
    const isLocal = host === 'localhost' || host === '::1' || host?.startsWith('127.') === true
    return [
      config.ocpp.autoProvision === 'lab'
        ? warn(
            'Lab mode is on: any charger is let in without a password, and rates are not limited.',
            'Take VOLTYARD_AUTO_PROVISION away before others can reach this server.',
          )
        : ok('Only chargers that were added, with their password, are let in.'),
      metricsToken === null
        ? info('Everybody who reaches the server may read /metrics.', 'Set VOLTYARD_METRICS_TOKEN.')
        : ok('/metrics asks for a token.'),
      isLocal || trustedProxies.length > 0
        ? ok('The server is behind a proxy, or for this machine only.')
        : info(
            'No proxy is named, so chargers and programs probably talk to the server without encryption.',
            'Put a proxy with TLS in front and name it in VOLTYARD_TRUSTED_PROXIES.',
          ),
    ]
  },
}
