/** Two jobs at half past three, each on two instances of its own, one at a time: their instances. */
export const fleet = ['alpha-0', 'alpha-1', 'beta-0', 'beta-1'].map((name) => ({ name }));

/** The jobs, as YAML. */
export const jobs = ['alpha', 'beta']
  .map(
    (name) => `
  ${name}:
    action: soft_restart
    cron: "30 3 * * *"
    targets: { region: beijing, names: ["${name}-*"] }
    rollout: { concurrency: 1 }
    notify: [ops]
`,
  )
  .join('');

/** The run of the first at that fire. */
export const alpha = 'alpha@2026-11-23T03:30:00+08:00';
