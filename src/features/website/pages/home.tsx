import type { Child } from 'hono/jsx';
import type { View } from '../../../platform/http/index.ts';
import { Document } from '../../../ui/index.ts';
import { type Block, shownBlocks } from '../block.ts';
import type { Filling } from '../fill.ts';
import { blockBody } from './blocks.tsx';
import { asVisitor } from './parts.tsx';

/** The home page as its blocks make it. `notice`: a coordinator looks at a state that is not everybody's. */
export function HomePage({
  v,
  blocks,
  filling,
  notice,
}: {
  v: View;
  blocks: readonly Block[];
  filling: Filling;
  notice?: Child;
}) {
  const name = v.text(v.network.name);
  return (
    <Document
      v={v}
      title={notice ? v.t('website.preview.title', { page: name }) : name}
      description={v.text(v.network.tagline)}
      section={notice ? 'today' : 'home'}
      unlisted={Boolean(notice)}
    >
      {notice}
      <Blocks v={notice ? asVisitor(v) : v} blocks={blocks} filling={filling} told={Boolean(notice)} />
    </Document>
  );
}

function Blocks({ v, blocks, filling, told }: { v: View; blocks: readonly Block[]; filling: Filling; told: boolean }) {
  const shown = shownBlocks(blocks, v.network.locales);
  const first = shown.find((block) => block.kind === 'hero');
  return (
    <>
      {!first && <h1 class="hidden">{v.text(v.network.name)}</h1>}
      {shown.map((block) => {
        const body = blockBody(v, block, filling, block === first);
        if (body || !told) return body;
        return (
          <section>
            <p class="wrap">
              <span class="notice">{v.t('website.preview.empty', { kind: v.t(`website.kind.${block.kind}`) })}</span>
            </p>
          </section>
        );
      })}
    </>
  );
}
