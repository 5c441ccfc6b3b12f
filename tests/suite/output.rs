//! The demonstration hub as it is published, read back from the tree as a browser, a feed reader and a crawler would.

use std::collections::{BTreeMap, BTreeSet};

use almoner::build::{self, BuildRequest};
use almoner::release::Include;
use camino::Utf8Path;

use crate::cases::Silent;
use crate::folder::{Folder, tree};
use crate::markup::{self, Tag};

const BASE: &str = "https://hub.college.example.org";

/// A published tree, taken apart once.
struct Site {
    files: BTreeMap<String, Vec<u8>>,
    /// The tags of each page, by the address at which it is served.
    pages: BTreeMap<String, Vec<Tag>>,
    redirects: BTreeMap<String, String>,
}

impl Site {
    fn build() -> Site {
        let folder = Folder::empty();
        let hub = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let output = folder.path().join("public");
        let request = BuildRequest {
            hub,
            output: output.clone(),
            base_url: None,
            as_of: "2026-11-28T12:00:00Z".parse().expect("a sound instant"),
            include: Include::default(),
            sync: false,
        };
        let outcome = build::build(&request, &mut Silent).expect("the demonstration hub can be built");
        assert!(outcome.made.is_some(), "{}", crate::said::lines(Utf8Path::new(env!("CARGO_MANIFEST_DIR")), &outcome.diagnostics));
        let files = tree(&output);
        let text = |path: &str| String::from_utf8(files[path].clone()).expect("a text file");
        let html = files.keys().filter(|path| path.ends_with(".html"));
        let pages = html.map(|path| (format!("/{}", path.strip_suffix("index.html").unwrap_or(path)), markup::tags(&text(path)))).collect();
        let redirects = text("_redirects").lines().filter_map(redirect).collect();
        Site { files, pages, redirects }
    }

    fn text(&self, path: &str) -> &str {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("the tree has no `{path}`"));
        std::str::from_utf8(bytes).expect("a text file")
    }

    /// Whether something is served at an address, and has a place of that name if one is asked for.
    fn fault_of(&self, from: &str, written: &str) -> Option<String> {
        let written = written.strip_prefix(BASE).filter(|rest| rest.starts_with('/') || rest.is_empty()).unwrap_or(written);
        let (path, place) = written.split_once('#').map_or((written, None), |(path, place)| (path, Some(place)));
        let path = path.split('?').next().unwrap_or_default();
        let address = if path.is_empty() { from.to_owned() } else { path.to_owned() };
        if !address.starts_with('/') {
            return Some(format!("`{written}` is not written from the root"));
        }
        let address = self.redirects.get(&address).unwrap_or(&address);
        let Some(tags) = self.pages.get(address) else {
            let is_file = self.files.contains_key(address.trim_start_matches('/'));
            return (!is_file).then(|| format!("nothing is served at `{written}`"));
        };
        let place = place.filter(|place| !place.is_empty())?;
        (!tags.iter().any(|tag| tag.get("id") == Some(place))).then(|| format!("`{written}` names no place of that page"))
    }
}

fn redirect(line: &str) -> Option<(String, String)> {
    let mut words = line.split_whitespace();
    Some((words.next()?.to_owned(), words.next()?.to_owned()))
}

#[test]
fn every_address_that_the_demonstration_hub_has_recorded_is_served() {
    let site = Site::build();
    let recorded =
        std::fs::read_to_string(Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("content/_published.txt")).expect("it is recorded");
    let addresses: Vec<&str> = recorded.lines().filter(|line| line.starts_with('/')).collect();
    let lost: Vec<_> = addresses.iter().filter_map(|address| site.fault_of("/", address)).collect();
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(addresses.len() > 200, "{} addresses", addresses.len());
}

/// Whether the address leads to another host. What is ours has our own base.
fn is_foreign(address: &str) -> bool {
    let lower = address.trim().to_ascii_lowercase();
    let ours = address.starts_with(&format!("{BASE}/")) || address == BASE;
    !ours && (lower.starts_with("//") || lower.contains("://"))
}

