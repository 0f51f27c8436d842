import { access, constants, stat, statfs } from 'node:fs/promises'
import { bad, type Check, info, ok, warn } from '../finding.ts'

export const dataFolder: Check = {
  name: 'data folder',
  async look({ config }) {
    const { folder } = config.data
    const about = await stat(folder).catch(() => null)
    if (about === null) return [info(`${folder} does not exist yet.`, 'The first start makes it.')]
    if (!about.isDirectory()) return [bad(`${folder} is not a folder.`, 'Choose another with --data or VOLTYARD_DATA.')]
    const mayWrite = await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).then(
      () => true,
      () => false,
    )
    if (!mayWrite) {
      return [bad(`${folder} may not be written to by this user.`, 'Run as the user that owns it, or choose another.')]
    }
    const open =
      (about.mode & 0o022) === 0
        ? ok(`${folder} belongs to the server alone.`)
        : warn(`Other users may write to ${folder}.`, `Run "chmod go-w ${folder}".`)
    return [open, await room(folder)]
  },
}

async function room(folder: string) {
  const disk = await statfs(folder)
  const free = disk.bavail / disk.blocks
  const gigabytes = ((disk.bavail * disk.bsize) / 1e9).toFixed(1)
  const says = `${gigabytes} GB (${Math.round(free * 100)} %) of the disk are free.`
  const todo = 'Make room, or keep less: see "voltyard retention". When the disk is full, messages of chargers wait.'
  if (free < 0.05) return bad(says, todo)
  return free < 0.15 ? warn(says, todo) : ok(says)
}
