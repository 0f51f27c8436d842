import { type Check, info } from '../finding.ts'

export const backups: Check = {
  name: 'backups',
  async look() {
    return [
      info(
        'Voltyard keeps no list of backups.',
        'Run "voltyard backup FILE" by a timer, copy the file to another machine, and try "voltyard restore" now and then.',
      ),
    ]
  },
}
