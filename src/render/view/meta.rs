//! What machines read of a page: titles, addresses, citations, structured data.

use serde::Serialize;

use super::Rich;

#[derive(Debug, Clone, Default, Serialize)]
pub struct Meta {
    /// The whole title of the window.
    pub title: String,
    pub description: String,
    pub canonical: String,
    pub robots: Option<&'static str>,
    pub og: Vec<Property>,
    pub highwire: Vec<Named>,
    /// Structured data, safe inside a script element; `.html` is empty where there is none.
    pub json_ld: Rich,
    pub alternates: Vec<Alternate>,
    pub hreflang: Vec<Language>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Property {
    pub property: &'static str,
    pub content: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Named {
    pub name: &'static str,
    pub content: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Alternate {
    #[serde(rename = "type")]
    pub media_type: &'static str,
    pub title: String,
    pub href: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Language {
    pub lang: String,
    pub href: String,
}

impl Meta {
    /// What pages without a document of their own have.
    pub fn plain(site: &crate::assemble::Site, title: &str, description: &str, address: &str) -> Meta {
        let hub = site.hub();
        let canonical = site.absolute(address);
        let whole = if address == "/" { hub.title.clone() } else { format!("{title} – {}", hub.title) };
        Meta {
            og: open_graph(site, title, description, &canonical, "website"),
            title: whole,
            description: description.to_owned(),
            canonical,
            robots: site.include.is_preview().then_some("noindex"),
            ..Meta::default()
        }
    }
}

pub fn open_graph(site: &crate::assemble::Site, title: &str, description: &str, canonical: &str, kind: &str) -> Vec<Property> {
    let hub = site.hub();
    let mut og = vec![
        Property { property: "og:type", content: kind.to_owned() },
        Property { property: "og:title", content: title.to_owned() },
        Property { property: "og:url", content: canonical.to_owned() },
        Property { property: "og:site_name", content: hub.title.clone() },
        Property { property: "og:locale", content: hub.lang.replace('-', "_") },
    ];
    if !description.is_empty() {
        og.push(Property { property: "og:description", content: description.to_owned() });
    }
    og
}
