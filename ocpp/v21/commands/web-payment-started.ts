import type { Command } from '../command.ts'

/** Keeps the EVSE for whoever has opened its payment page (C25.FR.21). */
export const webPaymentStarted: Command<'web-payment-started', 'NotifyWebPaymentStarted'> = {
  action: 'NotifyWebPaymentStarted',
  needsCharger: false,
  call: ({ evse, timeoutSeconds }) => ({ evseId: evse, timeout: timeoutSeconds }),
  read: () => ({ state: 'accepted', reason: null }),
}
