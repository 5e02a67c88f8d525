-- Where the text was read that a provision was compared with: [{name, url}, …]; empty where nobody has compared it yet.
alter table provisions add column read_in jsonb not null default '[]' check (jsonb_typeof(read_in) = 'array');
