//! What only all pages together can tell: which pages gather a topic, which old addresses can lead on, and the files that pages become.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

use super::fields::Fields;
use super::library::Library;
use super::plan::{Kind, Page};
use super::report::{Finding, Matter};
use crate::assemble::address;
use crate::load::yaml;

/// Front matter may have 64 kB; more addresses than fit are given to further pages that say the same.
const MAX_FRONT: usize = 60_000;

/// The topics that pages name, by the last part of their address.
pub fn topics(fields: &[Fields]) -> BTreeSet<String> {
    fields.iter().flat_map(|fields| &fields.topics).map(|topic| address::slug(topic)).collect()
}

/// Pages that stand where a topic's list would be, or for a term of the old site, gather that topic. Each is known to the others by its file's name.
pub fn topic_pages(pages: &mut [Page], fields: &mut [Fields]) {
    let named = topics(fields);
    let mut stems: BTreeMap<String, usize> = BTreeMap::new();
    let taken: BTreeSet<Utf8PathBuf> = pages.iter().map(|page| page.target.clone()).collect();
    let folders: BTreeSet<Utf8PathBuf> =
        pages.iter().filter(|page| page.kind != Kind::Landing).filter_map(|page| page.target.parent().map(Utf8Path::to_owned)).collect();
    for (index, page) in pages.iter_mut().enumerate() {
        let Some((taxonomy, term)) = page.address.trim_matches('/').split_once('/') else { continue };
        let is_term =
            matches!(taxonomy, "topics" | "tags" | "tag" | "categories" | "category") && named.contains(term) && page.slug.is_none();
        if !is_term || stems.contains_key(term) {
            continue;
        }
        // What has ended leaves its place to the list of the topic.
        if fields[index].expires.is_some() {
            let stem = if page.target.file_stem() == Some("_index") { "introduction" } else { term };
            page.target.set_file_name(format!("{stem}-page.md"));
            page.address = address::of_file(&page.target, None);
            continue;
        }
        // Its own file beside the others, unless pages lie in its folder.
        if page.target.file_stem() == Some("_index") {
            let folder = page.target.parent().unwrap_or(Utf8Path::new("")).to_owned();
            let file = Utf8PathBuf::from(format!("{folder}.md"));
            if !folders.contains(&folder) && !taken.contains(&file) {
                page.target = file;
            }
        }
        page.is_topic = true;
        stems.insert(term.to_owned(), index);
    }
    let names: BTreeMap<String, String> = stems.into_iter().map(|(term, index)| (term, stem(&pages[index].target).to_owned())).collect();
    for fields in fields {
        for topic in &mut fields.topics {
            if let Some(name) = names.get(&address::slug(topic)) {
                topic.clone_from(name);
            }
        }
        let mut seen = BTreeSet::new();
        fields.topics.retain(|topic| seen.insert(address::slug(topic)));
    }
}

/// What a page is called by others: its file, or its folder where it introduces one.
fn stem(target: &Utf8Path) -> &str {
    match target.file_stem().unwrap_or_default() {
        "_index" => target.parent().and_then(Utf8Path::file_name).unwrap_or_default(),
        stem => stem,
    }
}

