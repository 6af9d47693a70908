/** The first names of a list, and how many there are besides: `a, b and 3 more`. */
export function firstNames(names: readonly string[], most: number): string {
  const first = names.slice(0, most).join(', ');
  return names.length > most ? `${first} and ${names.length - most} more` : first;
}
