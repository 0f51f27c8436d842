import type { Icon } from '@tabler/icons-react'
import classes from './mark.module.css'

export type Tone = 'good' | 'active' | 'warn' | 'bad' | 'quiet'

interface MarkProps {
  tone: Tone
  icon: Icon
  label: string
  /** What a pointer or a screen reader learns besides. */
  hint?: string | undefined
  /** Without the soft background, for dense lists. */
  plain?: boolean
}

/** A state in one word: an icon and the word, never colour alone. */
export function Mark({ tone, icon: Glyph, label, hint, plain = false }: MarkProps) {
  return (
    <span className={classes.mark} data-tone={tone} data-plain={plain || undefined} title={hint}>
      <Glyph size={15} stroke={2} aria-hidden />
      <span className={classes.label}>{label}</span>
    </span>
  )
}
