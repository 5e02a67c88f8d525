/** A picture whose address carries its mark never changes; one asked for by an old or no mark is looked at again soon. */
export const cardHeaders = (marked: boolean): Record<string, string> => ({
  'content-type': 'image/png',
  'cache-control': marked ? 'public, max-age=31536000, immutable' : 'public, max-age=300',
  'cross-origin-resource-policy': 'cross-origin',
});

/** Counts are anybody's to read, from any site; they name nobody. */
export const countHeaders: Record<string, string> = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'public, max-age=5',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};
