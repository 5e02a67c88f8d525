/** The forms in which a directory of organisations comes: HSDS 3 as JSON or as tables, and the tables of the Ohana API (HSDS 1). */
export const formats = ['hsds-json', 'hsds-csv', 'ohana-csv'] as const;
export type Format = (typeof formats)[number];

/** Tables of HSDS 3 and their columns; the names of the fields are the same in JSON. */
export const hsdsTables: Record<string, readonly string[]> = {
  organizations: list(
    'id name alternate_name description email website additional_websites tax_status tax_id year_incorporated legal_status logo uri parent_organization_id',
  ),
  programs: list('id organization_id name alternate_name description'),
  organization_identifiers: list('id organization_id identifier_scheme identifier_type identifier'),
  services: list(
    'id organization_id program_id name alternate_name description url email status interpretation_services application_process fees_description wait_time fees accreditations eligibility_description minimum_age maximum_age assured_date assurer_email licenses alert last_modified',
  ),
  service_areas: list('id service_id name description extent extent_type uri'),
  service_at_location: list('id service_id location_id description'),
  locations: list(
    'id location_type url organization_id name alternate_name description transportation latitude longitude external_identifier external_identifier_type',
  ),
  addresses: list(
    'id location_id attention address_1 address_2 city region state_province postal_code country address_type',
  ),
  phones: list(
    'id location_id service_id organization_id contact_id service_at_location_id number extension type description',
  ),
  schedules: list(
    'id service_id location_id service_at_location_id valid_from valid_to dtstart timezone until count wkst freq interval byday byweekno bymonthday byyearday description opens_at closes_at schedule_link attending_type notes',
  ),
  contacts: list('id organization_id service_id service_at_location_id location_id name title department email'),
  languages: list('id service_id location_id phone_id name code note'),
  accessibility: list('id location_id description details url'),
  funding: list('id organization_id service_id source'),
  cost_options: list('id service_id valid_from valid_to option currency amount amount_description'),
  required_documents: list('id service_id document uri'),
  attributes: list('id link_id taxonomy_term_id link_type link_entity value'),
  taxonomies: list('id name description uri version'),
  taxonomy_terms: list('id code name description parent_id taxonomy language taxonomy_id term_uri'),
  metadata: list(
    'id resource_id resource_type last_action_date last_action_type field_name previous_value replacement_value updated_by',
  ),
};

/** Tables of the Ohana API and their columns. */
export const ohanaTables: Record<string, readonly string[]> = {
  organizations: list(
    'id accreditations alternate_name date_incorporated description email funding_sources legal_status licenses name tax_id tax_status website',
  ),
  programs: list('id organization_id name alternate_name'),
  locations: list(
    'id organization_id accessibility admin_emails alternate_name description email languages latitude longitude name short_desc transportation website virtual',
  ),
  addresses: list('id location_id address_1 address_2 city state_province postal_code country'),
  mail_addresses: list('id location_id attention address_1 address_2 city state_province postal_code country'),
  services: list(
    'id location_id program_id accepted_payments alternate_name application_process audience description eligibility email fees funding_sources interpretation_services keywords languages name required_documents service_areas status wait_time website taxonomy_ids',
  ),
  contacts: list('id location_id organization_id service_id name title email department'),
  phones: list(
    'id contact_id location_id organization_id service_id country_prefix department extension number number_type vanity_number',
  ),
  regular_schedules: list('id location_id service_id weekday opens_at closes_at'),
  holiday_schedules: list('id location_id service_id start_date end_date closed opens_at closes_at'),
  taxonomy: list('taxonomy_id name parent_id parent_name'),
};

/** Lists that stand inside a thing in JSON, beside those of the tables' names. */
export const nestedLists: readonly string[] = [
  'service_at_locations',
  'services',
  'locations',
  'program',
  'organization',
];

/** Columns by which a row names what it belongs to. */
export const references: readonly string[] = list(
  'organization_id service_id service_at_location_id location_id contact_id phone_id program_id',
);

/** Columns that hold numbers in JSON. */
export const numbers: ReadonlySet<string> = new Set(
  list('year_incorporated latitude longitude minimum_age maximum_age count interval amount timezone extension'),
);

function list(words: string): string[] {
  return words.split(' ');
}
