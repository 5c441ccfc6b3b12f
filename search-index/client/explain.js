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
  const [contributions, coverage, title, share] = sum([...ofWords, ...ofSynonyms]);
  const words = plan.asked.map(({ word, times, idf, own }, i) => {
    const { form, list, has, scale } = own ?? { form: '', list: { documents: [] }, has: [], scale: 0 };
    const place = placeOf(list, document);
    const [contribution, , title] = ofWords[i];
    return { word, form, times, idf, impact: place < 0 ? 0 : list.scores[place] / scale, scale, hasForm: has[place] > 0, title, contribution };
  });
  const synonyms = plan.synonyms.map((synonym, i) => ({ ...synonym, contribution: ofSynonyms[i][0] }));
  return { words, synonyms, contributions, coverage, title, share: Math.min(share, 15), whole: plan.whole, total: coverage && finish(plan, contributions, coverage, title, share) };
}
