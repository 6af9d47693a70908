import { type ContentLine, readContentLines } from './content-lines.ts';
import { IcsFlaw, shown } from './ics-flaw.ts';
import { calendarText } from './other-files.ts';

/** A component of a file, such as VCALENDAR or VEVENT, with its properties in their order. */
export type IcsComponent = {
  /** In capitals. */
  readonly name: string;
  /** Of its BEGIN, 1-based. */
  readonly line: number;
  readonly properties: readonly ContentLine[];
  readonly components: readonly IcsComponent[];
};

type OpenComponent = IcsComponent & {
  readonly properties: ContentLine[];
  readonly components: OpenComponent[];
};

/** The calendars of a file. Throws `IcsFlaw`. */
export function readCalendars(content: Uint8Array | string): readonly IcsComponent[] {
  const calendars: OpenComponent[] = [];
  const open: OpenComponent[] = [];
  for (const property of readContentLines(calendarText(content))) {
    const { line, name, value } = property;
    const inner = open.at(-1);
    const kind = value.trim().toUpperCase();
    if (name === 'BEGIN') {
      refuseWrongPlace(property, kind, open);
      const component = { name: kind, line, properties: [], components: [] };
      (inner?.components ?? calendars).push(component);
      open.push(component);
    } else if (!inner) {
      throw new IcsFlaw({ line, name }, `${name} outside of a calendar`, 'BEGIN:VCALENDAR before it');
    } else if (name === 'END') {
      if (kind !== inner.name)
        throw new IcsFlaw(
          property,
          `END:${shown(kind)}`,
          `END:${inner.name}, for its BEGIN in line ${inner.line}`,
        );
      open.pop();
    } else inner.properties.push(property);
  }
  const unfinished = open.at(-1);
  if (unfinished)
    throw new IcsFlaw(
      unfinished,
      `BEGIN:${unfinished.name} without an end: the file breaks off`,
      `END:${unfinished.name}`,
    );
  return calendars;
}

/** What is inside of something else would be read by nobody, and its days with it. */
function refuseWrongPlace(property: ContentLine, kind: string, open: readonly IcsComponent[]): void {
  const inner = open.at(-1);
  const wrong =
    (kind === 'VCALENDAR') !== (inner === undefined) || (kind === 'VEVENT' && inner?.name !== 'VCALENDAR');
  if (!wrong) return;
  const found = `BEGIN:${shown(kind)}${inner ? ` inside ${shown(inner.name)}, which begins in line ${inner.line}` : ''}`;
  throw new IcsFlaw(property, found, inner ? `END:${inner.name} before it` : 'BEGIN:VCALENDAR');
}

/** The properties of a name. */
export function propertiesOf(component: IcsComponent, name: string): readonly ContentLine[] {
  return component.properties.filter((property) => property.name === name);
}

/** The property of a name that a component may have once; `undefined` without one. Throws `IcsFlaw` for two. */
export function propertyOf(component: IcsComponent, name: string): ContentLine | undefined {
  const [first, second] = propertiesOf(component, name);
  if (second) throw new IcsFlaw(second, `a second ${name}`, `one, as in line ${first?.line}`);
  return first;
}

/** The text of a property on one line, without its escapes and at most 1000 signs of it; empty when there is none. */
export function textOf(component: IcsComponent, name: string): string {
  const [property] = propertiesOf(component, name);
  return (property?.value ?? '')
    .slice(0, 1_000)
    .replace(/\\([\\;,nN])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? ' ' : sign))
    .replace(/\s+/g, ' ')
    .trim();
}
