import { useTranslation } from 'react-i18next'
import { failureText } from '../../parts/failure-text.ts'
import { namesText, PreviewBox, PreviewNote } from '../../parts/preview-box.tsx'
import type { Outline } from './campaign-form.ts'
import classes from './firmware.module.css'
import { reasonText } from './reason-text.ts'
import { usePreview } from './use-firmware.ts'

/** Whom a roll-out would take, in which waves, and why not the others. */
export function CampaignPreviewBox({ outline }: { outline: Outline | null }) {
  const { t } = useTranslation('firmware')
  const { t: common } = useTranslation()
  const { data, error } = usePreview(outline)
  if (outline === null) return null
  if (error) return <PreviewNote isWarning>{failureText(common, error)}</PreviewNote>
  if (!data) return null
  const count = data.waves.reduce((sum, wave) => sum + wave.length, 0)
  const isTooMany = data.atOnce > data.mostAtOnce
  return (
    <PreviewBox title={t('preview.title')}>
      {count === 0 && <PreviewNote isWarning>{t('preview.nobody')}</PreviewNote>}
      {count > 0 && (
        <strong>
          {t('preview.chargers', { count })}, {t('preview.waves', { count: data.waves.length })}
        </strong>
      )}
      {isTooMany && (
        <PreviewNote isWarning>{t('preview.tooMany', { atOnce: data.atOnce, most: data.mostAtOnce })}</PreviewNote>
      )}
      <ol className={classes.waves}>
        {data.waves.slice(0, 5).map((wave) => (
          <li key={wave[0]}>{namesText(wave, (count) => t('preview.more', { count }))}</li>
        ))}
      </ol>
      {data.left.length > 0 && (
        <details className={classes.leftOut}>
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
    </PreviewBox>
  )
}
