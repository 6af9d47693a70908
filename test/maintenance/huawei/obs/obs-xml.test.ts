import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeXml, readXml, textWithin } from '../../../../functions/maintenance/huawei/obs/obs-xml.ts';

const textOf = (document: string) => readXml(document)?.text;

describe('a document', () => {
  test('is read into its elements, without what OBS says besides', () => {
    const read = readXml(
      '\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<!-- a < b -->\n' +
        '<List xmlns="http://obs" a=\'>\'>\n <Key >a</Key><Empty/><Empty b="1" /><In><Key>b</Key></In>c</List >\n',
    );
    expect(read).toMatchObject({ name: 'List', text: '\n c' });
    expect(read?.children.map(({ name, text }) => [name, text])).toEqual([
      ['Key', 'a'],
      ['Empty', ''],
      ['Empty', ''],
      ['In', ''],
    ]);
    expect(read && textWithin(read, 'Key')).toBe('a');
    expect(read && textWithin(read, 'Other')).toBeUndefined();
  });

  test.each([
    ['&lt;a&gt; &amp;amp; &quot;b&quot; &apos;', '<a> &amp; "b" \''],
    ['&#65;&#x42;&#x1F319;&#26085;', 'AB🌙日'],
    ['<![CDATA[<a>&amp;]]]]>&amp;<![CDATA[]]>', '<a>&amp;]]&'],
    [' a <!-- b --> c ', ' a  c '],
    ['a > b ]', 'a > b ]'],
  ])('with the text %j means %j', (written, meant) => {
    expect(textOf(`<a>${written}</a>`)).toBe(meant);
  });

  test.each([
    ['nothing', ''],
    ['only text', 'upstream connect error'],
    ['a page', '<!DOCTYPE html><html><body></body></html>'],
    ['a tag that is not closed', '<html><body>x<br></body></html>'],
    ['an end too early', '<Error><Code>InternalErr'],
    ['an end within a tag', '<Error><Code'],
    ['an end too many', '<a></a></a>'],
    ['ends in the wrong order', '<a><b></a></b>'],
    ['two elements side by side', '<a/><b/>'],
    ['text beside the element', '<a/>b'],
    ['an entity of its own', '<a>&nbsp;</a>'],
    ['a lone ampersand', '<a>b & c</a>'],
    ['a character that there is not', '<a>&#x110000;</a>'],
    ['an attribute without quotes', '<a b=c></a>'],
    ['a comment that does not end', '<a/><!-- b'],
  ])('with %s is none', (_, document) => {
    expect(readXml(document)).toBeUndefined();
  });

  test('of many thousand elements within each other is read, and one that is never closed is none', () => {
    const depth = 5_000;
    expect(readXml('<a>'.repeat(depth) + '</a>'.repeat(depth))?.name).toBe('a');
    expect(readXml('<a>'.repeat(depth))).toBeUndefined();
  });
});

test('any text is read as it was written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(textOf(`<a>${escapeXml(text)}</a>`)).toBe(text);
    }),
    { seed: 20_261_123 },
  );
});