/// For each page the old addresses that lead to it. What two pages want is given to the first; what a page or list of the new hub has is theirs.
pub fn aliases(pages: &[Page], fields: &[Fields], library: &Library<'_>, findings: &mut Vec<Finding>) -> Vec<Vec<String>> {
    let mut taken: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        taken.insert(page.address.clone(), Some(index));
        for folder in page.target.ancestors().skip(1) {
            taken.entry(address::of_folder(folder)).or_insert(None);
        }
    }
    for topic in topics(fields) {
        taken.entry(format!("/topics/{topic}/")).or_insert(None);
    }
    for ours in ["/", "/topics/", "/a-z/", "/feed.xml", "/feed.json", "/sitemap.xml", "/robots.txt", "/404.html", "/404/"] {
        taken.entry(ours.to_owned()).or_insert(None);
    }
    let is_ours = |address: &str| ["/search/", "/offline/", "/browse/", "/id/"].iter().any(|ours| address.starts_with(ours));
    let mut found: Vec<Vec<String>> = vec![Vec::new(); pages.len()];
    // Addresses that pages had come before those that somebody added to them.
    let own = pages.iter().enumerate().map(|(index, page)| (index, page.old.clone(), false));
    // A page that readers can see comes before one that they cannot.
    let mut order: Vec<usize> = (0..pages.len()).collect();
    order.sort_by_key(|index| pages[*index].draft.is_some() || fields[*index].expires.is_some());
    let written = order.into_iter().flat_map(|index| {
        let (page, fields) = (&pages[index], &fields[index]);
        fields.aliases.iter().map(move |alias| (index, absolute(alias, page), true))
    });
    for (index, written, is_said) in own.chain(written).collect::<Vec<_>>() {
        let alias = address::normal(&written);
        if alias == pages[index].address {
            continue;
        }
        let why = if is_ours(&alias) || alias.contains(char::is_whitespace) {
            Some("the new hub has a page of its own there".to_owned())
        } else {
            match taken.get(&alias) {
                None => None,
                Some(Some(other)) if *other == index => continue,
                Some(Some(other)) => Some(format!("it belongs to {}", library.pages[*other].path)),
                Some(None) => Some("the new hub has a list there".to_owned()),
            }
        };
        match why {
            None => {
                taken.insert(alias.clone(), Some(index));
                found[index].push(alias);
            }
            Some(why) if is_said || pages[index].draft.is_none() => findings.push(Finding {
                matter: Matter::Alias,
                kind: String::new(),
                became: why,
                file: pages[index].source.file.clone(),
                line: 0,
                column: 0,
                words: alias,
            }),
            Some(_) => {}
        }
    }
    found
}

/// An alias as an address from the root: Hugo takes one without a slash as a neighbour of its page.
fn absolute(alias: &str, page: &Page) -> String {
    let path = alias.split_once("://").map_or(alias, |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
    if path.starts_with('/') {
        return path.to_owned();
    }
    let parent = page.old.trim_end_matches('/').rsplit_once('/').map_or("/", |(parent, _)| parent);
    format!("{}/{path}", parent.trim_end_matches('/'))
}

/// What an editor should look at in a page.
pub fn remarks(page: &Page, fields: &Fields) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut remark = |what: String| {
        found.push(Finding {
            matter: Matter::Page,
            kind: String::new(),
            became: what,
            file: page.source.file.clone(),
            line: 0,
            column: 0,
            words: String::new(),
        });
    };
    if let Some(why) = &page.draft {
        remark(format!("a draft: {why}"));
    }
    if fields.untitled {
        remark(format!("had no title, and is called `{}` after its file", fields.title));
    }
    // Names that only lose what hides them need no word.
    let plain: Vec<&str> = page
        .path
        .components()
        .map(|part| part.as_str().trim_start_matches('_'))
        .map(|part| if part == "drafts" { "posts" } else { part })
        .collect();
    let plain = Utf8PathBuf::from(plain.join("/")).with_extension("md");
    let usual = match page.kind {
        Kind::Bundle => Utf8PathBuf::from(format!("{}.md", page.folder())),
        _ => plain.clone(),
    };
    if page.target != usual
        && page.target != plain
        && !page.is_topic
        && page.kind != Kind::Landing
        && page.target.file_stem() != Some("_index")
    {
        remark(format!("is called {} now", page.target));
    }
    found
}

/// A page of the new hub, as one file or, with more old addresses than a page may have, as several.
pub fn page_files(page: &Page, fields: &Fields, lang: Option<&str>, aliases: &[String], body: &str) -> Vec<(Utf8PathBuf, String)> {
    let fault = page.front.fault.as_ref().map(|_| page.source.text[page.front.head.clone()].to_owned());
    let fixed = yaml::write(&fields.json(page, lang, &[], fault.as_deref()).into()).len();
    let mut parts: Vec<Vec<String>> = vec![Vec::new()];
    let mut size = fixed;
    for alias in aliases {
        if size + alias.len() + 5 > MAX_FRONT {
            parts.push(Vec::new());
            size = fixed;
        }
        size += alias.len() + 5;
        parts.last_mut().expect("there is one").push(alias.clone());
    }
    let files = parts.iter().enumerate().map(|(index, aliases)| {
        let mut page = page.clone();
        if index > 0 {
            let stem = page.target.file_stem().unwrap_or("page").replace("_index", "index");
            page.target.set_file_name(format!("{stem}-{}.md", index + 1));
            page.slug = None;
            page.translation_of = None;
        }
        let head = yaml::write(&fields.json(&page, lang, aliases, fault.as_deref()).into());
        let text = if body.is_empty() { format!("---\n{head}---\n") } else { format!("---\n{head}---\n\n{body}\n") };
        (page.target, text)
    });
    files.collect()
}
