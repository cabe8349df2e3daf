// What an editor that starts has to wait for: loading the entry, and `activate()`. In a fresh process each time.
import { probe, probeArgument } from './support/probe';

const [, , argument, bundle = '', storageFolder] = process.argv;

if (argument === probeArgument) {
  probe(bundle, storageFolder);
} else {
  // Loaded only here: a process that probes must not find parts of Node loaded already.
  void Promise.all([import('../launch/program'), import('./support/startups')]).then(([program, startups]) =>
    program.runProgram(async () => startups.compareStartups(__filename)),
  );
}
