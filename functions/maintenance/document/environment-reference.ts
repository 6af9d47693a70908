// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the notation itself.

/** Text with its references taken out: alternating words that stand as they are and names of variables. */
type Template = readonly (string | { readonly name: string })[];

/** A template, or what is wrong with its references in the two halves of a diagnostic. */
type TemplateReading =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly found: string; readonly expected: string };

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether there is anything to read: a reference, or an escaped one. */
export function mayHoldReference(text: string): boolean {
  return text.includes('${');
}

/** Takes `${NAME}` out of a text; `$${NAME}` stands for `${NAME}` itself. */
export function readTemplate(text: string): TemplateReading {
  const template: (string | { name: string })[] = [];
  let rest = text;
  for (let at = rest.indexOf('${'); at >= 0; at = rest.indexOf('${')) {
    if (rest[at - 1] === '$') {
      template.push(rest.slice(0, at - 1), '${');
      rest = rest.slice(at + 2);
      continue;
    }
    const end = rest.indexOf('}', at);
    // The rest of the text is not shown: it may be a secret with a reference in it.
    if (end < 0)
      return {
        ok: false,
        found: 'a ${ that is never closed',
        expected: '${NAME}, or $${ for the characters',
      };
    const name = rest.slice(at + 2, end);
    if (!variableName.test(name)) {
      return {
        ok: false,
        found: 'a reference whose name is no name of a variable',
        expected: '${NAME} with letters, digits and _, not starting with a digit',
      };
    }
    template.push(rest.slice(0, at), { name });
    rest = rest.slice(end + 1);
  }
  return { ok: true, template: [...template, rest].filter((part) => part !== '') };
}

/** The text of a template without references; `undefined` when it has any. */
export function literalOf(template: Template): string | undefined {
  let literal = '';
  for (const part of template) {
    if (typeof part !== 'string') return undefined;
    literal += part;
  }
  return literal;
}
