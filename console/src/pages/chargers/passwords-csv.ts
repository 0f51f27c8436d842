/** The passwords that an import made, as a table. */
export function passwordsCsv(added: readonly { identity: string; password: string | null }[]): string {
  const lines = added.map(({ identity, password }) => `${quoted(unlikeFormula(identity))},${quoted(password ?? '')}`)
  return `${['identity,password', ...lines].join('\r\n')}\r\n`
}

/** Hands the browser a file made here. */
export function offerDownload(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

// A spreadsheet would run what begins like a formula. Passwords stay as they are: one more character would spoil them.
function unlikeFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
