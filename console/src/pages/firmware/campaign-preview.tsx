import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { failureText } from '../../parts/failure-text.ts'
import type { Outline } from './campaign-form.ts'
import classes from './firmware.module.css'
import { reasonText } from './reason-text.ts'
import { usePreview } from './use-firmware.ts'

/** So many names say whom a wave takes. */
const mostNames = 8

/** Whom a roll-out would take, in which waves, and why not the others. */
export function CampaignPreviewBox({ outline }: { outline: Outline | null }) {
  const { t } = useTranslation('firmware')
  const { t: common } = useTranslation()
  const { data, error } = usePreview(outline)
  if (outline === null) return null
  if (error) return <Note isWarning>{failureText(common, error)}</Note>
  if (!data) return null
  const count = data.waves.reduce((sum, wave) => sum + wave.length, 0)
  const isTooMany = data.atOnce > data.mostAtOnce
  return (
    <section aria-label={t('preview.title')} className={classes.preview} role="status">
      {count === 0 && <Note isWarning>{t('preview.nobody')}</Note>}
      {count > 0 && (
        <strong>
          {t('preview.chargers', { count })}, {t('preview.waves', { count: data.waves.length })}
        </strong>
      )}
      {isTooMany && <Note isWarning>{t('preview.tooMany', { atOnce: data.atOnce, most: data.mostAtOnce })}</Note>}
      <ol className={classes.waves}>
        {data.waves.slice(0, 5).map((wave) => (
          <li key={wave[0]}>
            {wave.slice(0, mostNames).join(', ')}
            {wave.length > mostNames && ` ${t('preview.more', { count: wave.length - mostNames })}`}
          </li>
        ))}
      </ol>
      {data.left.length > 0 && (
        <details>
          <summary>{t('preview.left', { count: data.left.length })}</summary>
          <ul className={classes.left}>
            {data.left.slice(0, 200).map(({ identity, reason }) => (
              <li key={identity}>
                <strong>{identity}</strong> {reasonText(t, reason)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function Note({ isWarning, children }: { isWarning?: boolean; children: string }) {
  const Glyph = isWarning ? IconAlertTriangle : IconInfoCircle
  return (
    <p className={classes.note} data-tone={isWarning ? 'warn' : undefined}>
      <Glyph size={17} aria-hidden />
      <span>{children}</span>
    </p>
  )
}
