/** A local OpenRouter for tests and practice: `startSimulator()`, then point a client at `simulator.url`. */
export type { Account } from './account';
export { callsTools, door, empty, fails, onlyReasoning, says } from './behaviour';
export type { Behaviour, Door, Failure, Match, ScriptedToolCall, ScriptLine } from './behaviour';
export { practiceModels, toSimulatedModel } from './catalogue/buildModels';
export type { ModelRow } from './catalogue/freeModels';
export type { Gate, GoneForm, ModelEntry, SimulatedEndpoint, SimulatedModel } from './catalogue/modelTypes';
export { manualClock, nextUtcMidnight, systemClock } from './clock';
export type { Clock, ManualClock } from './clock';
export { practiceAnswers } from './practice/practiceAnswers';
export { startSimulator } from './simulator';
export type { Counts, ModelChanges, Simulator, SimulatorOptions } from './simulator';
export type { Answerer, RecordedRequest } from './service/state';
