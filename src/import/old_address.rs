//! Where a browser found a page of the old site: as Hugo, Jekyll and Zola make addresses of files, fields and settings.

use jiff::civil::Date;

use super::date;
use super::front::{is_yes, scalar, scalars};
use super::plan::{Kind, Page};
use super::site::{Generator, Site, lookup};
use crate::load::slug::slug;
use crate::load::value::Value;

pub fn of(site: &Site, page: &Page) -> String {
    match site.generator.unwrap_or(Generator::Hugo) {
        Generator::Hugo => hugo(site, page),
        Generator::Zola => zola(page),
        Generator::Jekyll => jekyll(site, page),
    }
}

/// A part of a path as Hugo has it in addresses.
fn urlized(part: &str) -> String {
    let kept = part.trim().chars().map(|c| if c.is_whitespace() { '-' } else { c });
    kept.filter(|c| c.is_alphanumeric() || "-._~+@".contains(*c)).collect::<String>().to_lowercase()
}

fn folder_address(page: &Page, part: impl Fn(&str) -> String) -> String {
    let parts: Vec<String> = page.lang.iter().cloned().chain(page.place().components().map(|folder| part(folder.as_str()))).collect();
    if parts.is_empty() { "/".to_owned() } else { format!("/{}/", parts.join("/")) }
}

fn day_of(page: &Page, site: &Site) -> Option<Date> {
    let written = page.text("date").or_else(|| page.day.clone())?;
    Some(date::moment(&written, &site.zone())?.to_zoned(site.zone()).date())
}

fn hugo(site: &Site, page: &Page) -> String {
    if let Some(url) = page.text("url").filter(|url| !url.contains(':') || url.contains("://")) {
        let path = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest.find('/').map_or("/", |at| &rest[at..]));
        return format!("/{}", path.trim_start_matches('/'));
    }
    let folder = folder_address(page, urlized);
    match page.kind {
        Kind::Landing => return folder,
        Kind::Bundle if page.text("slug").is_none() => return pattern_of(site, page).unwrap_or(folder),
        _ => {}
    }
    if let Some(address) = pattern_of(site, page) {
        return address;
    }
    let name = page.text("slug").map_or_else(|| urlized(&page.name), |slug| urlized(&slug));
    let parent = match page.kind {
        Kind::Bundle => folder.trim_end_matches('/').rsplit_once('/').map_or("/".to_owned(), |(parent, _)| format!("{parent}/")),
        _ => folder,
    };
    let ugly = site.setting("uglyURLs").is_some_and(is_yes);
    format!("{parent}{name}{}", if ugly { ".html" } else { "/" })
}

/// The address that the settings ask for in a page's section.
fn pattern_of(site: &Site, page: &Page) -> Option<String> {
    let permalinks = site.setting("permalinks")?.as_map()?;
    let section = page.path.components().next().filter(|_| page.path.components().count() > 1).map_or("/", |part| part.as_str());
    let pages = lookup(permalinks, "page").and_then(Value::as_map);
    let pattern = pages.and_then(|map| lookup(map, section)).or_else(|| lookup(permalinks, section)).and_then(scalar)?;
    let sections: Vec<String> = page.place().components().map(|part| urlized(part.as_str())).collect();
    let file = if page.kind == Kind::Bundle { sections.last().cloned().unwrap_or_default() } else { urlized(&page.name) };
    let title = page.text("title").map(|title| urlized(&title)).unwrap_or_else(|| file.clone());
    let written = page.text("slug").map(|slug| urlized(&slug));
    let token = |name: &str| {
        Some(match name {
            "section" => sections.first().cloned().unwrap_or_default(),
            "sections" => sections.join("/"),
            "title" => title.clone(),
            "slug" => written.clone().unwrap_or_else(|| title.clone()),
            "slugorfilename" | "slugorcontentbasename" => written.clone().unwrap_or_else(|| file.clone()),
            "filename" | "contentbasename" => file.clone(),
            other => dated(other, day_of(page, site))?,
        })
    };
    Some(filled(&pattern, token))
}

/// Parts of a date, as patterns of addresses name them.
fn dated(name: &str, day: Option<Date>) -> Option<String> {
    let day = day?;
    Some(match name {
        "year" => day.strftime("%Y").to_string(),
        "short_year" => day.strftime("%y").to_string(),
        "month" => day.strftime("%m").to_string(),
        "i_month" => day.month().to_string(),
        "monthname" => day.strftime("%B").to_string().to_lowercase(),
        "short_month" => day.strftime("%b").to_string(),
        "long_month" => day.strftime("%B").to_string(),
        "day" => day.strftime("%d").to_string(),
        "i_day" => day.day().to_string(),
        "y_day" | "yearday" => format!("{:03}", day.day_of_year()),
        "weekday" => day.weekday().to_sunday_zero_offset().to_string(),
        "weekdayname" => day.strftime("%A").to_string().to_lowercase(),
        _ => return None,
    })
}

/// A pattern with its tokens, `:year`, filled in; what nobody knows is left out.
fn filled(pattern: &str, token: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(':') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
        out.push_str(&token(&after[..end]).unwrap_or_default());
        rest = &after[end..];
    }
    out.push_str(rest);
    let parts: Vec<&str> = out.split('/').filter(|part| !part.is_empty()).collect();
    let slash = if out.ends_with('/') && !parts.is_empty() { "/" } else { "" };
    format!("/{}{slash}", parts.join("/"))
}

