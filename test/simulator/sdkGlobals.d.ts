// Two DOM names that the declarations of @openrouter/sdk use and @types/node does not make global.
// Only the referee test needs them.
type HeadersInit = NonNullable<ConstructorParameters<typeof Headers>[0]>;
type RequestInfo = ConstructorParameters<typeof Request>[0];
