/** A webhook's URL is a secret of its own: https, or http to this machine where the channel allows it. */
export function channelUrlFlaw(text: string, allowLoopback: boolean): SettingFlaw | undefined {
  const url = readUrl(text);
  if (!url) return { found: 'no URL', expected: 'https:// and a host' };
  const part = needlessPart(url);
  if (part !== undefined) return { found: `${part} in the URL`, expected: 'a URL without it' };
  if (url.protocol === 'https:') return undefined;
  const expected = 'https; with allowLoopback: true also http to 127.0.0.1 or ::1';
  if (url.protocol !== 'http:' || !isLocal(url)) return { found: unsafeScheme(url), expected };
  return allowLoopback ? undefined : { found: 'http to this machine without allowLoopback', expected };
}

/** Where the webhooks of a chat are. */
type ChatAddress = {
  /** Host names, in small letters; one that begins with a period stands for every name that ends so. */
  readonly hosts: readonly string[];
  readonly path: RegExp;
  /** Keys that the query must have; without them it must be empty. */
  readonly query?: readonly string[];
  /** What such a URL looks like. */
  readonly example: string;
  /** Hosts or paths of something else that people take for it, and what to do instead. */
  readonly mistaken?: readonly { readonly url: RegExp; readonly found: string; readonly expected: string }[];
};

/** The rule for the URL of a chat: the chat's own host and path, or this machine where the channel allows it. */
export function chatUrlFlaw(address: ChatAddress) {
  return (text: string, allowLoopback: boolean): SettingFlaw | undefined => {
    const flaw = channelUrlFlaw(text, allowLoopback);
    const url = readUrl(text);
    if (flaw || !url) return flaw;
    if (allowLoopback && isLocal(url)) return undefined;
    const host = url.hostname.replace(/\.$/, '');
    const mistaken = address.mistaken?.find((other) => other.url.test(`${host}${url.pathname}`));
    if (mistaken) return { found: mistaken.found, expected: mistaken.expected };
    const expected = address.example;
    if (!isOneOf(host, address.hosts)) return { found: 'a URL of another host', expected };
    if (url.port !== '') return { found: 'a port in the URL', expected };
    if (!address.path.test(url.pathname)) return { found: 'a URL with another path', expected };
    const missing = address.query?.find((key) => !url.searchParams.get(key));
    if (missing !== undefined) return { found: `a URL without ${missing}=`, expected };
    return address.query === undefined && url.search !== ''
      ? { found: 'a query (?) in the URL', expected }
      : undefined;
  };
}

function isOneOf(host: string, hosts: readonly string[]): boolean {
  return hosts.some((each) => (each.startsWith('.') ? host.endsWith(each) : host === each));
}

function isLocal({ hostname }: URL): boolean {
  return ['127.0.0.1', '[::1]'].includes(hostname);
}

/** The URL of a setting; `undefined` where the parser would have to guess. */
export function readUrl(text: string): URL | undefined {
  // The URL parser drops blanks and line breaks in silence; a value pasted with one is not what was meant.
  return /\s/.test(text) || !URL.canParse(text) ? undefined : new URL(text);
}

/** Does not show the scheme: of a secret with a colon in it, that would be the first half. */
export function unsafeScheme({ protocol }: URL): string {
  return protocol === 'http:' ? 'http to another machine' : 'neither https nor http';
}

/** A part that no URL of ours may have. */
export function needlessPart(url: URL): string | undefined {
  if (url.username !== '' || url.password !== '') return 'a user or password';
  return url.href.includes('#') ? 'a fragment (#)' : undefined;
}

/** What is wrong with a setting, in the two halves of a diagnostic; never shows the setting. */
export type SettingFlaw = { readonly found: string; readonly expected: string };

/** What can be wrong with the settings of a kind of channel, by key; asked of texts whose references are replaced. */
export type ChannelFlaws = Readonly<
  Record<string, (text: string, allowLoopback: boolean) => SettingFlaw | undefined>
>;
