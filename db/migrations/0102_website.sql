-- The pages that coordinators compose from blocks: the home page, Learn, Connect. An edition is a whole page: a draft that is worked
-- on, the one that everybody reads, and those before it.
create table website_editions (
  network_id uuid not null references networks,
  id uuid not null,
  page text not null check (page in ('home', 'learn', 'connect')),
  state text not null check (state in ('draft', 'current', 'past')),
  -- Counts the published editions of a page, from 1.
  number integer check (number > 0),
  -- Grows with each change of a draft: who moves or publishes says which state she saw.
  revision integer not null default 1,
  -- [{"id", "kind", "on", "rev", "band", "layout", "words": {locale: {field: text}}, "options": {name: [value]}}]
  blocks jsonb not null check (jsonb_typeof(blocks) = 'array'),
  changed_at timestamptz not null,
  published_at timestamptz,
  published_by uuid,
  sample boolean not null default false,
  primary key (network_id, id),
  unique (network_id, page, number),
  foreign key (network_id, published_by) references accounts on delete set null (published_by),
  check ((state = 'draft') = (number is null) and (state = 'draft') = (published_at is null))
);
create unique index on website_editions (network_id, page) where state = 'draft';
create unique index on website_editions (network_id, page) where state = 'current';
create index on website_editions (network_id, published_by) where published_by is not null;
select casement_tenant('website_editions');

-- Which pictures an edition shows, so that none of them is swept away.
create table website_pictures (
  network_id uuid not null,
  edition_id uuid not null,
  picture_id uuid not null,
  primary key (network_id, edition_id, picture_id),
  foreign key (network_id, edition_id) references website_editions on delete cascade,
  foreign key (network_id, picture_id) references files
);
create index on website_pictures (network_id, picture_id);
select casement_tenant('website_pictures');
