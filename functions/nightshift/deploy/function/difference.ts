/** One way in which a function is not as it is wanted, for people; holds no value of an encrypted variable. */
export type Difference = {
  /** `+` is made, `~` changed, `-` taken away, `=` left alone although nobody asked for it. */
  readonly sign: '+' | '~' | '-' | '=';
  /** `timeout`, `variable LEVEL`, `timer tick`. */
  readonly what: string;
  readonly from?: string;
  readonly to?: string;
  /** Why, or what is done about it. */
  readonly note?: string;
};

/** Whether anything is to be done about a difference. */
export function isWork({ sign }: Difference): boolean {
  return sign !== '=';
}
