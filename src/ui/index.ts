export { asset } from './assets.ts';
export { Document, QuickExit, type Section } from './document.tsx';
export { Choice, ErrorSummary, emptyForm, Field, type FormState, Mistake, PostButton, Select } from './form.tsx';
export { MailDocument, renderMail } from './mail.tsx';
export { Mark } from './mark.tsx';
export { Markdown } from './markdown.tsx';
export { Doors, Empty, Pager, Pane, State, Table, Window } from './parts.tsx';
export { TagField, type TagGroup } from './tags.tsx';
export { WorkPage } from './work-page.tsx';
