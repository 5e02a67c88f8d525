import { newId } from '../../../src/platform/crypto/ids.ts';
import type { TestApp } from '../../app.ts';
import { daylight } from './ground.ts';

/** A legal form, a bill, two entries of the log (one of them taken out), and a quiet period that lies ahead. */
export async function lawOfAsking(app: TestApp, campaignId: string, signed: { cookie: string }): Promise<void> {
  const law = `${daylight}/desk/campaigns/${campaignId}/law`;
  await app.post(`${daylight}/desk/law/form`, { legal_form: 'charity-ca' }, signed);
  const period = {
    name: 'Sample election',
    where: 'country:XX',
    from: '2027-03-01',
    until: '2027-03-28',
    mode: 'hold',
  };
  await app.post(`${daylight}/desk/law/periods`, period, signed);
  const bill = {
    number: 'C-999',
    jurisdiction: 'House of Sampleland',
    title: '',
    url: 'https://example.invalid/c-999',
  };
  await app.post(`${law}/bills`, bill, signed);
  const removed = newId();
  const entry = { worked_on: '2026-11-02', who: 'Ana Invented', what: 'Three calls', lobbying: 'direct' };
  await app.post(`${law}/work`, { ...entry, hours: '1:30', cost: '12.50', currency: 'CAD' }, signed);
  await app.post(`${law}/work`, { ...entry, id: removed, hours: '2' }, signed);
  await app.post(`${law}/work/${removed}/removal`, {}, signed);
}
