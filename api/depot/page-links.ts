/**
 * The header `Link` (RFC 8288) of a page of a list. The addresses are relative, so that they hold behind any proxy, and
 * keep every other parameter of the request.
 */
export function pageLinks(
  request: { url: string; routeUrl: string },
  { page, more }: { page: number; more: boolean },
): string {
  const link = (rel: string, to: number) => `<${request.routeUrl}?${withPage(request.url, to)}>; rel="${rel}"`
  return [link('first', 1), page > 1 && link('prev', page - 1), more && link('next', page + 1)]
    .filter((entry) => entry !== false)
    .join(', ')
}

function withPage(url: string, page: number): string {
  const start = url.indexOf('?')
  const parameters = new URLSearchParams(start === -1 ? '' : url.slice(start))
  parameters.set('page', String(page))
  return parameters.toString()
}
