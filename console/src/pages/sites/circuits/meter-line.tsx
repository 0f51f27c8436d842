import { ActionIcon } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconGauge, IconQuestionMark, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CircuitMeter } from '../../../../../api/console/wire/circuit-meters.ts'
import { formatNumber, formatPower } from '../../../format/format.ts'
import { Age } from '../../../parts/age.tsx'
import { Mark, type Tone } from '../../../parts/mark.tsx'
import { Needs } from '../../../parts/needs.tsx'
import classes from '../sites.module.css'
import { useKnownText } from '../use-known-text.ts'
import { RemoveDialog } from './remove-dialog.tsx'

const tones: Record<NonNullable<CircuitMeter['state']>, Tone> = {
  good: 'good',
  returning: 'warn',
  silent: 'bad',
  implausible: 'bad',
  never: 'warn',
}

/** A meter: what it measures, whether it is believed, and how old its last word is. */
export function MeterLine({ meter }: { meter: CircuitMeter }) {
  const { t } = useTranslation('sites')
  const known = useKnownText()
  const [removing, setRemoving] = useState(false)
  const { state, why, amps, powerW, at } = meter
  const lines = (['L1', 'L2', 'L3'] as const).flatMap((phase) =>
    amps[phase] === null ? [] : [`${phase} ${formatNumber(amps[phase], [0, 1])} A`],
  )
  return (
    <div className={classes.meter}>
      <span>
        <IconGauge size={15} aria-hidden className={classes.meterIcon} /> {t(`meter.measures.${meter.measures}`)}{' '}
        <span className={classes.dim}>{t(`meter.source.${meter.source.kind}`)}</span>
      </span>
      {state !== null && (
        <Mark
          plain
          tone={tones[state]}
          icon={state === 'good' ? IconCheck : state === 'never' ? IconQuestionMark : IconAlertTriangle}
          label={t(`meter.state.${state}`)}
          hint={why === null ? undefined : known('meterFault', why)}
        />
      )}
      {why !== null && state !== 'good' && <span className={classes.dim}>{known('meterFault', why)}</span>}
      <span className="numbers">
        {[...lines, powerW === null ? '' : formatPower(powerW)].filter((text) => text !== '').join(' · ')}
      </span>
      {at !== null && (
        <span className={classes.dim}>
          <Age at={at} />
        </span>
      )}
      <Needs role="administrator">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('meter.remove')}
          onClick={() => setRemoving(true)}
          className={classes.meterRemove}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Needs>
      {removing && (
        <RemoveDialog
          title={t('remove.meter')}
          text={t('remove.meterText')}
          path={`meters/${meter.id}`}
          done={t('done.meterRemoved')}
          onClose={() => setRemoving(false)}
        />
      )}
    </div>
  )
}
