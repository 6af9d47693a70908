import { expect, test } from 'vitest';
import { withFiles } from './run-nightshift.ts';

test('shows on demand what jobs have from defaults and anchors, and no secret', async () => {
  const shared = `version: 1
x-night: &night { window: 2h }
regions: { beijing: { region: cn-north-4, projectId: "\${PROJECT_ID}" } }
notify: { ops: { kind: webhook, url: "https://hooks.example.com/s3cret", secret: "\${OPS_SECRET}" } }
defaults: { retry: { attempts: 5 }, notify: [ops] }
jobs:
  nightly: { <<: *night, action: restart, retry: { backoff: 10s }, targets: { region: beijing, names: ["*"] } }
`;
  await withFiles({ 'schedule.yaml': shared }, async (nightshift) => {
    const { code, stdout } = await nightshift(['validate', '--expanded']);
    expect(code).toBe(0);
    expect(stdout).not.toContain('s3cret');
    expect(stdout).toContain(`jobs:
  nightly:
    action: restart
    retry:
      backoff: 10s
      attempts: 5 # from defaults
    targets:
      region: beijing
      names:
        - "*"
    window: 2h # from line 2
    # from defaults
    notify:
      - ops
`);
    const { expanded } = JSON.parse((await nightshift(['validate', '--expanded', '--json'])).stdout);
    expect(stdout).toContain(expanded);
  });
});
