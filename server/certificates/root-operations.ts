import { Type } from 'typebox'
import { type Operations, operation } from '../operation.ts'
import { instantOf } from './make-certificate.ts'
import type { RootProgress } from './root-progress.ts'
import { endRoots, makeNextRoots, type RootWorld, switchRoots, undoRoots } from './rotate-roots.ts'

/** Replacing the roots of the installation's own authority, from the command line. */
export function rootOperations(world: RootWorld): Operations {
  return {
    'certificate.rotate-root': operation(Type.Object({}, closed), async () => viewProgress(await makeNextRoots(world))),

    'certificate.switch-root': operation(Insisting, async ({ insists = false }) =>
      viewProgress(await switchRoots(world, { insists })),
    ),

    'certificate.undo-root': operation(Insisting, async ({ insists = false }) =>
      viewProgress(await undoRoots(world, { insists })),
    ),

    'certificate.end-root': operation(Ending, async ({ generation, insists = false }) =>
      viewProgress(await endRoots(world, { generation, insists })),
    ),
  }
}

export function viewProgress({ generations, chargers, waiting }: RootProgress) {
  return {
    generations: generations.map(({ standingSince, roots, ...one }) => ({
      ...one,
      standingSince: standingSince.toString({ smallestUnit: 'millisecond' }),
      roots: roots.map(({ algorithm, root, chargers, signedFor }) => ({
        algorithm,
        subject: root.subject.replaceAll('\n', ', '),
        fingerprint: root.fingerprint256.replaceAll(':', '').toLowerCase(),
        notAfter: instantOf(root.validToDate).toString({ smallestUnit: 'millisecond' }),
        chargers,
        signedFor,
      })),
    })),
    chargers,
    waiting,
  }
}

const closed = { additionalProperties: false }
const insists = Type.Optional(Type.Boolean())
const Insisting = Type.Object({ insists }, closed)
const Ending = Type.Object({ generation: Type.Integer({ minimum: 1, maximum: 1_000_000 }), insists }, closed)