#[test]
#[expect(clippy::print_stdout, reason = "how much was looked at is half of what the test says")]
fn the_demonstration_hub_is_sound_as_published() {
    let site = Site::build();
    let mut faults = Vec::new();
    let mut checked = 0;
    let mut reached = BTreeSet::new();
    for (page, tags) in &site.pages {
        for tag in tags {
            for (attribute, value) in addresses(tag) {
                let fetched = is_fetched(tag, attribute);
                if value.starts_with("mailto:") || value.starts_with("tel:") {
                    continue;
                }
                if is_foreign(value) {
                    if fetched {
                        faults.push(format!("{page}: <{}> asks another host for `{value}`", tag.name));
                    }
                    continue;
                }
                checked += 1;
                reached.insert(value.split(['#', '?']).next().unwrap_or_default().trim_start_matches('/').to_owned());
                faults.extend(site.fault_of(page, value).map(|fault| format!("{page}: <{}> {fault}", tag.name)));
            }
        }
        faults.extend(unsafe_parts(tags).into_iter().map(|fault| format!("{page}: {fault}")));
        faults.extend(repeated_ids(tags).into_iter().map(|id| format!("{page}: the id `{id}` is given twice")));
    }
    for (path, _) in site.files.iter().filter(|(path, _)| path.ends_with(".css") || path.ends_with(".svg")) {
        for address in site.text(path).split("url(").skip(1).filter_map(|rest| rest.split(')').next()) {
            checked += 1;
            let address = address.trim_matches(['"', '\'']);
            let own = address.starts_with("data:") || address.starts_with('#');
            faults.extend(site.fault_of("/", address).filter(|_| !own).map(|fault| format!("{path}: {fault}")));
        }
        assert!(!site.text(path).contains("@import"), "{path} imports another style sheet");
    }
    // Only what a released page reaches is published.
    for path in site.files.keys().filter(|path| path.starts_with("files/") || path.starts_with("assets/")) {
        if !reached.contains(path) {
            faults.push(format!("no page shows or offers `{path}`"));
        }
    }
    for (from, to) in &site.redirects {
        checked += 1;
        faults.extend(site.fault_of("/", to).map(|fault| format!("_redirects: from `{from}`: {fault}")));
    }
    checked += check_sitemap(&site, &mut faults) + check_feeds(&site, &mut faults) + check_headers(&site, &mut faults);
    assert!(faults.is_empty(), "{} faults, the first of them:\n{}", faults.len(), faults[..faults.len().min(40)].join("\n"));
    println!("{checked} links, places and files of {} pages resolve", site.pages.len());
    assert!(checked > 1_000, "only {checked} were checked");
}

/// The attributes of a tag that hold addresses.
fn addresses(tag: &Tag) -> Vec<(&'static str, &str)> {
    let plain =
        ["href", "src", "action", "poster", "data", "cite", "formaction"].into_iter().filter_map(|name| Some((name, tag.get(name)?)));
    let srcset = tag.get("srcset").into_iter().flat_map(|list| list.split(',')).filter_map(|one| one.split_whitespace().next());
    let property = tag.get("property").or(tag.get("name")).unwrap_or_default();
    let meta = tag.get("content").filter(|_| matches!(property, "og:url" | "og:image" | "citation_public_url" | "citation_pdf_url"));
    plain.chain(srcset.map(|address| ("srcset", address))).chain(meta.map(|address| ("content", address))).collect()
}

/// Whether a browser fetches it without being asked to.
fn is_fetched(tag: &Tag, attribute: &str) -> bool {
    match tag.name.as_str() {
        "a" | "area" | "q" | "blockquote" | "meta" => false,
        "link" => !tag.get("rel").is_some_and(|rel| matches!(rel, "canonical" | "license" | "alternate" | "author")),
        _ => attribute != "cite",
    }
}

