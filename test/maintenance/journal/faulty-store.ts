import {
  type Store,
  StoreError,
  type StoreFailureKind,
} from '../../../functions/maintenance/journal/store.ts';

/** One call that fails. What it asked for is carried out first, not at all, or right before the next call to append. */
export type ScriptedFailure = {
  readonly verb: keyof Store;
  readonly kind: StoreFailureKind;
  readonly done?: 'before' | 'never' | 'late';
};

/** A store of which some calls fail, the first of the script at the first call to its verb; and the verbs called. */
export function faultyStore(
  store: Store,
  script: readonly ScriptedFailure[],
): Store & { readonly calls: readonly (keyof Store)[] } {
  const ahead = [...script];
  const calls: (keyof Store)[] = [];
  const late: (() => Promise<unknown>)[] = [];
  async function call<Answer>(verb: keyof Store, work: () => Promise<Answer>): Promise<Answer> {
    calls.push(verb);
    if (verb === 'append') for (const each of late.splice(0)) await each();
    const index = ahead.findIndex((failure) => failure.verb === verb);
    const [failure] = index < 0 ? [] : ahead.splice(index, 1);
    if (!failure) return work();
    if (failure.done === 'before') await work();
    if (failure.done === 'late') late.push(work);
    throw new StoreError(failure.kind, 'SCRIPTED', `the ${verb} of the script failed`);
  }
  return {
    calls,
    read: (key) => call('read', () => store.read(key)),
    readFrom: (key, position) => call('readFrom', () => store.readFrom(key, position)),
    append: (key, position, bytes) => call('append', () => store.append(key, position, bytes)),
    list: (prefix, options) => call('list', () => store.list(prefix, options)),
    remove: (keys) => call('remove', () => store.remove(keys)),
  };
}
