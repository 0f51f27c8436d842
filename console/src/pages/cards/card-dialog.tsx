import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { Card } from '../../../../api/console/wire/administration.ts'
import { patch, post } from '../../api/request.ts'
import { serverNow } from '../../clock/server-clock.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { type CardForm, cardChangeOf, formOf, mostCharacters, newCardOf } from './card-form.ts'
import { dayFault, dayOf, uidFault } from './card-rules.ts'
import { refreshCards } from './use-cards.ts'

/** Adds a card, or changes the one that is given. */
export function CardDialog({ card, onClose }: { card: Card | null; onClose: () => void }) {
  const { t } = useTranslation('cards')
  const { t: tCommon } = useTranslation()
  const outcome = useOutcome()
  const before = formOf(card)
  const form = useForm<CardForm>({
    initialValues: before,
    validateInputOnBlur: true,
    validate: {
      uid: (uid) => said(uidFault(uid)),
      visualNumber: tooLong('visualNumber'),
      vehicle: tooLong('vehicle'),
      group: tooLong('group'),
      note: tooLong('note'),
      // A card whose end has passed already may keep it.
      validUntil: (day) => (day === before.validUntil ? null : said(dayFault(day, dayOf(serverNow())))),
    },
  })

  function said(fault: Exclude<ReturnType<typeof uidFault> | ReturnType<typeof dayFault>, null> | null) {
    return fault && t(`rule.${fault}`)
  }

  function tooLong(field: keyof typeof mostCharacters) {
    const count = mostCharacters[field]
    return (value: string) => (value.trim().length > count ? t('rule.long', { count }) : null)
  }

  async function save(values: CardForm) {
    if (card) await patch(`cards/${card.id}`, cardChangeOf(before, values))
    else await post('cards', newCardOf(values))
    void refreshCards()
    outcome.done(t(card ? 'done.changed' : 'done.added', { uid: values.uid }))
  }

  return (
    <FormDialog
      title={card ? t('form.editTitle', { uid: card.uid }) : t('form.addTitle')}
      form={form}
      action={card ? tCommon('actions.save') : t('add')}
      onSubmit={save}
      onClose={onClose}
    >
      {!card && (
        <TextInput
          label={t('form.uid')}
          description={t('form.uidHint')}
          autoComplete="off"
          spellCheck={false}
          autoCapitalize="characters"
          required
          data-autofocus
          {...form.getInputProps('uid')}
        />
      )}
      <TextInput
        label={t('form.visualNumber')}
        description={t('form.visualNumberHint')}
        autoComplete="off"
        data-autofocus={card ? true : undefined}
        {...form.getInputProps('visualNumber')}
      />
      <TextInput
        label={t('form.vehicle')}
        description={t('form.vehicleHint')}
        autoComplete="off"
        {...form.getInputProps('vehicle')}
      />
      <TextInput
        label={t('form.group')}
        description={t('form.groupHint')}
        autoComplete="off"
        {...form.getInputProps('group')}
      />
      <TextInput
        type="date"
        label={t('form.validUntil')}
        description={t('form.validUntilHint')}
        {...form.getInputProps('validUntil')}
      />
      <TextInput
        label={t('form.note')}
        description={t('form.noteHint')}
        autoComplete="off"
        {...form.getInputProps('note')}
      />
    </FormDialog>
  )
}
