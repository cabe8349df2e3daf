import type { BrowseEntry } from '../../protocol/models';
import type { EndpointsState } from './store';
import { uptimeHint } from './wording';

function Table({ state }: { readonly state: Extract<EndpointsState, { state: 'known' }> }) {
  if (state.endpoints.length === 0) return <p>Nobody offers it just now.</p>;
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">Provider</th>
            <th scope="col">Quantization</th>
            <th scope="col">Context</th>
            <th scope="col">Output limit</th>
            <th scope="col">Uptime</th>
          </tr>
        </thead>
        <tbody>
          {state.endpoints.map(({ provider, quantization, context, output, uptime, degraded }, index) => (
            <tr key={`${provider} ${index}`}>
              <th scope="row">
                {provider}
                {degraded && <span class="degraded"> degraded or off</span>}
              </th>
              <td>{quantization ?? 'not known'}</td>
              <td>{context ?? 'not known'}</td>
              <td>{output ?? 'not known'}</td>
              <td>{uptime ?? 'not known'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet">{uptimeHint}</p>
    </>
  );
}

/** Who offers a model, read when somebody asks. */
export function Endpoints({ model, state }: { readonly model: BrowseEntry; readonly state: EndpointsState }) {
  return (
    <section class="endpoints" aria-label={`Endpoints of ${model.shortName}`}>
      {state.state === 'asked' && <p role="status">Asking the service…</p>}
      {state.state === 'failed' && <p role="alert">{state.problem}</p>}
      {state.state === 'known' && <Table state={state} />}
    </section>
  );
}