/// What a strict policy would refuse: inline scripts and styles, handlers, frames.
fn unsafe_parts(tags: &[Tag]) -> Vec<String> {
    let mut found = Vec::new();
    for tag in tags {
        if let Some(name) = tag.attributes.keys().find(|name| name.starts_with("on") || *name == "style" || *name == "srcdoc") {
            found.push(format!("<{}> has `{name}`", tag.name));
        }
        if matches!(tag.name.as_str(), "style" | "iframe" | "object" | "embed" | "base") {
            found.push(format!("<{}> may not stand in a page", tag.name));
        }
        if tag.name == "script" && tag.get("src").is_none() {
            // Data, which no browser runs: what machines read of the page, and the words of its script.
            if !matches!(tag.get("type"), Some("application/ld+json" | "application/json")) {
                found.push("a script stands in the page itself".to_owned());
            } else if let Err(error) = serde_json::from_str::<serde_json::Value>(&tag.inside) {
                found.push(format!("its JSON cannot be read: {error}"));
            }
        }
        if tag.name == "img" && (tag.get("alt").is_none() || tag.get("width").is_none() || tag.get("height").is_none()) {
            found.push(format!("the image `{}` lacks words or a size", tag.get("src").unwrap_or_default()));
        }
    }
    found
}

fn repeated_ids(tags: &[Tag]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    tags.iter().filter_map(|tag| tag.get("id")).filter(|id| !seen.insert(*id)).map(str::to_owned).collect()
}

fn is_noindex(tags: &[Tag]) -> bool {
    tags.iter()
        .any(|tag| tag.name == "meta" && tag.get("name") == Some("robots") && tag.get("content").is_some_and(|c| c.contains("noindex")))
}

fn canonical(tags: &[Tag]) -> Option<&str> {
    tags.iter().find(|tag| tag.name == "link" && tag.get("rel") == Some("canonical")).and_then(|tag| tag.get("href"))
}

/// Every address leads to a page that wants to be found, each once, and every such page is there.
fn check_sitemap(site: &Site, faults: &mut Vec<String>) -> usize {
    let xml = roxmltree::Document::parse(site.text("sitemap.xml")).expect("the sitemap is XML");
    let listed: Vec<&str> = xml.descendants().filter(|node| node.has_tag_name("loc")).filter_map(|node| node.text()).collect();
    let unique: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(unique.len(), listed.len(), "the sitemap names an address twice");
    for address in &listed {
        match address.strip_prefix(BASE).and_then(|path| site.pages.get(path)) {
            Some(tags) if is_noindex(tags) => faults.push(format!("sitemap.xml: {address} asks not to be found")),
            Some(tags) if canonical(tags) != Some(*address) => faults.push(format!("sitemap.xml: {address} says that it is another page")),
            Some(_) => {}
            None => faults.push(format!("sitemap.xml: nothing is served at {address}")),
        }
    }
    for (address, tags) in site.pages.iter().filter(|(_, tags)| !is_noindex(tags)) {
        let absolute = format!("{BASE}{address}");
        let first_of_many = address.contains("/page/") || address == "/404.html";
        if canonical(tags) == Some(absolute.as_str()) && !unique.contains(absolute.as_str()) && !first_of_many {
            faults.push(format!("sitemap.xml lacks {address}"));
        }
    }
    let robots = site.text("robots.txt");
    assert!(robots.contains(&format!("Sitemap: {BASE}/sitemap.xml")), "robots.txt does not name the sitemap");
    listed.len()
}

