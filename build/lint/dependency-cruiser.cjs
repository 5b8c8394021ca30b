/** The arrows of the house: who may import whom. Each rule is refused by a planted violation in tests/unit/walls.test.ts. */

const npm = (names) => `(^|/)node_modules/(${names})/`;
const forbid = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

/** One part of shared may import itself and these; npm packages are ruled apart. */
const sharedPart = (part, allowed) =>
  forbid(
    `shared-${part}`,
    `shared/${part} imports ${allowed.length === 0 ? 'nothing' : allowed.join(', ')} of the house`,
    { path: `^shared/${part}/` },
    { path: '^(main|renderer|shared|center|build|tests)/', pathNot: `^shared/(${[part, ...allowed].join('|')})/` },
  );

const betweenFolders = [
  forbid('renderer-shared-only', 'renderer meets the host through shared/bridge', { path: '^renderer/' }, { path: '^(main|center|build)/' }),
  forbid('main-shared-only', 'main knows neither screens nor server', { path: '^main/' }, { path: '^(renderer|center|build)/' }),
  forbid('center-shared-only', 'the center knows neither screens nor host', { path: '^center/' }, { path: '^(renderer|main|build)/' }),
  forbid('center-not-bridge', 'the bridge is between renderer and host', { path: '^center/' }, { path: '^shared/bridge/' }),
  forbid('shared-alone', 'shared stands under everything', { path: '^shared/' }, { path: '^(renderer|main|center|build)/' }),
  forbid('tests-are-leaves', 'the product does not know its tests', { pathNot: '^tests/' }, { path: '^tests/' }),
  forbid('ops-are-tools', 'only the center, its developers and its tests use the CLI', { pathNot: '^(center|build|tests)/' }, { path: '^center/ops/' }),
];

const insideShared = [
  forbid('domain-alone', 'the domain imports nothing at all', { path: '^shared/domain/' }, { pathNot: '^shared/domain/' }),
  sharedPart('schema', ['domain']),
  sharedPart('merge', ['domain']),
  sharedPart('protocol', ['schema', 'domain']),
  sharedPart('ports', ['domain', 'protocol']),
  sharedPart('sync', ['protocol', 'merge', 'ports', 'schema', 'domain']),
  sharedPart('bridge', ['protocol', 'schema']),
  forbid('shared-is-pure', 'shared runs anywhere: no database, screen, shell or server', { path: '^shared/' }, {
    path: npm('rxdb|dexie|react|react-dom|antd|electron|fastify|@fastify/[^/]+'),
  }),
];

const platforms = [
  forbid('no-node-in-shared-or-renderer', 'Node is the host’s and the center’s', { path: '^(shared|renderer)/' }, { dependencyTypes: ['core'] }),
  forbid('electron-at-the-edge', 'only the composition root and the preload know Electron', { pathNot: '^(main/(app|preload)|build|tests)/' }, {
    path: npm('electron'),
  }),
];

const insideRenderer = [
  forbid('feature-by-its-index', 'a feature meets another only through its index.ts', { path: '^renderer/features/([^/]+)/' }, {
    path: '^renderer/features/[^/]+/',
    pathNot: '^renderer/features/($1/|[^/]+/index\\.tsx?$)',
  }),
  forbid('app-by-the-index', 'app takes features through their index.ts', { path: '^renderer/', pathNot: '^renderer/features/' }, {
    path: '^renderer/features/',
    pathNot: '^renderer/features/[^/]+/index\\.tsx?$',
  }),
  forbid('features-below-app', 'app composes features, not the reverse', { path: '^renderer/(features|data|state|bridge|ui|locales)/' }, { path: '^renderer/app/' }),
  forbid('ground-below-features', 'data, state, bridge and ui know no feature', { path: '^renderer/(data|state|bridge|ui|locales)/' }, { path: '^renderer/features/' }),
  forbid('ui-shows-only', 'ui gets what it shows', { path: '^renderer/ui/' }, { path: '^renderer/(data|bridge)/' }),
  forbid('data-shows-nothing', 'data, state and bridge draw nothing', { path: '^renderer/(data|state|bridge)/' }, { path: '^renderer/ui/' }),
];

const insideHosts = [
  forbid('services-below-shells', 'a service serves both shells', { path: '^main/services/' }, { path: '^main/(app|shell|preload)/' }),
  forbid('preload-alone', 'the preload exposes the contract and nothing else', { path: '^main/preload/' }, { path: '^main/', pathNot: '^main/preload/' }),
  forbid('center-parts-below-app', 'app and ops compose the center', { path: '^center/(routes|store|blobs|access|reports)/' }, { path: '^center/(app|ops)/' }),
];

const always = [
  forbid('no-circular', 'a cycle has no bottom to start from', {}, { circular: true }),
  forbid('no-orphans', 'a module that nobody imports', { orphan: true, pathNot: ['^tests/', '\\.d\\.ts$', '^build/lint/'] }, {}),
  forbid('no-unresolved', 'an import that leads nowhere', {}, { couldNotResolve: true }),
  forbid('no-undeclared', 'a package that package.json does not name', {}, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
];

module.exports = {
  forbidden: [...betweenFolders, ...insideShared, ...platforms, ...insideRenderer, ...insideHosts, ...always],
  options: {
    parser: 'tsc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|out|\\.cache|test-results)/' },
    builtInModules: { add: ['node:sqlite', 'node:test', 'node:sea'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
