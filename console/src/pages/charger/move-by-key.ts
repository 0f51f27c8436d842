import type { KeyboardEvent } from 'react'

const steps: Record<string, number | undefined> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }

/** Arrow keys go from one message's line to the next. */
export function moveByKey(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key]
  const target = event.target as HTMLElement
  if (step === undefined || !target.matches('[data-message-line]')) return
  const lines = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-message-line]')]
  const to = lines[Math.max(0, Math.min(lines.length - 1, lines.indexOf(target) + step))]
  event.preventDefault()
  to?.focus()
}
