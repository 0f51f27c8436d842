import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser'

const root = fileURLToPath(new URL('..', import.meta.url))
const folders = [
  'core',
  'ocpp',
  'api',
  'feeds',
  'storage',
  'server',
  'cli',
  'bench',
  'simulator',
  'demo',
  'console/src',
  'test',
  'bin',
]

/** From where, and what may not be reached from there. */
const forbidden: IForbiddenRuleType[] = [
  rule('the core imports nothing of ours outside itself', '^core/', '^(?!core/)[^/]+/.*\\.[tj]s$', '^node_modules/'),
  rule(
    'the core knows no database, web framework or OCPP type',
    '^core/(?!.*\\.test\\.ts$)',
    'node_modules/(?!decimal\\.js/)',
  ),
  rule('OCPP knows neither APIs nor storage nor server', '^ocpp/', '^(api|storage|server|cli)/'),
  rule('APIs know neither OCPP nor storage nor server', '^api/', '^(ocpp|storage|server|cli)/'),
  rule('feeds know the core only', '^feeds/', '^(ocpp|api|storage|server|cli)/'),
  rule('the doors and the storage know no feed', '^(core|ocpp|api|storage)/', '^feeds/'),
  rule('storage knows neither OCPP nor APIs nor server', '^storage/', '^(ocpp|api|server|cli)/'),
  rule('the message layer knows no message', '^ocpp/rpc/', '^(core|ocpp/(?!rpc/))'),
  rule('OCPP versions do not know each other', '^ocpp/v16/', '^ocpp/v201/'),
  rule('OCPP versions do not know each other (2.0.1)', '^ocpp/v201/', '^ocpp/v16/'),
  rule('chargers know no sessions', '^core/(chargers|authorization)/', '^core/(sessions|smart-charging|billing)/'),
  rule('sessions know neither billing nor smart charging', '^core/sessions/', '^core/(billing|smart-charging)/'),
  rule(
    'the load generator shares only frames with the server, and its sockets with the simulator',
    // What is measured there are pure functions and whole servers of our own.
    '^bench/(?!smart-charging/)',
    '^(core|api|storage|notifications|cli|demo|ocpp/(?!rpc/)|server/(?!admin-socket\\.ts$))',
  ),
  rule(
    'the simulator shares only frames with the server',
    '^simulator/',
    '^(core|api|storage|server|cli|ocpp/(?!rpc/))',
  ),
  rule(
    'the console knows of us only the wire',
    '^console/',
    '^(core|ocpp|api/(?!console/wire/)|storage|server|cli|simulator|demo|bench|test)/',
  ),
  {
    name: 'the console imports types of the wire, and nothing that runs',
    severity: 'error',
    from: { path: '^console/' },
    to: { path: '^api/', dependencyTypesNot: ['type-only'] },
  },
  rule('the wire is shapes and nothing else', '^api/console/wire/', '^(?!api/console/wire/|node_modules/typebox/)'),
  rule('the demo is for the command line and tests', '^(?!demo/|cli/|test/|bench/)', '^demo/'),
  rule('nothing imports tests', '^(?!test/)(?!.*\\.test\\.ts$)', '(^test/|\\.test\\.ts$)'),
  {
    name: 'no circles',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
]

test('imports follow the arrows of the architecture', async () => {
  const { output } = await cruise(folders, {
    baseDir: root,
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    validate: true,
    ruleSet: { forbidden },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  })
  const { modules, summary } = output as ICruiseResult
  const ours = modules.filter((module) => folders.some((folder) => module.source.startsWith(`${folder}/`)))
  assert.ok(ours.length > 100, `only ${ours.length} modules were seen`)
  assert.ok(
    ours.some((module) => module.dependencies.some((to) => to.resolved.startsWith('core/'))),
    'no import was resolved',
  )
  const unresolved = ours.flatMap((module) =>
    module.dependencies
      .filter((to) => to.couldNotResolve && to.module.startsWith('#'))
      .map((to) => `${module.source}: ${to.module}`),
  )
  assert.deepEqual(unresolved, [])
  assert.deepEqual(
    summary.violations.map((violation) => `${violation.rule.name}: ${violation.from} -> ${violation.to}`),
    [],
  )
})

function rule(name: string, from: string, to: string, except?: string): IForbiddenRuleType {
  return { name, severity: 'error', from: { path: from }, to: { path: to, ...(except ? { pathNot: except } : {}) } }
}
