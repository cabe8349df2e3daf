/** A local OpenRouter for tests and practice: `startSimulator()`, then point a client at `simulator.url`. */
export type { Account } from './account';
export { callsTools, door, empty, fails, onlyReasoning, says } from './behaviour';
export type { Behaviour } from './behaviour';
export { practiceModels } from './catalogue/buildModels';
export type { ModelEntry } from './catalogue/modelTypes';
export { manualClock, nextUtcMidnight } from './clock';
export type { ManualClock } from './clock';
export { practiceAnswers } from './practice/practiceAnswers';
export { startSimulator } from './simulator';
export type { Simulator, SimulatorOptions } from './simulator';
export type { RecordedRequest } from './service/state';
