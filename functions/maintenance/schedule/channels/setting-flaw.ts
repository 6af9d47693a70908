/** What is wrong with a setting, in the two halves of a diagnostic; never shows the setting. */
export type SettingFlaw = { readonly found: string; readonly expected: string };

/** What can be wrong with the settings of a kind of channel, by key; asked of texts whose references are replaced. */
export type ChannelFlaws = Readonly<
  Record<string, (text: string, allowLoopback: boolean) => SettingFlaw | undefined>
>;
