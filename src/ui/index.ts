export { asset } from './assets.ts';
export { Changed, Pieces } from './changed.tsx';
export { compare, type Piece } from './compare.ts';
export { contrastWithWhite, leastContrast } from './contrast.ts';
export { Document, QuickExit, type Section, type Shared } from './document.tsx';
export {
  Choice,
  ErrorSummary,
  emptyForm,
  Field,
  type FormState,
  Mistake,
  OnceMore,
  PostButton,
  SearchForm,
  Select,
  UploadField,
} from './form.tsx';
export { MailDocument, renderMail } from './mail.tsx';
export { Mark } from './mark.tsx';
export { Markdown } from './markdown.tsx';
export {
  AboutWhat,
  Cell,
  DoorGroups,
  Doors,
  Empty,
  Further,
  isMachineMade,
  isWrong,
  MachineMade,
  Narrow,
  Pager,
  Pane,
  Part,
  State,
  Table,
  Window,
} from './parts.tsx';
export { plainMail, type Spoken, spoken } from './plain-mail.tsx';
export { Qr } from './qr.tsx';
export { TagField, type TagGroup } from './tags.tsx';
export { isUnderWay, TakenFile, TakenState } from './taken-file.tsx';
export { TextForm } from './text-form.tsx';
export { lookAgain, UnderWay } from './under-way.tsx';
export { FieldWording, type SavedText, WordingNotice } from './wording/index.ts';
export { WorkPage } from './work-page.tsx';
