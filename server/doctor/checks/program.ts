import { type Check, info, ok, warn } from '../finding.ts'

export const program: Check = {
  name: 'program',
  async look() {
    const major = Number(process.versions.node.split('.')[0])
    const where = `Node ${process.versions.node} on ${process.platform} (${process.arch})`
    const version =
      major >= 26
        ? ok(`${where}.`)
        : warn(
            `${where} is older than the Node that Voltyard is made for.`,
            'Start it by "npm start", which brings its own.',
          )
    if (process.getuid?.() !== 0) return [version]
    return [version, info('It runs as root.', 'A user of its own is safer; nothing needs root but a port below 1024.')]
  },
}
