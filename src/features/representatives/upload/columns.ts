import { headerKey } from '../../../platform/csv/index.ts';

/** What a column of an uploaded list may be, in the order in which it is offered. */
export const fields = [
  'name',
  'given',
  'family',
  'honorific',
  'post',
  'district',
  'party',
  'email',
  'phone',
  'fax',
  'address',
  'postcode',
  'country',
  'form',
  'website',
  'id',
] as const;
export type Field = (typeof fields)[number];
/** Which column (from 0) is which field; a column that is none of them is not read. */
export type Columns = Partial<Record<Field, number>>;

/** The headers by which a field is known, as `headerKey` gives them: what lists of several languages and of Action Network call it. */
export const headers: Record<Field, string[]> = {
  name: ['name', 'full name', 'fullname', 'nombre', 'nombre completo', 'nom', 'nom complet', 'nome', 'nome completo'],
  given: ['first name', 'given name', 'firstname', 'prenom', 'primeiro nome', 'nombres'],
  family: ['last name', 'family name', 'surname', 'lastname', 'apellido', 'apellidos', 'nom de famille', 'sobrenome'],
  honorific: ['title', 'honorific', 'tratamiento', 'titre', 'tratamento', 'salutation'],
  post: ['post', 'position', 'office', 'role', 'cargo', 'puesto', 'poste', 'fonction', 'funcao', 'job title'],
  district: ['district', 'constituency', 'riding', 'ward', 'district name', 'distrito', 'circonscription'],
  party: ['party', 'party name', 'partido', 'parti'],
  email: ['email', 'e mail', 'email address', 'e mail address', 'correo', 'correo electronico', 'courriel', 'mail'],
  phone: ['phone', 'telephone', 'tel', 'phone number', 'telefono', 'telefone'],
  fax: ['fax', 'telecopieur'],
  address: ['address', 'postal address', 'street', 'direccion', 'adresse', 'endereco'],
  postcode: ['zip code', 'zip', 'zipcode', 'postal code', 'postcode', 'codigo postal', 'code postal', 'cep'],
  country: ['country', 'pais', 'pays'],
  form: ['form', 'contact form', 'web form', 'formulario', 'formulaire'],
  website: ['website', 'url', 'web', 'sitio web', 'site web', 'site'],
  id: ['id', 'identifier'],
};

/** A saved mapping names headers, so that it fits next year's list whose columns stand in another order. */
export type SavedColumns = Partial<Record<Field, string>>;

export const toSaved = (columns: Columns, header: readonly string[]): SavedColumns =>
  Object.fromEntries(Object.entries(columns).map(([field, at]) => [field, header[at] ?? '']));

/** The columns of this list that a saved mapping means; fields whose header is not there are left out. */
export function fromSaved(saved: SavedColumns, header: readonly string[]): Columns {
  const folded = header.map(headerKey);
  const found: Columns = {};
  for (const field of fields) {
    const at = saved[field] === undefined ? -1 : folded.indexOf(headerKey(saved[field]));
    if (at >= 0) found[field] = at;
  }
  return found;
}
