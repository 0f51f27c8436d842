/** Where the thing that binds is shown: a circuit, a limit of the site, a charger. Null for what has no place. */
export function bindingPlace(siteId: number, boundBy: string | null): { to: string; hash?: string } | null {
  const [, kind, id] = /^(c|charger:?|limit|activation)(\d+)/.exec(boundBy ?? '') ?? []
  if (kind === 'c') return { to: `/sites/${siteId}`, hash: `circuit-${id}` }
  if (kind === 'limit') return { to: `/sites/${siteId}`, hash: 'limits' }
  if (kind === 'activation') return { to: `/sites/${siteId}`, hash: 'activations' }
  return kind === undefined ? null : { to: `/chargers/${id}` }
}