fn zola(page: &Page) -> String {
    if let Some(path) = page.text("path") {
        return format!("/{}/", path.trim_matches('/')).replace("//", "/");
    }
    let folder = folder_address(page, slug);
    let parent = folder.trim_end_matches('/').rsplit_once('/').map_or("/".to_owned(), |(parent, _)| format!("{parent}/"));
    match (page.kind, page.text("slug")) {
        (Kind::Landing, _) | (Kind::Bundle, None) => folder,
        (Kind::Bundle, Some(written)) => format!("{parent}{}/", slug(&written)),
        (_, written) => format!("{folder}{}/", slug(&written.unwrap_or_else(|| page.name.clone()))),
    }
}

fn jekyll(site: &Site, page: &Page) -> String {
    let collection = page.path.components().next().map(|part| part.as_str()).and_then(|part| part.strip_prefix('_'));
    let categories = || {
        let folders = page.folder().components().map(|part| part.as_str()).take_while(|part| !part.starts_with('_')).map(str::to_owned);
        let written = ["categories", "category"].iter().find_map(|name| page.field(name));
        let words = written.map(scalars).unwrap_or_default();
        // One text may name several, parted by blanks.
        let words = words.iter().flat_map(|text| text.split_whitespace()).map(slug).collect::<Vec<_>>();
        folders.map(|folder| slug(&folder)).chain(words).collect::<Vec<_>>().join("/")
    };
    let title = page.text("slug").map_or_else(|| slug(&page.name), |written| slug(&written));
    let pattern = page.text("permalink").or_else(|| default_permalink(site, page)).unwrap_or_else(|| match (page.kind, collection) {
        (Kind::Post, _) => "date".to_owned(),
        (_, Some(_)) => "/:collection/:path:output_ext".to_owned(),
        _ => site.setting("permalink").and_then(scalar).filter(|style| style == "pretty").unwrap_or_else(|| "none".into()),
    });
    let ending = if pattern.ends_with('/') || pattern == "pretty" { "/" } else { ".html" };
    let pattern = match (pattern.as_str(), page.kind) {
        ("date", Kind::Post) => "/:categories/:year/:month/:day/:title:output_ext",
        ("pretty", Kind::Post) => "/:categories/:year/:month/:day/:title/",
        ("ordinal", Kind::Post) => "/:categories/:year/:y_day/:title:output_ext",
        ("none", Kind::Post) => "/:categories/:title:output_ext",
        ("pretty", _) => "/:path/:basename/",
        ("date" | "ordinal" | "none" | "weekdate", _) => "/:path/:basename:output_ext",
        (other, _) => other,
    };
    if page.kind == Kind::Landing && page.text("permalink").is_none() {
        return folder_address(page, str::to_owned);
    }
    let below = |from: usize| page.folder().components().skip(from).map(|part| part.as_str().to_owned()).collect::<Vec<_>>().join("/");
    let token = |name: &str| {
        Some(match name {
            "categories" => categories(),
            "title" | "slug" => title.clone(),
            "basename" | "name" => page.name.clone(),
            "collection" => collection.unwrap_or_default().to_owned(),
            "path" if collection.is_some() && page.kind != Kind::Post => {
                let folder = below(1);
                if folder.is_empty() { page.name.clone() } else { format!("{folder}/{}", page.name) }
            }
            "path" => below(0),
            "output_ext" => ending.to_owned(),
            other => dated(other, day_of(page, site))?,
        })
    };
    let pattern = if pattern.starts_with('/') { pattern.to_owned() } else { format!("/{pattern}") };
    let address = filled(&pattern, token);
    if address.ends_with("/.html") { address.trim_end_matches(".html").to_owned() } else { address }
}

/// What the settings say for all pages of a folder or kind.
fn default_permalink(site: &Site, page: &Page) -> Option<String> {
    let kind = match (page.kind, page.path.as_str().strip_prefix('_').and_then(|path| path.split('/').next())) {
        (Kind::Post, _) => "posts",
        (_, Some(collection)) => collection,
        _ => "pages",
    };
    let mut found = None;
    for default in site.setting("defaults").and_then(Value::as_list).unwrap_or_default() {
        let Some(default) = default.as_map() else { continue };
        let scope = default.get("scope").and_then(Value::as_map);
        let scoped = |name: &str| scope.and_then(|map| map.get(name)).and_then(scalar).unwrap_or_default();
        let fits = page.path.starts_with(scoped("path").trim_matches('/')) || scoped("path").is_empty();
        if fits && (scoped("type").is_empty() || scoped("type") == kind) {
            let value = default.get("values").and_then(Value::as_map).and_then(|map| map.get("permalink")).and_then(scalar);
            found = value.or(found);
        }
    }
    let collection = site.setting("collections").and_then(Value::as_map).and_then(|map| map.get(kind)).and_then(Value::as_map);
    found
        .or_else(|| collection.and_then(|map| map.get("permalink")).and_then(scalar))
        .or_else(|| site.setting("permalink").and_then(scalar).filter(|_| page.kind == Kind::Post))
}
