import { mayDelete } from '../../may-delete.ts'
import type { Command } from '../command.ts'

/** M04. One that is not there is gone, and that is what was wanted (M04.FR.05). */
export const deleteCertificate: Command<'delete-certificate', 'DeleteCertificate'> = {
  action: 'DeleteCertificate',
  needsCharger: true,
  async call(request, about) {
    const fault = await mayDelete(request, about)
    return fault === null ? { certificateHashData: request.hash } : { refused: fault }
  },
  read: ({ status }) => ({
    state: status === 'Failed' ? 'refused' : 'accepted',
    reason: status === 'Accepted' ? null : status,
  }),
}
