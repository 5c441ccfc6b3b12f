//! What machines read of a page with a document: Open Graph, Highwire citation tags, JSON-LD by type (domain: schema.org).

use serde_json::{Map as Json, Value as JsonValue, json};

use super::foreign::plain;
use super::view::Rich;
use super::view::meta::{Alternate, Language, Meta, Named, open_graph};
use super::view::page::PageView;
use super::words::Words;
use crate::assemble::Site;

pub fn page(site: &Site, words: Words, page: &PageView, index: usize) -> Meta {
    let hub = site.hub();
    let canonical = site.absolute(&page.url);
    let hub_title = plain(&words.of_hub(&hub.title));
    let mut og = open_graph(site, &page.title, &page.summary, &canonical, "article");
    for property in &mut og {
        match property.property {
            "og:locale" => property.content = page.lang.replace('-', "_"),
            "og:site_name" => property.content.clone_from(&hub_title),
            _ => {}
        }
    }
    let mut property = |property, day: &Option<super::view::Day>| {
        if let Some(day) = day {
            og.push(super::view::Property { property, content: day.iso.clone() });
        }
    };
    property("article:published_time", &page.published);
    property("article:modified_time", &page.updated);
    if let Some(src) = page.image.get("src").and_then(JsonValue::as_str) {
        og.push(super::view::Property { property: "og:image", content: site.absolute(src) });
        let alt = page.image.get("alt").and_then(JsonValue::as_str).unwrap_or_default();
        og.push(super::view::Property { property: "og:image:alt", content: alt.to_owned() });
    } else if let Some((chart, picture)) = page.chart.as_ref().and_then(|chart| Some((chart, chart.files.first()?))) {
        og.push(super::view::Property { property: "og:image", content: site.absolute(&picture.url) });
        og.push(super::view::Property { property: "og:image:alt", content: chart.description.clone() });
    }
    let json_ld = json_ld(site, page, index, &canonical);
    Meta {
        title: format!("{} – {hub_title}", page.title),
        description: page.summary.clone(),
        robots: (page.state.is_some() || site.include.is_preview()).then_some("noindex"),
        og,
        highwire: highwire(site, page, index, &canonical),
        json_ld: Rich { html: script_safe(&json_ld), text: String::new() },
        alternates: alternates(page),
        hreflang: hreflang(site, page, &canonical),
        canonical,
    }
}

/// The same in other forms, each in a file beside the page.
fn alternates(page: &PageView) -> Vec<Alternate> {
    let of = |media_type, title: &str, href: &str| Alternate { media_type, title: title.to_owned(), href: href.to_owned() };
    let text = Some(&page.copy.url).filter(|url| !url.is_empty()).map(|url| of("text/plain", &page.title, url));
    let files = page.chart.iter().flat_map(|chart| &chart.files);
    text.into_iter()
        .chain(files.map(|file| of(if file.kind == "PNG" { "image/png" } else { "text/csv" }, &page.title, &file.url)))
        .collect()
}

/// Inside a script element only `<` can end the data: as an escape it means the same to JSON.
fn script_safe(json: &JsonValue) -> String {
    json.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026").replace(['\u{2028}', '\u{2029}'], " ")
}

/// Tags by which Google Scholar and Zotero know a report; only for pages that are works to be cited.
fn highwire(site: &Site, page: &PageView, index: usize, canonical: &str) -> Vec<Named> {
    let works = ["ScholarlyArticle", "Report", "CreativeWork", "Article", "Dataset", "Review", "TechArticle", "NewsArticle"];
    let class = site.documents[index].content_type.schema_org.as_deref().unwrap_or_default();
    if page.id.is_none() || !works.contains(&class) {
        return Vec::new();
    }
    let publisher = &site.hub().publisher.name;
    let named = |name, content: &str| Named { name, content: content.to_owned() };
    let mut tags = vec![named("citation_title", &page.title)];
    match page.authors.as_slice() {
        [] => tags.push(named("citation_author", publisher)),
        authors => tags.extend(authors.iter().map(|author| named("citation_author", &author.name))),
    }
    if let Some(published) = &page.published {
        tags.push(named("citation_publication_date", &published.iso[..10].replace('-', "/")));
    }
    tags.push(named("citation_technical_report_institution", publisher));
    tags.extend(page.id.iter().map(|id| named("citation_technical_report_number", id)));
    tags.extend(page.doi.iter().map(|doi| named("citation_doi", doi)));
    tags.push(named("citation_language", &page.lang));
    tags.push(named("citation_public_url", canonical));
    tags
}

