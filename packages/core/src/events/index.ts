export { type Listener, TypedEmitter, type Unsubscribe } from './typed-emitter.js';
