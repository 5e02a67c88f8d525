-- Which of the words that were frozen a machine had translated, with nobody's review by then: the paper, the list and the mail say so.
alter table handovers add column machine text[] not null default '{}';
