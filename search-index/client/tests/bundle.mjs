// The modules as the published file joins them: what is measured, and what a test runs.

import { readFileSync } from 'node:fs';

/** In the order in which they use each other. */
export const MODULES = [
  'fault', 'words', 'bytes', 'files', 'lists', 'shard', 'score', 'spelling', 'synonyms', 'meaning', 'plan', 'query', 'phrase', 'facets', 'index', 'passage', 'explain', 'engine',
];

export function bundle() {
  let text = '';
  for (const name of MODULES) {
    let isComment = false;
    for (const raw of readFileSync(new URL(`../${name}.js`, import.meta.url), 'utf8').split('\n')) {
      const line = raw.trim();
      isComment ||= line.startsWith('/*');
      if (!isComment && line && !line.startsWith('//') && !line.startsWith('import ')) text += `${line.replace(/^export /, '')}\n`;
      if (line.endsWith('*/')) isComment = false;
    }
  }
  return text;
}
