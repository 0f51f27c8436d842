import { Loader } from '@mantine/core'
import {
  type Icon,
  IconBan,
  IconCircleCheck,
  IconClockX,
  IconHelpCircle,
  IconPlugConnectedX,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandView } from '../../../../api/console/wire/chargers.ts'
import { formatNumber } from '../../format/format.ts'
import { useOcppWords } from '../../i18n/ocpp-words.ts'
import { Age } from '../../parts/age.tsx'
import classes from './charger.module.css'
import { CommandFrames } from './command-frames.tsx'
import { type CommandState, hasEnded, targetOf } from './command-progress.ts'
import { askedBy, commandTitle, outcomeText } from './command-text.ts'
import { latencyText } from './frame-text.ts'

const looks: Record<Exclude<CommandState, 'queued' | 'sent'>, { icon: Icon; tone: string }> = {
  accepted: { icon: IconCircleCheck, tone: 'good' },
  refused: { icon: IconBan, tone: 'bad' },
  timed_out: { icon: IconHelpCircle, tone: 'warn' },
  expired: { icon: IconClockX, tone: 'warn' },
  cancelled: { icon: IconBan, tone: 'quiet' },
  offline: { icon: IconPlugConnectedX, tone: 'bad' },
}

interface CommandRowProps {
  command: CommandView
  /** What else is shown of it. */
  children?: ReactNode
}

/** One command: what was asked, how far it is or how it ended, why, and by whom. */
export function CommandRow({ command, children }: CommandRowProps) {
  const { t } = useTranslation('charger')
  const words = useOcppWords()
  const { word, why } = outcomeText(t, words, command)
  const target = targetOf(command)
  const tookMs = command.endedAt === null ? null : Date.parse(command.endedAt) - Date.parse(command.createdAt)
  return (
    <div className={classes.command} data-tone={toneOf(command.state)}>
      <span className={classes.commandIcon}>
        <StateIcon state={command.state} />
      </span>
      <div className={classes.commandText}>
        <div>
          <strong>{commandTitle(t, command)}</strong>
          {target !== null && <span className={classes.dim}> · {t('commands.at', { place: target })}</span>}
        </div>
        <div>
          <span className={classes.commandState}>{word}</span>
          {tookMs !== null && tookMs > 0 && (
            <span className={`${classes.dim} numbers`}>
              {' '}
              {t('commands.took', { duration: latencyText(tookMs, formatNumber) })}
            </span>
          )}
          {why !== null && <div className={classes.commandWhy}>{why}</div>}
        </div>
        <div className={classes.dim}>
          {askedBy(t, command)} · <Age at={command.createdAt} />
        </div>
        {children}
        <CommandFrames command={command} />
      </div>
    </div>
  )
}

function StateIcon({ state }: { state: CommandState }) {
  if (!hasEnded(state)) return <Loader size={16} aria-hidden />
  const Glyph = looks[state as keyof typeof looks].icon
  return <Glyph size={18} aria-hidden />
}

function toneOf(state: CommandState): string {
  return hasEnded(state) ? looks[state as keyof typeof looks].tone : 'active'
}
