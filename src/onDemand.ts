/** The part that only some commands need, a bundle of its own; loaded when one of them is called. */
export { ModelBrowser } from './host/models/browse/modelBrowser';
export { showNetworkDiagnostics } from './host/network/diagnostics';
export { addProvider } from './host/servers/addProvider';
export { nameOfNewAccount, switchAccount } from './host/signIn/accounts';
export { beginSignIn } from './host/signIn/signInFlow';
