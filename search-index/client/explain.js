// Why a document stands where it stands: every number that went into its score.

import { placeOf } from './lists.js';
import { finish, partOf, sum, synonymPart } from './score.js';

/**
 * @param {import('./plan.js').Plan} plan
 * @param {number} document
 */
export function explanation(plan, document) {
  const ofWords = plan.asked.map((asked) => partOf(asked, placeOf(asked.list, document)));
  const ofSynonyms = plan.spans.map((span) => synonymPart(span, placeOf(span.list, document)));
  const [contributions, coverage, title] = sum([...ofWords, ...ofSynonyms]);
  const total = coverage && finish(plan, contributions, coverage, title);
  const words = plan.asked.map(({ word, times, idf, own }, i) => {
    const place = own ? placeOf(own.list, document) : -1;
    const score = own?.list.scores[place] ?? 0;
    const [contribution, , title] = ofWords[i];
    return { word, form: own?.form ?? '', times, idf, impact: score && score / own.scale, scale: own?.scale ?? 0, hasForm: Boolean(own?.has[place]), title, contribution };
  });
  const synonyms = plan.synonyms.map((synonym, i) => ({ ...synonym, contribution: ofSynonyms[i][0] }));
  return { words, synonyms, contributions, coverage, title, whole: plan.whole, total };
}
