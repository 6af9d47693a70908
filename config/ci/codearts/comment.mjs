// Puts what comes on standard input as a review comment on a merge request of CodeArts Repo; see build.yml for the
// variables. Needs Node.js 18 or later, and nothing else.
import { text } from 'node:stream/consumers';

const wanted = ['REGION', 'REPOSITORY_ID', 'MERGE_ID', 'IAM_DOMAIN', 'IAM_USER', 'IAM_PASSWORD'];
const { env } = process;
/** CodeArts Repo takes 8,000 characters, and none beyond the first 65,536 of Unicode. */
const most = 7_900;

const missing = wanted.filter((name) => !env[name]);
if (missing.length > 0) throw new Error(`not commented: no ${missing.join(', ')} in the environment`);
const iam = env.IAM_ENDPOINT || `https://iam.${env.REGION}.myhuaweicloud.com`;
const repo = env.REPO_ENDPOINT || `https://codehub-ext.${env.REGION}.myhuaweicloud.com`;

const plan = (await text(process.stdin)).replaceAll(/[\u{10000}-\u{10ffff}]/gu, '?');
const cut = plan.length > most ? `${plan.slice(0, most - 20)}\n... (cut)` : plan;
const token = await signIn();
const path = `/v4/repositories/${env.REPOSITORY_ID}/merge-requests/${env.MERGE_ID}/discussions`;
await post(repo + path, { body: `~~~~~~text\n${cut}\n~~~~~~` }, { 'X-Auth-Token': token });

/** A token of the user, for the region. */
async function signIn() {
  const user = { name: env.IAM_USER, password: env.IAM_PASSWORD, domain: { name: env.IAM_DOMAIN } };
  const answer = await post(`${iam}/v3/auth/tokens`, {
    auth: {
      identity: { methods: ['password'], password: { user } },
      scope: { project: { name: env.REGION } },
    },
  });
  return answer.headers.get('x-subject-token') ?? '';
}

/**
 * @param {string} url
 * @param {unknown} body
 * @param {Readonly<Record<string, string>>} headers
 */
async function post(url, body, headers = {}) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json;charset=utf8', ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  const said = await answer.text();
  if (!answer.ok)
    throw new Error(`not commented: ${new URL(url).pathname} answered ${answer.status} ${said}`);
  return answer;
}
