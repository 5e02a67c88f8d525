-- An event is for those of its hall until a coordinator says that everybody may know of it.
alter table events add column announced boolean not null default false;
alter table events add column sample boolean not null default false;
