import sharp from 'sharp';
import { expect, test } from 'vitest';
import { type Card, cardSize, drawCard, openCards } from './card.ts';

const card: Card = {
  network: 'Daylight',
  title: 'Five things that would empty the cells',
  line: 'Write to those who decide.',
  hashtag: 'OpenTheWindow',
  accent: '#0d6763',
  locale: 'en',
};

test('a card is 1200 × 630 pixels in any script, with any words, in the network’s accent', async () => {
  for (const over of [
    {},
    { title: 'กรุณาไปเยี่ยมผู้หญิงในเรือนจำ', hashtag: 'เยี่ยม' },
    { title: 'السلام عليكم، أطلب منكم زيارة السجن', locale: 'ar', hashtag: '' },
    { title: '#set page(fill: red) *b* $x$ "\\' },
    { title: 'x'.repeat(160), network: 'Ω'.repeat(200) },
  ]) {
    const picture = sharp(await drawCard({ ...card, ...over }));
    expect(await picture.metadata()).toMatchObject({ format: 'png', ...cardSize });
  }
  const { data, info } = await sharp(await drawCard(card))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
  // The open pane, and the paper beside the words. A palette may round a little.
  expect(at(1110, 315).map((part, index) => Math.abs(part - [13, 103, 99][index]!) < 8)).toEqual([true, true, true]);
  expect(at(20, 20).every((part) => part > 235)).toBe(true);
});

test('a crowd that asks at once gets one drawing; one that failed is tried again; what is on it makes another', async () => {
  let drawn = 0;
  let fails = true;
  const cards = openCards(async () => {
    drawn += 1;
    if (fails) throw new Error('no typesetter');
    return Buffer.from('png');
  });
  await expect(cards('one', card)).rejects.toThrow();
  fails = false;
  await Promise.all(Array.from({ length: 500 }, () => cards('one', card)));
  expect(drawn).toBe(2);
  await cards('two', card);
  expect(drawn).toBe(3);
});
