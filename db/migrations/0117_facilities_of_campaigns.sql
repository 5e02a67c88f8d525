-- A campaign may be about facilities: they are tags as those of every other thing, and its entry in the search is read again when they change.
select casement_searchable('tags', 'campaign', 'subject_id', 'campaign');
