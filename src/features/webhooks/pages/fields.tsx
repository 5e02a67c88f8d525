import type { View } from '../../../platform/http/index.ts';
import { Choice, Field, type FormState, Mistake } from '../../../ui/index.ts';
import { type EventType, eventTypes } from '../events.ts';

/** Where to, and what about. */
export function EndpointFields({ v, state, events }: { v: View; state: FormState; events: EventType[] }) {
  return (
    <>
      <Field
        v={v}
        name="url"
        type="url"
        label={v.t('webhooks.url')}
        hint={v.t('webhooks.url.hint')}
        state={state}
        maxlength={500}
        autocomplete="off"
        required
      />
      <fieldset id="events">
        <legend>{v.t('webhooks.events')}</legend>
        <Mistake v={v} name="events" state={state} />
        <div class="choices">
          {eventTypes.map((type) => (
            <Choice name="events" value={type} checked={events.includes(type)}>
              {v.t(`webhooks.event.${type}`)}
              <br />
              <small>
                <code>{type}</code>
              </small>
            </Choice>
          ))}
        </div>
        <p class="hint">{v.t('webhooks.events.hint')}</p>
      </fieldset>
    </>
  );
}
