/** Something in an iCalendar file that cannot be understood. Thrown inside this folder only; see `open-ics.ts`. */
export class IcsFlaw extends Error {
  override readonly name = 'IcsFlaw';
}
