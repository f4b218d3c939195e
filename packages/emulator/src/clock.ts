export { EmulatorClock, type FollowOptions } from './clock/emulator-clock.js';
