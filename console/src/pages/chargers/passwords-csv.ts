/** The passwords that an import made, as a table. */
export function passwordsCsv(added: readonly { identity: string; password: string | null }[]): string {
  const lines = added.map(({ identity, password }) => `${quoted(unlikeFormula(identity))},${quoted(password ?? '')}`)
  return `${['identity,password', ...lines].join('\r\n')}\r\n`
}

// A spreadsheet would run what begins like a formula. Passwords stay as they are: one more character would spoil them.
function unlikeFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
