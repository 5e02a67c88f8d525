-- What anything is about: issues, places, provisions. One table for every kind of subject that comes after campaigns.
create table tags (
  network_id uuid not null,
  -- news, … : the kind of thing that is tagged, and its id.
  subject text not null,
  subject_id uuid not null,
  noun text not null check (noun in ('issue', 'place', 'provision')),
  noun_id text not null,
  primary key (network_id, subject, subject_id, noun, noun_id)
);
create index on tags (network_id, noun, noun_id, subject);
select casement_tenant('tags');

-- News: posts, statements, press kits, honours.
create table news_items (
  network_id uuid not null references networks,
  id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,80}$'),
  kind text not null check (kind in ('post', 'statement', 'press-kit', 'honour')),
  -- A draft is its coordinators' alone; published is public from publish_at on.
  state text not null default 'draft' check (state in ('draft', 'published')),
  publish_at timestamptz,
  -- Names as they shall be shown; none: the network itself speaks.
  authors text[] not null default '{}',
  picture_id uuid,
  sample boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (network_id, id),
  unique (network_id, slug),
  foreign key (network_id, picture_id) references files (network_id, id),
  check (state = 'draft' or publish_at is not null)
);
create index on news_items (network_id, publish_at, id) where state = 'published';
select casement_tenant('news_items');

create table news_texts (
  network_id uuid not null,
  item_id uuid not null,
  locale text not null,
  title text not null,
  summary text not null default '',
  body text not null default '',
  picture_alt text not null default '',
  primary key (network_id, item_id, locale),
  foreign key (network_id, item_id) references news_items on delete cascade
);
select casement_tenant('news_texts');

-- Addresses that an item had before: links that people shared keep working.
create table news_slugs (
  network_id uuid not null,
  slug text not null,
  item_id uuid not null,
  primary key (network_id, slug),
  foreign key (network_id, item_id) references news_items on delete cascade
);
create index on news_slugs (network_id, item_id);
select casement_tenant('news_slugs');