/// Atom and JSON Feed say the same, newest first, and every entry leads to a page.
fn check_feeds(site: &Site, faults: &mut Vec<String>) -> usize {
    let mut checked = 0;
    for path in site.files.keys().filter(|path| path.ends_with("feed.xml")) {
        let xml = roxmltree::Document::parse(site.text(path)).unwrap_or_else(|error| panic!("{path} is no XML: {error}"));
        let feed = xml.root_element();
        let child = |node: roxmltree::Node<'_, '_>, name: &str| -> Option<String> {
            node.children().find(|child| child.tag_name().name() == name).and_then(|child| child.text()).map(str::to_owned)
        };
        assert_eq!(feed.tag_name().namespace(), Some("http://www.w3.org/2005/Atom"), "{path}");
        for name in ["title", "id", "updated", "author"] {
            assert!(feed.children().any(|child| child.tag_name().name() == name), "{path} has no `{name}`");
        }
        let own = feed.children().find(|child| child.tag_name().name() == "link" && child.attribute("rel") == Some("self"));
        assert_eq!(
            own.and_then(|link| link.attribute("href")),
            Some(format!("{BASE}/{path}").as_str()),
            "{path} does not know its own address"
        );
        let entries: Vec<_> = feed.children().filter(|child| child.tag_name().name() == "entry").collect();
        let mut ids = BTreeSet::new();
        let mut last: Option<String> = None;
        for entry in &entries {
            checked += 1;
            let id = child(*entry, "id").unwrap_or_default();
            let updated = child(*entry, "updated").unwrap_or_default();
            if updated.parse::<jiff::Timestamp>().is_err() || child(*entry, "title").is_none() {
                faults.push(format!("{path}: {id} lacks a title or a moment"));
            }
            if last.as_ref().is_some_and(|last| *last < updated) {
                faults.push(format!("{path}: {id} is newer than the entry before it"));
            }
            last = Some(updated);
            if !ids.insert(id.clone()) {
                faults.push(format!("{path}: {id} stands twice"));
            }
            let link = entry.children().find(|child| child.tag_name().name() == "link").and_then(|link| link.attribute("href"));
            faults.extend(site.fault_of("/", link.unwrap_or_default()).map(|fault| format!("{path}: {fault}")));
        }
        let newest = entries.first().and_then(|entry| child(*entry, "updated"));
        if newest.is_some() && child(feed, "updated") != newest {
            faults.push(format!("{path}: the feed is not as new as its newest entry"));
        }
        let json: serde_json::Value = serde_json::from_str(site.text(&path.replace("feed.xml", "feed.json"))).expect("a JSON feed is JSON");
        assert_eq!(json["version"], "https://jsonfeed.org/version/1.1", "{path}");
        let same: Vec<&str> = json["items"].as_array().expect("a feed has items").iter().filter_map(|item| item["id"].as_str()).collect();
        let order: Vec<String> = entries.iter().filter_map(|entry| child(*entry, "id")).collect();
        if order != same {
            faults.push(format!("{path} and its JSON feed differ"));
        }
    }
    assert!(checked > 0, "no feed has an entry");
    checked
}

/// The policy holds for every page, and what never changes its content is kept for ever.
/// Whether a rule of `_headers` is for an address: `*` stands for anything, `:name` for one part.
fn is_ruled(address: &str, rule: &str) -> bool {
    if let Some((start, end)) = rule.split_once('*') {
        return address.starts_with(start) && address.ends_with(end);
    }
    let (parts, asked): (Vec<&str>, Vec<&str>) = (address.split('/').collect(), rule.split('/').collect());
    parts.len() == asked.len() && parts.iter().zip(asked).all(|(part, asked)| asked.starts_with(':') || *part == asked)
}

fn check_headers(site: &Site, faults: &mut Vec<String>) -> usize {
    let mut rules: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut path = "";
    for line in site.text("_headers").lines().filter(|line| !line.trim().is_empty()) {
        if line.starts_with('/') {
            path = line;
        } else {
            assert!(line.starts_with("  ") && line.contains(": ") || line.starts_with("  !"), "_headers: `{line}` is no header");
            rules.entry(path).or_default().push(line.trim());
        }
    }
    let everywhere = rules.get("/*").expect("a rule for every page").join("\n");
    for part in [
        "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';",
        "require-trusted-types-for 'script'",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy:",
    ] {
        assert!(everywhere.contains(part), "_headers: no page has `{part}`");
    }
    assert!(!everywhere.contains("unsafe-") && !everywhere.contains("http"), "_headers: the policy lets others in");
    for folder in ["/assets/*", "/files/*"] {
        let kept = rules.get(folder).is_some_and(|rule| rule.iter().any(|line| line.contains("immutable")));
        assert!(kept, "_headers: `{folder}` is not kept");
    }
    for path in rules.keys().filter(|path| !matches!(**path, "/*" | "/assets/*" | "/files/*")) {
        let mut served = site.pages.keys().cloned().chain(site.files.keys().map(|path| format!("/{path}")));
        if !served.any(|address| is_ruled(&address, path)) {
            faults.push(format!("_headers: nothing is served at `{path}`"));
        }
    }
    rules.len()
}
