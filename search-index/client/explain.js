// Why a document stands where it stands: every number that went into its score.

import { placeOf } from './lists.js';
import { finish, partOf, sum, synonymPart } from './score.js';

/**
 * @param {import('./plan.js').Plan} plan
 * @param {number} document
 */
export function explanation(plan, document) {
  const parts = [...plan.asked.map((asked) => partOf(asked, placeOf(asked.list, document))), ...plan.spans.map((span) => synonymPart(span, placeOf(span.list, document)))];
  const [contributions, coverage, title] = sum(parts);
  const words = plan.asked.map(({ word, times, idf, own }, i) => {
    const place = own ? placeOf(own.list, document) : -1;
    const exact = place < 0 ? {} : { scale: own.scale, impact: own.list.scores[place] / own.scale, hasForm: own.has[place] > 0 };
    return { word, form: own?.form ?? '', times, idf, ...exact, inTitle: parts[i][2] > 0, contribution: parts[i][0] };
  });
  const synonyms = plan.synonyms.map((synonym, i) => ({ ...synonym, contribution: parts[words.length + i][0] }));
  return { words, synonyms, contributions, coverage, title, whole: plan.whole, total: coverage && finish(plan, contributions, coverage, title) };
}
