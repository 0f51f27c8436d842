type Asked = {
  url: string
  routeUrl: string
  /** Of the path, by the names that they have in `routeUrl`. */
  params?: object
}

/**
 * The header `Link` (RFC 8288) of a page of a list. The addresses are relative, so that they hold behind any proxy, and
 * keep every other parameter of the request.
 */
export function pageLinks(request: Asked, { page, more }: { page: number; more: boolean }): string {
  const path = pathOf(request)
  const link = (rel: string, to: number) => `<${path}?${withPage(request.url, to)}>; rel="${rel}"`
  return [link('first', 1), page > 1 && link('prev', page - 1), more && link('next', page + 1)]
    .filter((entry) => entry !== false)
    .join(', ')
}

// Put together anew: what a caller sends as its path may hold signs that have no place in a header.
function pathOf({ routeUrl, params = {} }: Asked): string {
  const values = new Map(Object.entries(params))
  return routeUrl.replace(/:(\w+)/g, (_, name) => encodeURIComponent(values.get(name)))
}

function withPage(url: string, page: number): string {
  const start = url.indexOf('?')
  const parameters = new URLSearchParams(start === -1 ? '' : url.slice(start))
  parameters.set('page', String(page))
  return parameters.toString()
}
