import { Parser } from 'htmlparser2';
import { decode, type Removed } from '../kinds.ts';

/** Elements that run, frame or fetch; what stands inside the first ones goes too. */
const whole = new Set(['script', 'iframe', 'object', 'embed', 'applet', 'frame', 'frameset', 'noscript', 'template']);
const alone = new Set(['base', 'link']);
const voids = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
const loading = new Set([
  'src',
  'srcset',
  'poster',
  'background',
  'data',
  'action',
  'formaction',
  'ping',
  'manifest',
  'longdesc',
]);

/**
 * A page of the web without programs, without anything that is fetched when it is opened, and without what it says of its
 * author and the program that made it. UTF-8, whatever it was.
 */
export function cleanHtml(bytes: Buffer): { bytes: Buffer; removed: Removed[] } {
  const removed = new Set<Removed>();
  const out: string[] = ['<!doctype html>\n'];
  let hidden = 0;
  let raw = '';
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (whole.has(name)) {
          removed.add(name === 'script' || name === 'noscript' || name === 'template' ? 'scripts' : 'remote');
          if (!voids.has(name)) hidden += 1;
          return;
        }
        if (hidden > 0) return;
        if (alone.has(name)) return void removed.add('remote');
        if (name === 'meta') return void removed.add('meta');
        if (name === 'head') out.push('<head><meta charset="utf-8">');
        else out.push(`<${name}${kept(attributes, removed)}>`);
        if (name === 'style') raw = name;
      },
      ontext(text) {
        if (hidden > 0) return;
        if (raw) {
          const plain = text.replace(/@import[^;]*;?|url\([^)]*\)|expression\([^)]*\)/gi, '').replace(/<\//g, '');
          if (plain !== text) removed.add('remote');
          out.push(plain);
        } else out.push(escaped(text));
      },
      onclosetag(name) {
        if (whole.has(name)) {
          if (!voids.has(name)) hidden = Math.max(0, hidden - 1);
          return;
        }
        if (hidden > 0 || alone.has(name) || name === 'meta') return;
        if (name === raw) raw = '';
        if (!voids.has(name)) out.push(`</${name}>`);
      },
      oncomment() {
        removed.add('meta');
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  parser.end(decode(bytes));
  return { bytes: Buffer.from(out.join('')), removed: [...removed] };
}

function kept(attributes: Record<string, string>, removed: Set<Removed>): string {
  const list: string[] = [];
  for (const [name, value] of Object.entries(attributes)) {
    const inside = /^data:image\/(png|jpeg|webp|gif);base64,/i.test(value);
    if (/^on/.test(name) || /^\s*(javascript|vbscript):/i.test(value)) removed.add('scripts');
    else if (loading.has(name) && !inside) removed.add('remote');
    else if (name === 'style' && /url\(|expression|import/i.test(value)) removed.add('remote');
    else if (/^[a-z][a-z0-9:_-]*$/.test(name)) list.push(` ${name}="${escaped(value).replace(/"/g, '&quot;')}"`);
  }
  return list.join('');
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
