//! What search engines and other machines look for first: the sitemap and robots.txt.

use super::Artifact;
use super::html::escape;
use crate::assemble::collection::is_listed;
use crate::assemble::{A_TO_Z, Site, browse};

/// A sitemap may have this many addresses; a larger hub has several and an index.
const MAX_ADDRESSES: usize = 50_000;

pub fn files(site: &Site) -> Vec<Artifact> {
    if site.include.is_preview() {
        // A preview is for those who have its address.
        return vec![Artifact::new("robots.txt", "User-agent: *\nDisallow: /\n")];
    }
    let addresses = addresses(site);
    let mut artifacts = Vec::new();
    let chunks: Vec<&[(String, Option<String>)]> = addresses.chunks(MAX_ADDRESSES).collect();
    if let [all] = chunks.as_slice() {
        artifacts.push(Artifact::new("sitemap.xml", sitemap(site, all)));
    } else {
        let mut index = String::from(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        for (at, chunk) in chunks.iter().enumerate() {
            let name = format!("sitemap-{}.xml", at + 1);
            index += &format!("<sitemap><loc>{}</loc></sitemap>\n", escape(&site.absolute(&format!("/{name}"))));
            artifacts.push(Artifact::new(name, sitemap(site, chunk)));
        }
        artifacts.push(Artifact::new("sitemap.xml", index + "</sitemapindex>\n"));
    }
    // Nothing is forbidden: a line that forbids an address also tells of it.
    artifacts.push(Artifact::new("robots.txt", format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", site.absolute("/sitemap.xml"))));
    artifacts
}

/// Every public address with the day of its last change. Lists have none: theirs would follow from pages that come and go.
fn addresses(site: &Site) -> Vec<(String, Option<String>)> {
    let mut addresses: Vec<(String, Option<String>)> = (0..site.documents.len())
        .filter(|page| is_listed(&site.documents[*page]))
        .map(|page| {
            let common = &site.documents[page].common;
            let changed = common.updated.max(common.published).map(|at| at.to_zoned(site.hub().zone.clone()).date().to_string());
            (site.pages[page].address.clone(), changed)
        })
        .collect();
    let lists = site.sections.iter().chain(&site.topics).filter(|list| list.page.is_none()).map(|list| (list.address.clone(), None));
    addresses.extend(lists);
    addresses.extend(browse::addresses(&site.shelves).into_iter().map(|address| (address.to_owned(), None)));
    addresses.push((A_TO_Z.to_owned(), None));
    addresses.push(("/".to_owned(), None));
    // What is found has the same address with a question behind it, and its page says so with `canonical`.
    let searches = site.languages().into_iter().map(|tag| (site.search_address(tag), None));
    addresses.extend(searches.filter(|_| site.hub().search.is_some()));
    addresses.sort();
    addresses.dedup_by(|a, b| a.0 == b.0);
    addresses
}

fn sitemap(site: &Site, addresses: &[(String, Option<String>)]) -> String {
    let mut xml =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (address, changed) in addresses {
        let changed = changed.as_ref().map(|day| format!("<lastmod>{day}</lastmod>")).unwrap_or_default();
        xml += &format!("<url><loc>{}</loc>{changed}</url>\n", escape(&site.absolute(address)));
    }
    xml + "</urlset>\n"
}
