import { Checkbox, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { Card, CardChange } from '../../../../api/console/wire/administration.ts'
import { patch, post } from '../../api/request.ts'
import { serverNow } from '../../clock/server-clock.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { type CardForm, cardChangeBack, cardChangeOf, formOf, mostCharacters, newCardOf } from './card-form.ts'
import { dayFault, dayOf, uidFault } from './card-rules.ts'
import { refreshCards } from './use-cards.ts'

/** Adds a card, or changes the one that is given. */
export function CardDialog({ card, onClose }: { card: Card | null; onClose: () => void }) {
  const { t } = useTranslation('cards')
  const { t: tCommon } = useTranslation()
  const outcome = useOutcome()
  const before = formOf(card)
  // Another door may know more kinds of yes.
  const listed = before.whitelist === 'NEVER' ? 'ALLOWED' : before.whitelist
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
    if (card) return change(card, cardChangeOf(before, values))
    await post('cards', newCardOf(values))
    void refreshCards()
    outcome.done(t('done.added', { uid: values.uid }))
  }

  async function change({ uid, ...card }: Card, members: CardChange) {
    const send = async (body: CardChange) => {
      await patch(`cards/${card.id}`, body)
      await refreshCards()
    }
    await send(members)
    outcome.doneWithUndo(t('done.changed', { uid }), () => send(cardChangeBack({ ...card, uid }, members)))
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
      <Checkbox
        label={t('form.inLists')}
        description={t('form.inListsHint')}
        checked={form.values.whitelist !== 'NEVER'}
        onChange={({ currentTarget }) => form.setFieldValue('whitelist', currentTarget.checked ? listed : 'NEVER')}
      />
      <Checkbox
        label={t('form.oneSession')}
        description={t('form.oneSessionHint')}
        {...form.getInputProps('oneSessionAtATime', { type: 'checkbox' })}
      />
      <Checkbox
        label={t('form.masterPass')}
        description={t('form.masterPassHint')}
        {...form.getInputProps('masterPass', { type: 'checkbox' })}
      />
    </FormDialog>
  )
}
