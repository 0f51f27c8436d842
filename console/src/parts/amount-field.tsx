import { Group, SegmentedControl, TextInput } from '@mantine/core'
import type { GetInputPropsReturnType } from '@mantine/form'

interface AmountFieldProps {
  /** Of the amount, in the unit that is chosen. */
  label: string
  /** Of the choice of units, for screen readers. */
  unitLabel: string
  amount: GetInputPropsReturnType
  unit: GetInputPropsReturnType
}

/** How much a limit allows: a number, and whether it is meant in A per phase or in kW. */
export function AmountField({ label, unitLabel, amount, unit }: AmountFieldProps) {
  return (
    <Group align="end" gap="sm" wrap="nowrap">
      <TextInput flex={1} label={label} inputMode="decimal" autoComplete="off" required data-autofocus {...amount} />
      <SegmentedControl
        aria-label={unitLabel}
        data={[
          { value: 'A', label: 'A' },
          { value: 'kW', label: 'kW' },
        ]}
        {...unit}
      />
    </Group>
  )
}
