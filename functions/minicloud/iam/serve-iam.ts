import { jsonReply, type Reply, type RequestId } from '../wire/reply.ts';

/** The account of a cloud, and who its keys are of. */
const account = { id: '00000000000000000000000000000a11', name: 'local', user: 'operator' };

/** What of IAM and STS this cloud answers: what they tell everybody about himself. */
const answers: Readonly<Record<string, (projects: Readonly<Record<string, string>>) => object>> = {
  '/v3/auth/domains': () => ({
    domains: [{ description: '', enabled: true, id: account.id, links: {}, name: account.name }],
    links: {},
  }),
  '/v3/auth/projects': (projects) => ({
    projects: Object.entries(projects).map(([name, id]) => ({
      ...{ domain_id: account.id, is_domain: false, parent_id: account.id, name, description: '' },
      ...{ links: {}, id, enabled: true },
    })),
    links: {},
  }),
  '/v5/caller-identity': () => ({
    account_id: account.id,
    principal_urn: `iam::${account.id}:user:${account.user}`,
    principal_id: `${account.user}-id`,
  }),
};

/** Whether a request is one to IAM or STS. */
export function isForIam(method: string, path: string): boolean {
  return method === 'GET' && Object.hasOwn(answers, path);
}

/** Answers a request whose signature holds. */
export function serveIam(
  path: string,
  projects: Readonly<Record<string, string>>,
  requestId: RequestId,
): Reply {
  return jsonReply(requestId, 200, answers[path]?.(projects) ?? {});
}
