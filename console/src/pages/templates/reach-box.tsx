import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { TemplateReach } from '../../../../api/console/wire/provisioning.ts'
import { Names, namesText, PreviewBox, PreviewNote } from '../../parts/preview-box.tsx'

interface ReachBoxProps {
  reach: TemplateReach
  mayRestart: boolean
  /** To how many chargers the person agreed. */
  agreed: number
  onAgree: (count: number) => void
  /** What the form knows of the tick: what is wrong with it, and how it is found. */
  tick: object
}

/** Which chargers a change of a template reaches at their next check, and whether that is meant. */
export function ReachBox({ reach: { touched, charging, of }, mayRestart, agreed, onAgree, tick }: ReachBoxProps) {
  const { t } = useTranslation('templates')
  const { t: firmware } = useTranslation('firmware')
  const count = touched.length
  return (
    <PreviewBox title={firmware('preview.title')}>
      {count === 0 && t('reach.nobody')}
      {count > 0 && (
        <>
          <strong>{t('reach.chargers', { count, of })}</strong>
          <Names>{namesText(touched, (more) => firmware('preview.more', { count: more }))}</Names>
          {charging > 0 && <PreviewNote>{t('reach.charging', { count: charging })}</PreviewNote>}
          {mayRestart && <PreviewNote isWarning>{t('reach.restart')}</PreviewNote>}
          <Checkbox
            mt="sm"
            {...tick}
            label={t('reach.agree', { count })}
            checked={agreed === count}
            onChange={({ currentTarget }) => onAgree(currentTarget.checked ? count : 0)}
          />
        </>
      )}
    </PreviewBox>
  )
}
