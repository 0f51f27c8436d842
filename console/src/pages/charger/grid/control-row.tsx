import { Button } from '@mantine/core'
import { IconCircleCheck, IconClock, IconReplace } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { GridControl } from '../../../../../api/console/wire/grid.ts'
import { Mark } from '../../../parts/mark.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { Instant } from '../../../parts/values.tsx'
import classes from '../asked-section.module.css'
import { controlTypes } from './control-types.ts'
import { termLines } from './term-lines.ts'

interface ControlRowProps {
  control: GridControl
  isBarred: boolean
  onClear: () => void
}

/** One control as the charger has it. */
export function ControlRow({ control, isBarred, onClear }: ControlRowProps) {
  const { t, i18n } = useTranslation('grid')
  const { id, isDefault, priority, startsAt, durationSeconds, terms, isInForce, isSuperseded, source, at } = control
  const type = controlTypes.find((one) => one === control.type)
  const name = type ? t(`type.${type}`) : control.type
  const wordOf = (word: string) =>
    i18n.exists(`term.${word}`, { ns: 'grid' }) ? t(`term.${word}` as 'term.delay') : word
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <strong>{name}</strong>
        {termLines(terms, wordOf).map((line) => (
          <span key={line}>{line}</span>
        ))}
        <span className={classes.dim}>{id}</span>
      </div>
      <div className={classes.words}>
        <span>{isDefault ? t('always') : t('once')}</span>
        {startsAt !== null && (
          <span>
            {t('from')} <Instant at={startsAt} />
          </span>
        )}
        {durationSeconds !== null && <span>{t('minutes', { count: Math.round(durationSeconds / 60) })}</span>}
        <span className={classes.dim}>{t('priorityIs', { priority })}</span>
      </div>
      <div className={classes.words}>
        {isSuperseded ? (
          <Mark tone="quiet" icon={IconReplace} label={t('superseded')} hint={t('supersededHint')} />
        ) : isInForce ? (
          <Mark tone="good" icon={IconCircleCheck} label={t('inForce')} />
        ) : (
          <Mark tone="active" icon={IconClock} label={t('waiting')} hint={t('waitingHint')} />
        )}
        <span className={classes.dim}>
          {t(`source.${source}`)} <Instant at={at} />
        </span>
      </div>
      <Needs role="operator">
        <Button
          size="xs"
          variant="default"
          disabled={isBarred}
          onClick={onClear}
          aria-label={t('clear.of', { name, id })}
        >
          {t('clear.action')}
        </Button>
      </Needs>
    </li>
  )
}
