#!/usr/bin/env node
// Plain JavaScript for whatever Node the machine has: the rest of Voltyard needs the project's own.
import { isNewEnough, runAgainUnderProjectNode } from '../scripts/project-node.js'

if (isNewEnough()) {
  void import('../cli/main.ts')
    .then((cli) => cli.main(process.argv.slice(2)))
    .then((exitCode) => {
      process.exitCode = exitCode
    })
} else {
  void runAgainUnderProjectNode()
}
