/** All that a person uses, a bundle of its own: loaded when idle after activation, or when something of it is needed. */
export { createFeatures } from './host/features';
export { createPrivacy } from './host/privacy/createPrivacy';
export { meterTooltip } from './host/quota/meterDetails';
