/** Named PostgreSQL settings. */
export type Settings = Record<string, string>

/** Never to be traded for speed: what PostgreSQL has confirmed survives a power cut. */
export const safety: Settings = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }

export const defaults: Settings = {
  shared_buffers: '256MB',
  max_connections: '100',
  wal_compression: 'on',
  max_wal_size: '2GB',
  checkpoint_completion_target: '0.9',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  password_encryption: 'scram-sha-256',
}

export function asArguments(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
