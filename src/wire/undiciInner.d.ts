// The inner paths of undici that we import, because importing its root fills two process-wide slots and so changes the
// `fetch` of everybody else in the extension host (dependencies reference, trap 2). The version is pinned exactly.

declare module 'undici/lib/dispatcher/agent.js' {
  import type { Agent as AgentType } from 'undici';
  const Agent: typeof AgentType;
  export default Agent;
}

declare module 'undici/lib/dispatcher/proxy-agent.js' {
  import type { ProxyAgent as ProxyAgentType } from 'undici';
  const ProxyAgent: typeof ProxyAgentType;
  export default ProxyAgent;
}

declare module 'undici/lib/dispatcher/pool.js' {
  import type { Pool as PoolType } from 'undici';
  const Pool: typeof PoolType;
  export default Pool;
}

declare module 'undici/lib/api/api-connect.js' {
  import type { Dispatcher } from 'undici';
  /** The method `connect` of a dispatcher; the root of undici would install it on all of them. */
  const connect: Dispatcher['connect'];
  export default connect;
}
