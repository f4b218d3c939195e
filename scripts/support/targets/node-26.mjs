import { nodeTarget } from '../node-target.mjs';

export default nodeTarget(26);
