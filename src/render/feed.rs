//! Atom (RFC 4287) and JSON Feed 1.1, for the site, each section and each topic.
//! An entry's id is a tag: address that never changes; `updated` is the newest date of what is public, never the clock.

use jiff::Timestamp;
use serde_json::json;

use super::Artifact;
use super::foreign::plain;
use super::html::escape;
use super::view::Card;
use crate::assemble::Site;
use crate::assemble::collection::is_listed;

/// `wanted` says of which lists, by their addresses.
pub fn feeds(site: &Site, cards: &[Card], wanted: &dyn Fn(&str) -> bool) -> Vec<Artifact> {
    let hub = site.hub();
    let mut artifacts = Vec::new();
    if wanted("/") {
        let all: Vec<usize> = (0..site.documents.len()).filter(|page| is_listed(&site.documents[*page])).collect();
        artifacts.extend(feed(site, cards, &hub.title, "/", &all));
    }
    for collection in site.sections.iter().chain(&site.topics).filter(|list| list.by_date && wanted(&list.address)) {
        let title = format!("{} – {}", collection.title, hub.title);
        artifacts.extend(feed(site, cards, &title, &collection.address, &collection.pages));
    }
    artifacts
}

/// When a page last changed in more than small ways.
fn changed(site: &Site, page: usize) -> Option<Timestamp> {
    let common = &site.documents[page].common;
    common.updated.max(common.published)
}

fn feed(site: &Site, cards: &[Card], title: &str, address: &str, pages: &[usize]) -> Vec<Artifact> {
    let in_feeds = |page: &usize| site.documents[*page].content_type.in_feeds && !site.documents[*page].is_landing();
    let mut entries: Vec<(Timestamp, usize)> =
        pages.iter().copied().filter(in_feeds).filter_map(|page| Some((changed(site, page)?, page))).collect();
    entries.sort_by_key(|(at, page)| (std::cmp::Reverse(*at), *page));
    entries.truncate(site.hub().feed_limit);
    let path = address.trim_start_matches('/');
    vec![
        Artifact::new(format!("{path}feed.xml"), atom(site, cards, title, address, &entries)),
        Artifact::new(format!("{path}feed.json"), json_feed(site, cards, title, address, &entries)),
    ]
}

/// A name for ever (RFC 4151): the host, the year from which the scheme counts, and what is meant.
fn tag(site: &Site, what: &str) -> String {
    let host = site.hub().base_url.split("//").nth(1).and_then(|rest| rest.split(['/', ':']).next()).unwrap_or("hub");
    format!("tag:{host},2026:{what}")
}

fn entry_id(site: &Site, card: &Card) -> String {
    tag(site, if card.id.is_empty() { &card.url } else { &card.id })
}

fn atom(site: &Site, cards: &[Card], title: &str, address: &str, entries: &[(Timestamp, usize)]) -> String {
    let hub = site.hub();
    let text = |text: &str| escape(&allowed(text));
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    // A feed with nothing in it has not changed since the beginning.
    let updated = entries.iter().map(|(at, _)| *at).max().unwrap_or(Timestamp::UNIX_EPOCH);
    xml += &format!("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n", text(&hub.lang));
    xml += &format!("<title>{}</title>\n<id>{}</id>\n<updated>{updated}</updated>\n", text(title), text(&tag(site, address)));
    xml +=
        &format!("<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n", text(&site.absolute(&format!("{address}feed.xml"))));
    xml += &format!("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", text(&site.absolute(address)));
    xml += &format!("<author><name>{}</name></author>\n", text(&hub.publisher.name));
    for (at, page) in entries {
        let card = &cards[*page];
        let published = site.documents[*page].common.published.unwrap_or(*at);
        let url = text(&site.absolute(&card.url));
        xml += &format!("<entry>\n<title>{}</title>\n<id>{}</id>\n", text(&card.title), text(&entry_id(site, card)));
        xml += &format!("<link rel=\"alternate\" type=\"text/html\" href=\"{url}\"/>\n");
        xml += &format!(
            "<published>{published}</published>\n<updated>{at}</updated>\n<category term=\"{}\" label=\"{}\"/>\n",
            text(&card.content_type),
            text(&plain(&card.type_name))
        );
        if !card.summary.is_empty() {
            xml += &format!("<summary>{}</summary>\n", text(&plain(&card.summary)));
        }
        xml += "</entry>\n";
    }
    xml + "</feed>\n"
}

fn json_feed(site: &Site, cards: &[Card], title: &str, address: &str, entries: &[(Timestamp, usize)]) -> String {
    let hub = site.hub();
    let items: Vec<_> = entries
        .iter()
        .map(|(at, page)| {
            let card = &cards[*page];
            let mut item = json!({
                "id": entry_id(site, card),
                "url": site.absolute(&card.url),
                "title": card.title,
                // Every item has a text: for a page without a summary it is the title.
                "content_text": if card.summary.is_empty() { card.title.clone() } else { plain(&card.summary) },
                "date_published": site.documents[*page].common.published.unwrap_or(*at).to_string(),
                "date_modified": at.to_string(),
                "tags": [plain(&card.type_name)],
            });
            if card.lang != hub.lang && !card.lang.is_empty() {
                item["language"] = json!(card.lang);
            }
            item
        })
        .collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": site.absolute(address),
        "feed_url": site.absolute(&format!("{address}feed.json")),
        "language": hub.lang,
        "authors": [{ "name": hub.publisher.name }],
        "items": items,
    });
    format!("{feed:#}\n")
}

/// Characters that XML 1.0 may hold; the others have no place in a title.
fn allowed(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect()
}
