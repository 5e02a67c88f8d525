-- A network's own words for issues and places, laid over the project's lists: in any language, the others stay as they are.
create table vocabulary_words (
  network_id uuid not null references networks,
  noun text not null check (noun in ('issue', 'place')),
  noun_id text not null,
  locale text not null,
  label text not null check (label <> ''),
  -- Empty: the project's sentence stays.
  summary text not null default '',
  sample boolean not null default false,
  at timestamptz not null,
  primary key (network_id, noun, noun_id, locale)
);
select casement_tenant('vocabulary_words');
