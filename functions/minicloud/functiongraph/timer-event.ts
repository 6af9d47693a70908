/** A timer trigger that fires: when (milliseconds since 1970), and what it was configured with. */
type TimerFiring = {
  readonly time: number;
  /** Of the region, from UTC, in milliseconds. Default: 28,800,000, China's. */
  readonly zoneOffset?: number;
  readonly triggerName: string;
  /** The trigger's "additional information": any string, or nothing. */
  readonly userEvent?: string;
};

/** The event that a timer trigger delivers, field by field as FunctionGraph documents it. */
type TimerEvent = {
  readonly version: 'v1.0';
  readonly time: string;
  readonly trigger_type: 'TIMER';
  readonly trigger_name: string;
  readonly user_event: string;
};

/** The documented TIMER event: the time to the second in the region's offset, `user_event` always a string. */
export function timerEvent({
  time,
  zoneOffset = 28_800_000,
  triggerName,
  userEvent = '',
}: TimerFiring): TimerEvent {
  return {
    version: 'v1.0',
    time: new Date(time + zoneOffset).toISOString().slice(0, 19) + offsetText(zoneOffset),
    trigger_type: 'TIMER',
    trigger_name: triggerName,
    user_event: userEvent,
  };
}

function offsetText(zoneOffset: number): string {
  const minutes = Math.abs(zoneOffset) / 60_000;
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${zoneOffset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
