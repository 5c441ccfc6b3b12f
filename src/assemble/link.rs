//! What a written address means: a place on this page, another page, a file, or somewhere else in the world.

use camino::{Utf8Path, Utf8PathBuf};

use super::address;
use super::register::{Found, PageIndex, Unseen};
use super::world::World;
use crate::load::document::Document;

/// Where a written address leads.
#[derive(Debug)]
pub enum Destination {
    /// The address as it is to be printed, and the page of ours that it leads to.
    Page {
        href: String,
        page: PageIndex,
    },
    /// A page that has no document behind it: a section, a topic, the A to Z.
    Made {
        href: String,
    },
    Asset {
        path: Utf8PathBuf,
    },
    Outside {
        href: String,
    },
    Withheld(Unseen),
    /// A page whose own file is at fault.
    Unread,
    MissingAnchor {
        page: PageIndex,
        anchor: String,
    },
    MissingPage {
        looked_for: String,
    },
    MissingId {
        id: String,
    },
    /// Nothing is written where the address should be.
    Nowhere,
    /// Not an address that may be printed.
    Refused,
}

/// Reads `written` as it stands in `document`, which is published at `base`.
pub fn destination(world: &World, document: &Document, page: PageIndex, written: &str) -> Destination {
    let written = written.trim();
    if written.is_empty() || matches!(written, "id:" | "http://" | "https://" | "mailto:" | "tel:") {
        return Destination::Nowhere;
    }
    if let Some(anchor) = written.strip_prefix('#') {
        return within(world, page, String::new(), Some(anchor));
    }
    if let Some(rest) = written.strip_prefix("id:") {
        let (id, anchor) = split_anchor(rest);
        return match world.register.reference(id, &[]) {
            Found::Page(index) => within(world, index, world.address(index).to_owned(), anchor),
            Found::Withheld(unseen) => Destination::Withheld(unseen),
            Found::Unread => Destination::Unread,
            _ => Destination::MissingId { id: id.to_owned() },
        };
    }
    match written.split_once(':') {
        Some((scheme, _)) if scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) && !scheme.is_empty() => {
            return match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" | "mailto" | "tel" => Destination::Outside { href: written.to_owned() },
                _ => Destination::Refused,
            };
        }
        _ if written.starts_with("//") => return Destination::Refused,
        _ => {}
    }
    let (path, anchor) = split_anchor(written);
    let path = path.split('?').next().unwrap_or_default();
    inside(world, document, page, &address::percent_decoded(path), anchor)
}

fn inside(world: &World, document: &Document, page: PageIndex, path: &str, anchor: Option<&str>) -> Destination {
    let folder = document.source.path.parent().unwrap_or(Utf8Path::new(""));
    // As a file of the hub: from its root with a slash, else from the page's own folder.
    if let Some(file) = hub_path(folder, path) {
        let landing = file.join("_index.md");
        let candidates = [file.clone(), Utf8PathBuf::from(format!("{file}.md")), landing];
        for candidate in candidates {
            match world.register.path(&candidate) {
                Found::Page(index) => return within(world, index, world.address(index).to_owned(), anchor),
                Found::Withheld(unseen) => return Destination::Withheld(unseen),
                Found::Unread => return Destination::Unread,
                _ => {}
            }
        }
        if world.assets.contains_key(&file) {
            return Destination::Asset { path: file };
        }
        if let Some(href) = world.made(&address::of_folder(&file)) {
            return Destination::Made { href: with_anchor(href, anchor) };
        }
    }
    // As an address of the site: what a browser would make of it.
    let seen = if path.starts_with('/') { path.to_owned() } else { address::seen_from(world.address(page), path) };
    let seen = address::normal(&seen);
    match world.register.address(&seen) {
        Found::Page(index) => return within(world, index, seen, anchor),
        Found::Withheld(unseen) => return Destination::Withheld(unseen),
        Found::Unread => return Destination::Unread,
        _ => {}
    }
    if let Some(href) = world.made(&seen) {
        return Destination::Made { href: with_anchor(href, anchor) };
    }
    if let Some(to) = world.redirected(&seen) {
        return match world.register.address(to) {
            Found::Page(index) => within(world, index, to.to_owned(), anchor),
            _ => Destination::Made { href: with_anchor(to, anchor) },
        };
    }
    Destination::MissingPage { looked_for: path.to_owned() }
}

fn within(world: &World, page: PageIndex, href: String, anchor: Option<&str>) -> Destination {
    match anchor.filter(|anchor| !anchor.is_empty()) {
        None if href.is_empty() => Destination::Page { href: "#".to_owned(), page },
        None => Destination::Page { href, page },
        Some(anchor) => {
            let anchor = address::percent_decoded(anchor);
            if world.has_anchor(page, &anchor) {
                Destination::Page { href: format!("{href}#{anchor}"), page }
            } else {
                Destination::MissingAnchor { page, anchor }
            }
        }
    }
}

fn split_anchor(written: &str) -> (&str, Option<&str>) {
    written.split_once('#').map_or((written, None), |(path, anchor)| (path, Some(anchor)))
}

fn with_anchor(href: &str, anchor: Option<&str>) -> String {
    anchor.map_or_else(|| href.to_owned(), |anchor| format!("{href}#{anchor}"))
}

/// A written path as a path inside the hub; none if it would leave it.
pub fn hub_path(folder: &Utf8Path, written: &str) -> Option<Utf8PathBuf> {
    let (mut path, rest) = match written.strip_prefix('/') {
        Some(rest) => (Utf8PathBuf::new(), rest),
        None => (folder.to_owned(), written),
    };
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if !path.pop() {
                    return None;
                }
            }
            part => path.push(part),
        }
    }
    Some(path)
}

/// What an address in `hub.yaml` means: an id, a file or folder of the hub, or an address of the site.
pub fn from_root(world: &World, written: &str) -> Destination {
    if written.starts_with("https://") || written.starts_with("http://") {
        return Destination::Outside { href: written.to_owned() };
    }
    match world.register.reference(written, &[]) {
        Found::Page(index) => return Destination::Page { href: world.address(index).to_owned(), page: index },
        Found::Unread => return Destination::Unread,
        _ => {}
    }
    let (path, anchor) = split_anchor(written);
    if let Some(file) = hub_path(Utf8Path::new(""), path) {
        for candidate in [file.clone(), file.join("_index.md")] {
            match world.register.path(&candidate) {
                Found::Page(index) => return within(world, index, world.address(index).to_owned(), anchor),
                Found::Withheld(unseen) => return Destination::Withheld(unseen),
                Found::Unread => return Destination::Unread,
                _ => {}
            }
        }
    }
    let seen = address::normal(path);
    match world.register.address(&seen) {
        Found::Page(index) => within(world, index, seen, anchor),
        Found::Withheld(unseen) => Destination::Withheld(unseen),
        Found::Unread => Destination::Unread,
        _ => match world.made(&seen) {
            Some(href) => Destination::Made { href: with_anchor(href, anchor) },
            None => Destination::MissingPage { looked_for: written.to_owned() },
        },
    }
}