fn hreflang(site: &Site, page: &PageView, canonical: &str) -> Vec<Language> {
    if page.translations.is_empty() {
        return Vec::new();
    }
    let own = Language { lang: page.lang.clone(), href: canonical.to_owned() };
    let others = page.translations.iter().map(|other| Language { lang: other.lang.clone(), href: site.absolute(&other.url) });
    std::iter::once(own).chain(others).collect()
}

fn json_ld(site: &Site, page: &PageView, index: usize, canonical: &str) -> JsonValue {
    let hub = site.hub();
    let document = &site.documents[index];
    let class = document.content_type.schema_org.as_deref().unwrap_or("WebPage");
    let mut thing = Json::new();
    let mut set = |name: &str, value: JsonValue| {
        let empty = match &value {
            JsonValue::Null => true,
            JsonValue::String(text) => text.is_empty(),
            JsonValue::Array(items) => items.is_empty(),
            _ => false,
        };
        if !empty {
            thing.insert(name.to_owned(), value);
        }
    };
    let publisher = json!({ "@type": "Organization", "name": hub.publisher.name, "url": site.absolute("/") });
    set("@context", json!("https://schema.org"));
    set("@type", json!(class));
    set("@id", json!(page.permalink));
    set("url", json!(canonical));
    set("name", json!(page.title));
    set("description", json!(page.summary));
    let field = |name: &str| page.fields.get(name).filter(|value| !value.is_null());
    let text = |name: &str| field(name).and_then(JsonValue::as_str).map_or(JsonValue::Null, |text| json!(text));
    // A property is given only to classes that have it.
    let creative = !matches!(class, "Organization" | "Person" | "DefinedTerm" | "Event" | "Observation" | "ContactPoint");
    if creative {
        let author: Vec<JsonValue> = page.authors.iter().map(|author| json!({ "@type": "Person", "name": author.name })).collect();
        set("headline", json!(page.title));
        set("inLanguage", json!(page.lang));
        set("author", if author.is_empty() { publisher.clone() } else { json!(author) });
        set("publisher", publisher);
        set("datePublished", json!(page.published.as_ref().map(|day| &day.iso)));
        set("dateModified", json!(page.updated.as_ref().or(page.published.as_ref()).map(|day| &day.iso)));
        set("license", json!(page.licence.as_ref().and_then(|licence| licence.url.as_ref())));
        set("version", json!(page.version));
        set(
            "about",
            page.topics.iter().map(|topic| json!({ "@type": "Thing", "name": topic.title, "url": site.absolute(&topic.url) })).collect(),
        );
        set("citation", page.references.iter().map(|reference| json!(reference.entry.text)).collect());
        set(
            "correction",
            page.corrections
                .iter()
                .map(|correction| json!({ "@type": "CorrectionComment", "text": correction.now, "url": site.absolute(&correction.url) }))
                .collect(),
        );
    }
    match class {
        "ImageObject" => {
            let picture = page.chart.as_ref().and_then(|chart| chart.files.first());
            set("contentUrl", json!(picture.map(|picture| site.absolute(&picture.url))));
        }
        "DefinedTerm" => {
            set("termCode", text("acronym"));
            set(
                "inDefinedTermSet",
                json!({ "@type": "DefinedTermSet", "name": page.type_plural, "url": page.type_url.as_ref().map(|url| site.absolute(url)) }),
            );
        }
        "Organization" => {
            set("alternateName", text("acronym"));
            set("sameAs", text("url"));
            set("dissolutionDate", field("closed_on").and_then(|day| day.get("iso")).cloned().unwrap_or_default());
        }
        "Person" => set("jobTitle", text("role")),
        "Event" => {
            set("startDate", field("opens").and_then(|day| day.get("iso")).cloned().unwrap_or_default());
            set("endDate", field("closes").and_then(|day| day.get("iso")).cloned().unwrap_or_default());
        }
        "Observation" => {
            set("value", field("value").cloned().unwrap_or_default());
            set("measurementMethod", json!(field("source").and_then(|source| source.get("text"))));
            set("observationDate", text("period"));
        }
        "FAQPage" => {
            let answer = field("answer").map(|answer| answer.get("text").unwrap_or(answer).clone()).unwrap_or_default();
            set(
                "mainEntity",
                json!([{ "@type": "Question", "name": page.title, "acceptedAnswer": { "@type": "Answer", "text": answer } }]),
            );
        }
        "Dataset" => {
            let files = field("files").and_then(JsonValue::as_array).map(Vec::as_slice).unwrap_or_default();
            let urls = files.iter().filter_map(|file| file.get("csv")?.get("url")?.as_str());
            set(
                "distribution",
                urls.map(|url| json!({ "@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": site.absolute(url) }))
                    .collect(),
            );
        }
        _ => {}
    }
    JsonValue::Object(thing)
}
