import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { fontBlobs } from './fonts.ts';

/*
 * The process that sets type: started by `render.ts` when something is to be printed, ended by it when nothing is. It reads
 * no file and no network: Typst gets a source that is ours and data that is anybody's, in one message each.
 */

/** Width and height of a picture in pixels. */
export type Size = { width: number; height: number };
export type Order = { number: number; source: string; data: string; as: 'pdf' | Size };
export type Answer = { number: number; pdf?: Uint8Array; png?: Uint8Array; pages?: number; error?: string };

const compiler = fontBlobs().then((blobs) =>
  // A folder of its own that does not exist: `read` and `image` of a path find nothing.
  NodeCompiler.create({ fontArgs: [{ fontBlobs: blobs }], workspace: '/nowhere' }),
);

process.on('message', async (order: Order) => {
  process.send!(await set(order));
});
process.on('disconnect', () => process.exit(0));

async function set({ number, source, data, as }: Order): Promise<Answer> {
  try {
    const typst = await compiler;
    const compiled = typst.compile({ mainFileContent: source, inputs: { data }, resetRead: true });
    const document = compiled.result;
    if (!document) {
      return { number, error: JSON.stringify(compiled.takeDiagnostics()?.shortDiagnostics ?? 'nothing was set') };
    }
    const made = as === 'pdf' ? { pdf: typst.pdf(document, {}) } : { png: await picture(typst.plainSvg(document), as) };
    const pages = document.numOfPages;
    // What was set is not set again: nothing of it need stay in memory.
    typst.evictCache(0);
    return { number, ...made, pages };
  } catch (error) {
    return { number, error: String(error) };
  }
}

/** The outlines as pixels. Here, and not where pictures of others are read: that process opens no SVG at all. */
async function picture(svg: string, { width, height }: Size): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  return sharp(Buffer.from(svg), { density: 72 })
    .resize(width, height)
    .png({ palette: true, quality: 90, effort: 4 })
    .toBuffer();
}
