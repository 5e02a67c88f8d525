import type { View } from '../../../platform/http/index.ts';
import { Empty, WorkPage } from '../../../ui/index.ts';
import { urls } from '../../../urls.ts';
import type { PersonCard } from '../card.ts';
import { PersonFacts } from './person.tsx';

const readers = ['public', 'member', 'coordinator'] as const;

/** Her page as somebody else sees it; without a card, that nobody of that kind finds her. */
export function PreviewPage({ v, as, card }: { v: View; as: (typeof readers)[number]; card: PersonCard | undefined }) {
  const t = v.t;
  return (
    <WorkPage
      v={v}
      title={t('directory.preview.title')}
      back={[{ href: urls.directory.profile(v.at), label: t('directory.profile') }]}
    >
      <nav class="actions" aria-label={t('directory.preview')}>
        <span>{t('directory.preview')}</span>
        {readers.map((one) => (
          <a
            class="button plain"
            href={urls.directory.preview(v.at, one)}
            aria-current={one === as ? 'true' : undefined}
          >
            {t(`directory.preview.${one}`)}
          </a>
        ))}
      </nav>
      {card ? (
        <div class="sheet flow">
          <h2>{card.name}</h2>
          <PersonFacts v={v} card={card} />
        </div>
      ) : (
        <Empty text={t(`directory.preview.none.${as}`)} />
      )}
    </WorkPage>
  );
}
