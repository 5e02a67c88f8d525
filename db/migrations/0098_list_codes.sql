-- Where an issue of the controlled list fits a term of LIST, the Legal Issues Taxonomy of the Stanford Legal Design Lab
-- (https://taxonomy.legal), its codes; so that what is filed under an issue can be exchanged with legal aid sites.
alter table issues add column list_codes text[] not null default '{}';
