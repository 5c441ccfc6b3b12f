//! `_headers` and `_redirects`, the two files by which Netlify and its likes serve the tree as it is meant to be served.

use super::{Artifact, offprint};
use crate::assemble::{Site, booklet};

/// What browsers may do with a page: nothing from elsewhere, no script but the theme's own file, no HTML made from text. The one policy
/// of trusted types is that of the page which offers a copy: all it ever says is the address of the worker.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types almoner";

/// What the index publishes has names that carry a hash, but for the two files that lead to the others. Their rules are apart: a rule
/// for the whole folder would be joined to them. None of it is a page to be found elsewhere.
const SEARCH: &str = "/search/manifest.json\n  Cache-Control: no-cache\n  X-Robots-Tag: noindex\n\
    /search/search.js\n  Cache-Control: no-cache\n  X-Robots-Tag: noindex\n\
    /search/:generation/:kind/:file\n  Cache-Control: public, max-age=31536000, immutable\n  X-Robots-Tag: noindex\n\
    /search/x/:file\n  Cache-Control: public, max-age=31536000, immutable\n  X-Robots-Tag: noindex\n";

const ENDPOINT: &str = "/search/opensearch.js\n  Cache-Control: no-cache\n  X-Robots-Tag: noindex\n";

const WORKER: &str = "/sw.js\n  Cache-Control: no-cache\n";
/// What devices with a copy ask for once a day.
const COPIES: &str = "/offline.json\n  Cache-Control: no-cache\n  X-Robots-Tag: noindex\n";

/// The policy of a hub: where readers ask an index elsewhere, its pages may ask that host, and no other.
pub fn policy(site: &Site) -> String {
    let endpoint = site.hub().search.as_ref().and_then(|search| search.endpoint.as_ref());
    match endpoint {
        Some(endpoint) => CONTENT_SECURITY_POLICY.replace("connect-src 'self'", &format!("connect-src 'self' {}", endpoint.origin())),
        None => CONTENT_SECURITY_POLICY.to_owned(),
    }
}

pub fn files(site: &Site) -> Vec<Artifact> {
    vec![Artifact::new("_headers", headers(site)), Artifact::new("_redirects", redirects(site))]
}

fn headers(site: &Site) -> String {
    let mut rules = format!(
        "/*\n  Content-Security-Policy: {}\n  X-Content-Type-Options: nosniff\n  \
         Referrer-Policy: strict-origin-when-cross-origin\n  Permissions-Policy: camera=(), microphone=(), geolocation=()\n  \
         Cross-Origin-Opener-Policy: same-origin\n  Strict-Transport-Security: max-age=31536000; includeSubDomains\n",
        policy(site)
    );
    if site.include.is_preview() {
        rules += "  X-Robots-Tag: noindex\n";
    }
    // Names that carry the hash of what they hold never change what they hold. Everything else is left to the host, which asks
    // again each time: a rule for all would be joined to these, since not every host has a way to take one back.
    for folder in ["assets", "files"] {
        rules += &format!("/{folder}/*\n  Cache-Control: public, max-age=31536000, immutable\n");
    }
    if let Some(search) = &site.hub().search {
        rules += SEARCH;
        rules += search.endpoint.as_ref().map_or("", |_| ENDPOINT);
    }
    rules += WORKER;
    if site.offers_copies() {
        rules += COPIES;
    }
    for (path, kind) in [("/*feed.xml", "application/atom+xml"), ("/*feed.json", "application/feed+json")] {
        rules += &format!("{path}\n  Content-Type: {kind}; charset=utf-8\n");
    }
    // What stands beside a page says the same again: it is the page that is to be found.
    for (path, kind) in [("/*.txt", "text/plain"), ("/*.csv", "text/csv")] {
        rules += &format!("{path}\n  Content-Type: {kind}; charset=utf-8\n");
    }
    for name in [offprint::FIGURE, offprint::LINES, offprint::CITATION, offprint::TABLE] {
        rules += &format!("/*{name}\n  X-Robots-Tag: noindex\n");
    }
    // A reader of a page on abuse must not carry its address to the next site. Joined to the rule above, the last word counts.
    let is_sensitive = |page: usize| !site.documents[page].common.sensitive.is_empty();
    let pages = site.with_page().filter(|page| is_sensitive(*page)).map(|page| site.pages[page].address.clone());
    let booklets = site.sections.iter().filter(|section| section.pages.iter().any(|page| is_sensitive(*page)));
    let booklets = booklets.filter_map(|section| booklet::address(section, &site.documents));
    for address in pages.chain(booklets) {
        rules += &format!("{address}*\n  Referrer-Policy: no-referrer\n");
    }
    rules
}

/// With the mark that makes a rule hold although a page stands at the old address, for hosts that know no rules.
fn redirects(site: &Site) -> String {
    site.redirects.iter().map(|redirect| format!("{} {} 301!\n", redirect.from, redirect.to)).collect()
}
