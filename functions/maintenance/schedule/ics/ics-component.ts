import ICAL from 'ical.js';

/** Something in an iCalendar file that cannot be understood. Thrown inside this folder only; see `open-ics.ts`. */
export class IcsFlaw extends Error {
  override readonly name = 'IcsFlaw';
}

/** A property of a component, such as `DTSTART;TZID=Europe/Berlin:20261110T033000`; names are lower case. */
export type IcsProperty = {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Of the values: `date`, `date-time`, `recur`, `text`, … */
  readonly type: string;
  /** Times like `2026-11-10T03:30:00`, texts without their escapes. */
  readonly values: readonly unknown[];
};

/** A component of a file, such as VCALENDAR or VEVENT; names are lower case. */
export type IcsComponent = {
  readonly name: string;
  readonly properties: readonly IcsProperty[];
  readonly components: readonly IcsComponent[];
};

/** jCal (RFC 7265): what ical.js makes of a file. */
type JCalProperty = readonly [string, Readonly<Record<string, unknown>>, string, ...unknown[]];
type JCalComponent = readonly [string, readonly JCalProperty[], readonly JCalComponent[]];

/**
 * The calendars of a text. Throws `IcsFlaw` or what ical.js throws. Only its parser is used: its iterator (2.2.1)
 * never comes back from `FREQ=DAILY;INTERVAL=7;BYDAY=MO` begun on a Tuesday, and takes the 29th of February for
 * the 1st of March in other years.
 */
export function readCalendars(text: string): IcsComponent[] {
  const parsed: unknown = ICAL.parse(text.replace(/^\uFEFF/, ''));
  if (!Array.isArray(parsed) || parsed.length === 0) throw new IcsFlaw('has no BEGIN:VCALENDAR');
  // One calendar is a tuple that starts with its name; several are a list of such tuples.
  const calendars: readonly JCalComponent[] = typeof parsed[0] === 'string' ? [parsed] : parsed;
  return calendars.map(([name, properties, components]) => {
    if (name !== 'vcalendar') throw new IcsFlaw(`is a ${name.toUpperCase()}, not a VCALENDAR`);
    return componentOf([name, properties, components]);
  });
}

function componentOf([name, properties, components]: JCalComponent): IcsComponent {
  return {
    name,
    properties: properties.map(([property, parameters, type, ...values]) => ({
      name: property,
      parameters,
      type,
      values,
    })),
    components: components.map(componentOf),
  };
}

/** The properties of a name. */
export function propertiesOf(component: IcsComponent, name: string): IcsProperty[] {
  return component.properties.filter((property) => property.name === name);
}

/** The text of a property on one line, at most 100 characters of it; empty when there is none. */
export function textOf(component: IcsComponent, name: string): string {
  const [value] = propertiesOf(component, name)[0]?.values ?? [];
  return typeof value === 'string' ? value.replace(/\s+/g, ' ').trim().slice(0, 100) : '';
}
