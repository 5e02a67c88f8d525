-- What becomes of letters that have not left when somebody else takes the seat: they wait for a coordinator, or go on to
-- whoever serves there now.
alter table campaigns add column on_change text not null default 'hold' check (on_change in ('hold', 'forward'));
