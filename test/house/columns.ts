/** The three programs. Each may import from those below it, and the deployed one from none. */
export const wings = ['minicloud', 'nightshift', 'maintenance'] as const;

/** The rooms of each wing as a column: a room may import from those below it and never from one above. */
export const columns: Readonly<Record<(typeof wings)[number], readonly string[]>> = {
  maintenance: [
    'runtime',
    'invocation',
    'notify',
    'journal',
    'report',
    'huawei',
    'http',
    'run',
    'plan',
    'schedule',
    'document',
    'secrets',
    'foundation',
  ],
  nightshift: ['commands', 'invoke', 'init', 'probe', 'doctor', 'deploy', 'lint', 'logs', 'runs', 'place'],
  minicloud: [
    'demo',
    'inbox',
    'functiongraph',
    'lts',
    'smn',
    'gateway',
    'iam',
    'obs',
    'ces',
    'dcs',
    'foundation',
    'wire',
  ],
};
