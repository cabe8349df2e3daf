import type { BrowseEntry, EndpointView } from '../../protocol/models';
import { Figure } from './Figure';
import type { EndpointsState } from './store';
import { policyNames, uptimeHint } from './wording';

interface OffersProps {
  readonly endpoints: readonly EndpointView[];
  /** What the user's privacy level means for them. */
  readonly terms: string | undefined;
}

function Offers({ endpoints, terms }: OffersProps) {
  if (endpoints.length === 0) return <p>Nobody offers it just now.</p>;
  return (
    <>
      <ul class="offers">
        {endpoints.map(({ provider, quantization, context, output, uptime, degraded, policy }, index) => (
          <li key={`${provider} ${index}`} class="offer">
            <div class="name">
              <h3>{provider}</h3>
              {degraded && <span class="badge warning">Degraded or off</span>}
            </div>
            <dl class="facts">
              <Figure name="Quantization" value={quantization} />
              <Figure name="Context" value={context} />
              <Figure name="Output limit" value={output} />
              <Figure name="Uptime" value={uptime} />
              <Figure name="Data policy" value={policy === undefined ? undefined : policyNames[policy]} />
            </dl>
          </li>
        ))}
      </ul>
      <p class="quiet">{uptimeHint}</p>
      {terms !== undefined && <p class="quiet">{terms}</p>}
    </>
  );
}

interface EndpointsProps extends Pick<OffersProps, 'terms'> {
  readonly model: BrowseEntry;
  readonly state: EndpointsState;
}

/** Who offers a model, read when somebody asks. */
export function Endpoints({ model, state, terms }: EndpointsProps) {
  return (
    <section class="endpoints" aria-label={`Endpoints of ${model.shortName}`}>
      {state.state === 'asked' && <p role="status">Asking the service…</p>}
      {state.state === 'failed' && <p role="alert">{state.problem}</p>}
      {state.state === 'known' && <Offers endpoints={state.endpoints} terms={terms} />}
    </section>
  );
}
