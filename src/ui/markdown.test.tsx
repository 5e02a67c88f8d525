import { describe, expect, test } from 'vitest';
import { Markdown } from './markdown.tsx';

const html = (text: string) => (<Markdown text={text} />).toString();

describe('a text in Markdown', () => {
  test('has paragraphs, headings below the page’s own, lists and links', () => {
    const out = html('# Why\n\nBecause **they** [say so](https://example.invalid/a?b=1&c=2).\n\n- one\n- two');
    expect(out).toContain('<h2>Why</h2>');
    expect(out).toContain('<strong>they</strong>');
    expect(out).toContain('<a href="https://example.invalid/a?b=1&#38;c=2" rel="noreferrer">say so</a>');
    expect(out).toContain('<li>one</li>');
  });

  test('a long line of dashes is a line', () => {
    expect(html(`One **two**\n\n${'-'.repeat(60)}\n\nthree`)).toMatch(/<strong>two<\/strong>[\s\S]*<hr>[\s\S]*three/);
  });

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[a](javascript:alert(1))',
    '[a](&#106;avascript:alert(1))',
    '[a](JaVaScRiPt&colon;alert(1))',
    '[a](data:text/html,<script>alert(1)</script>)',
    '[a](vbscript:x)',
    '[a](//elsewhere.invalid)',
    '<javascript:alert(1)>',
    '![a](https://elsewhere.invalid/x.png)',
    '![a" onerror="alert(1)](x)',
    '[a](https://example.invalid/"onmouseover="alert(1))',
    '[a](https://example.invalid "x" onmouseover="alert(1)")',
    '[a][1]\n\n[1]: javascript:alert(1)',
    '```"onmouseover=alert(1)\ncode\n```',
    '| <script> |\n|---|\n| <img src=x onerror=y> |',
    '- [ ] <svg onload=alert(1)>',
    'a <b onclick="x">b</b>',
    '&lt;script&gt; &#60;script&#62;',
  ])('does nothing and loads nothing: %s', (text) => {
    const out = html(text);
    // Tags by themselves, their attributes as a browser would read them.
    for (const [tag] of out.matchAll(/<[a-z][^>]*>/gi)) {
      expect(tag).toMatch(
        /^<(p|a|h[2-4]|ul|ol|li|table|thead|tbody|tr|th|td|pre|code|em|strong|del|br|hr|blockquote|input)\b/i,
      );
      expect(tag.replace(/"[^"]*"/g, '""')).not.toMatch(/\bon[a-z]+\s*=|\bsrc=|\bstyle=/i);
    }
    for (const [, href] of out.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^(https?:\/\/|mailto:|\/[^/]|#)/);
  });

  test.each([
    ['emphasis without end', '*a_'.repeat(6_600)],
    ['brackets', '[*a_'.repeat(5_000)],
    ['quotations in quotations', '>'.repeat(20_000)],
    ['quotations with spaces', '> '.repeat(10_000)],
    ['lists in lists', '1. '.repeat(6_600)],
    ['dashes', '- '.repeat(10_000)],
  ])('is shown at once, as it stands, whatever it is made of: %s', (_, text) => {
    const began = performance.now();
    const out = html(`Before <b>\n\n${text}`);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(out).toContain('Before ');
    expect(out).not.toContain('<b>');
  });
});
