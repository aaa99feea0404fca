import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';

import { formatted, plainText } from './formatted-text';

const html = (text: string) => renderToStaticMarkup(<p>{formatted(text)}</p>).replace(/ class="[^"]*"/g, '');

test('marks at the borders of words become styles, others stay', () => {
  expect(html('*oi* _tudo_ ~bem~')).toBe('<p><strong>oi</strong> <em>tudo</em> <s>bem</s></p>');
  expect(html('2*3*4 e snake_case_name')).toBe('<p>2*3*4 e snake_case_name</p>');
  expect(html('*oi _você_*')).toBe('<p><strong>oi <em>você</em></strong></p>');
});

test('only web addresses become links, and what a customer writes is never markup', () => {
  expect(html('veja https://a.b/c?d=1.')).toBe('<p>veja <a href="https://a.b/c?d=1" target="_blank" rel="noopener noreferrer nofollow">https://a.b/c?d=1</a>.</p>');
  expect(html('javascript:alert(1) <img src=x onerror=alert(1)>')).toBe('<p>javascript:alert(1) &lt;img src=x onerror=alert(1)&gt;</p>');
});

test('a preview has the words without the marks', () => {
  expect(plainText('*Oi*\n\n_tudo_ bem')).toBe('Oi tudo bem');
});
