// @ts-check
// `npm run demo`: tells the story of story.mjs in the terminal, or with --json as one line for programs.

import { createStage } from './stage.mjs';
import { tellStory } from './story.mjs';

const asJson = process.argv.includes('--json');
const stage = createStage({ silent: asJson, color: process.stdout.isTTY && !process.env.NO_COLOR });

let failure;
try {
  await tellStory(stage);
} catch (error) {
  failure = error instanceof Error ? error : new Error(String(error));
  process.exitCode = 1;
}

if (asJson) {
  const error = failure && { name: failure.name, message: failure.message };
  console.log(JSON.stringify({ ok: !failure, steps: stage.steps, ...(error ? { error } : {}) }));
} else if (failure) {
  console.error(failure);
} else {
  stage.say(`
  ${stage.steps.length} steps in ${Math.round(stage.steps.reduce((sum, { ms }) => sum + ms, 0))} ms, all of it over HTTP.

  What to try next
    npx sallyport dev                     the same server for your own page; the mailbox is at /_emulator/mailbox
    examples/quickstart/story.mjs         what you have just seen, to read
    README.md                             ten lines for a page, ten for a script
`);
}
