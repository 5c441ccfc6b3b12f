// A double of OpenSearch on this machine alone: keeps what it is asked, and answers with what a test has recorded. It goes by itself.
import { createServer } from "node:http";

const LONGEST = 10 * 60 * 1000;

/** An answer as the engine gives it: what is recorded, and of every aggregation that was asked for at least that nothing has it. */
function whole(request, { hits = [], total = hits.length, known = {}, buckets = {}, spelling = [] } = {}) {
  const aggregations = Object.fromEntries(
    Object.entries(request.aggs ?? {}).map(([name, asked]) => {
      if (name !== "known") return [name, { doc_count: total, values: { buckets: buckets[name] ?? (asked.aggs.values.filters ? {} : []) } }];
      const words = Object.entries(asked.aggs.words.filters.filters);
      const count = (filter) => known[filter.match?.words ?? filter.prefix?.["words.plain"].value] ?? 9;
      return [name, { doc_count: 99, words: { buckets: Object.fromEntries(words.map(([word, filter]) => [word, { doc_count: count(filter) }])) } }];
    }),
  );
  return {
    took: 3,
    timed_out: false,
    _shards: { total: 1, successful: 1, skipped: 0, failed: 0 },
    hits: { total: { value: total, relation: "eq" }, max_score: hits[0]?._score ?? null, hits },
    aggregations,
    ...(request.suggest && { suggest: { spelling } }),
  };
}

/**
 * Starts a double on a port of the system's choice. `answers` are `{when, …}`: the first whose text stands in the request is the answer.
 * With `status` set, it answers nothing but that.
 */
export async function double(answers = []) {
  const on = { url: null, requests: [], status: 200, close: null };
  const server = createServer(async (request, response) => {
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Allow-Headers", "content-type");
    if (request.method === "OPTIONS") return response.writeHead(204).end();
    let text = "";
    for await (const part of request) text += part;
    if (request.method !== "POST" || request.url !== "/hub/_search" || request.headers["content-type"] !== "application/json") return response.writeHead(400).end();
    const body = JSON.parse(text);
    on.requests.push({ body, cookie: request.headers.cookie, referer: request.headers.referer });
    if (on.status !== 200) return response.writeHead(on.status).end();
    const answer = whole(body, answers.find(({ when }) => text.includes(when)));
    return response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise((ready, failed) => server.once("error", failed).listen(0, "127.0.0.1", ready));
  on.url = `http://127.0.0.1:${server.address().port}/hub`;
  on.close = () => new Promise((closed) => {
    clearTimeout(last);
    server.close(closed);
    server.closeAllConnections();
  });
  const last = setTimeout(on.close, LONGEST);
  return on;
}
