import type { HttpAnswer } from './inbox-reply.ts';

/** The kinds of channels that a page can draw, with their names for people, in the order in which they are shown. */
export const roomNames = {
  feishu: 'Feishu',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  discord: 'Discord',
  wecom: 'WeCom',
  dingtalk: 'DingTalk',
  'google-chat': 'Google Chat',
  lark: 'Lark',
  smn: 'Huawei Cloud SMN',
  healthchecks: 'Healthchecks',
  webhook: 'Webhook',
} as const;

/** See `roomNames`. */
export type RoomKind = keyof typeof roomNames;

/** A place behind a path of an inbox where messages of one kind come in. */
export type InboxRoom = {
  readonly kind: RoomKind;
  readonly path: string;
  /** What proves who sends: something signed, or that the address, with what is secret in it, is known. */
  readonly proof: 'signature' | 'address';
  /** Whether an answer says that a signature is wrong. */
  readonly disproves?: (answer: HttpAnswer) => boolean;
};
