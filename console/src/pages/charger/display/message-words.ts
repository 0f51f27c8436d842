import type { MessageFormat, MessagePriority, MessageState } from '../../../../../api/console/wire/display-messages.ts'

export const priorities = ['AlwaysFront', 'InFront', 'NormalCycle'] as const satisfies readonly MessagePriority[]
export const formats = ['UTF8', 'ASCII', 'HTML', 'URI'] as const satisfies readonly MessageFormat[]
export const states = ['Idle', 'Charging', 'Faulted', 'Unavailable'] as const satisfies readonly MessageState[]
