import type { FieldErrors, Sent } from '../../../platform/http/index.ts';

/** What a column of a members' list may be. */
export const fields = [
  'name',
  'given',
  'family',
  'email',
  'country',
  'language',
  'organisation',
  'position',
  'since',
  'renewal',
] as const;
export type Field = (typeof fields)[number];
/** Which column (from 0) is which field; a column that is none of them is not read. */
export type Columns = Partial<Record<Field, number>>;

/** The headers by which a field is known, as `headerKey` gives them. */
export const headers: Record<Field, string[]> = {
  name: ['name', 'full name', 'nombre', 'nombre completo', 'nom', 'nom complet', 'nome', 'nome completo'],
  given: ['first name', 'given name', 'prenom', 'nombres', 'primeiro nome'],
  family: ['last name', 'family name', 'surname', 'apellido', 'apellidos', 'nom de famille', 'sobrenome'],
  email: ['email', 'e mail', 'email address', 'correo', 'correo electronico', 'courriel', 'mail'],
  country: ['country', 'pais', 'pays'],
  language: ['language', 'idioma', 'langue', 'lingua'],
  organisation: ['organisation', 'organization', 'organizacion', 'organizacao', 'affiliation'],
  position: ['position', 'role', 'job title', 'cargo', 'fonction', 'funcao'],
  since: ['member since', 'joined', 'since', 'desde', 'depuis', 'membre depuis'],
  renewal: ['renewal', 'renew on', 'expires', 'renovacion', 'renouvellement', 'renovacao'],
};

/** The columns as chosen one by one, or the error of a field that two columns claim, or of a missing name. */
export function readColumns(sent: Sent, count: number): { columns: Columns; errors: FieldErrors } {
  const columns: Columns = {};
  const errors: FieldErrors = {};
  for (let i = 0; i < count; i += 1) {
    const field = fields.find((each) => each === sent.get(`column-${i}`));
    if (!field) continue;
    if (columns[field] !== undefined) errors.columns = { key: 'members.import.wrong.twice' };
    else columns[field] = i;
  }
  if (columns.name === undefined && columns.given === undefined && columns.family === undefined)
    errors.columns ??= { key: 'members.import.wrong.name' };
  return { columns, errors };
}
