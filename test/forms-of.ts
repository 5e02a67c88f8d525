import { Parser } from 'htmlparser2';

/** `type` is that of an input, or the element's name. */
export type Field = { name: string; id: string; type: string; value: string };

export type Form = {
  action: string;
  multipart: boolean;
  fields: Field[] /** The ids of fields with word flags. */;
  flagged: Set<string>;
};

/** The forms of a page that are posted, with what they would send as they stand. */
export function formsOf(html: string, at: string): Form[] {
  const forms: Form[] = [];
  let form: Form | undefined;
  let select: Field | undefined;
  const parser = new Parser({
    onopentag(tag, of) {
      if (tag === 'form') {
        form = {
          action: new URL(of.action ?? at, `http://127.0.0.1:3000${at}`).pathname,
          multipart: of.enctype === 'multipart/form-data',
          fields: [],
          flagged: new Set(),
        };
        if (of.method?.toLowerCase() === 'post') forms.push(form);
      }
      if (of['data-island'] === 'wording') form?.flagged.add(of['data-field']!);
      if (!form || !of.name) {
        if (select && tag === 'option' && (of.selected !== undefined || !select.value)) select.value = of.value ?? '';
        return;
      }
      const field = {
        name: of.name,
        id: of.id ?? of.name,
        type: tag === 'input' ? (of.type ?? 'text') : tag,
        value: of.value ?? '',
      };
      if (tag === 'select') select = field;
      form.fields.push(field);
    },
    onclosetag(tag) {
      if (tag === 'form') form = undefined;
      if (tag === 'select') select = undefined;
    },
  });
  parser.end(html);
  return forms;
}
