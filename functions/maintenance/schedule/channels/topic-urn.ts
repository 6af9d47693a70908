/** Where a topic is, as its URN says. */
export type TopicPlace = { readonly region: string; readonly projectId: string };

/** Reads the URN of a topic; `undefined` for anything else. The URN becomes part of the path of the call. */
export function readTopicUrn(urn: string): TopicPlace | undefined {
  // Names of topics have letters, digits, `-` and `_`.
  const pattern =
    /^urn:smn:([a-z0-9]+(?:-[a-z0-9]+)+):([A-Za-z0-9_-]{1,64}):[A-Za-z0-9][A-Za-z0-9_-]{0,254}$/;
  const [, region, projectId] = pattern.exec(urn) ?? [];
  return region === undefined || projectId === undefined ? undefined : { region, projectId };
}
