//! The audit as a page of its own, for people who would rather not open a spreadsheet. Private: it asks nobody for anything,
//! asks not to be found, and is never part of the site.

use std::fmt::Write;

use super::{Audit, Entry};

pub const MARK: &str = "<!doctype html>\n<html lang=\"en-GB\">\n<meta name=\"generator\" content=\"almoner audit\">\n";

const STYLE: &str = "
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:0 0 2rem}
caption{text-align:left;font-weight:bold;padding:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid GrayText}
td.n{text-align:right;font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto}
.u1,.u2{font-weight:bold}
@media print{body{margin:0;max-width:none}thead{display:table-header-group}tr{break-inside:avoid}}
";

pub fn write(audit: &Audit) -> String {
    let mut page = format!(
        "{MARK}<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"robots\" content=\"noindex, nofollow, noarchive\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>Audit of {0}</title>\n<style>{STYLE}</style>\n<main>\n<h1>Audit of {0}</h1>\n\
         <p>As of {1}. Private: for the people who keep the hub.</p>\n<nav aria-label=\"Owners\"><ul>\n",
        text(&audit.hub),
        audit.day.strftime("%-d %B %Y"),
    );
    let owners = audit.owners();
    for (index, (owner, entries)) in owners.iter().enumerate() {
        let to_do: usize = entries.iter().map(|entry| entry.to_do.len()).sum();
        let _ = writeln!(
            page,
            "<li><a href=\"#owner-{index}\">{}</a>: {}, {to_do} to do</li>",
            text(owner),
            super::words::pages(entries.len())
        );
    }
    page.push_str("</ul></nav>\n");
    for (index, (owner, entries)) in owners.iter().enumerate() {
        let _ = writeln!(page, "<h2 id=\"owner-{index}\">{}</h2>", text(owner));
        to_do(&mut page, audit, entries);
        inventory(&mut page, audit, entries);
    }
    if !audit.unused_files.is_empty() {
        page.push_str("<h2>Files that no page shows or offers</h2>\n<ul>\n");
        for file in &audit.unused_files {
            let _ = writeln!(page, "<li>{}</li>", text(file));
        }
        page.push_str("</ul>\n");
    }
    page.push_str("</main>\n</html>\n");
    page
}

/// What is to do, the most urgent first.
fn to_do(page: &mut String, audit: &Audit, entries: &[&Entry]) {
    let mut list: Vec<_> = entries.iter().flat_map(|entry| entry.to_do.iter().map(|todo| (todo, *entry))).collect();
    if list.is_empty() {
        page.push_str("<p>Nothing to do.</p>\n");
        return;
    }
    list.sort_by(|a, b| (a.0.urgency, &a.1.file).cmp(&(b.0.urgency, &b.1.file)));
    page.push_str("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"To do\"><table><caption>To do</caption>\n");
    head(page, &["What", "Page", "File"]);
    for (todo, entry) in list {
        let _ = writeln!(
            page,
            "<tr class=\"u{}\"><td>{}</td><th scope=\"row\">{}</th><td>{}</td></tr>",
            todo.urgency,
            text(&todo.what),
            link(audit, entry),
            text(&entry.file)
        );
    }
    page.push_str("</tbody></table></div>\n");
}

fn inventory(page: &mut String, audit: &Audit, entries: &[&Entry]) {
    page.push_str("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"All pages\"><table><caption>All pages</caption>\n");
    head(page, &["Page", "Type", "State", "Published", "Reviewed", "Next review", "Words", "Reading age", "Links in", "Links out", "Ends"]);
    for entry in entries {
        let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let age = entry.reading_age.map(|age| age.to_string()).unwrap_or_default();
        let ends: Vec<String> = entry.ends.iter().map(|end| format!("{} {}", end.what, end.on)).collect();
        let _ = writeln!(
            page,
            "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"n\">{}</td>\
             <td class=\"n\">{age}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
            link(audit, entry),
            text(&entry.content_type),
            entry.state,
            date(entry.published),
            date(entry.reviewed),
            date(entry.review_by),
            entry.words,
            entry.links_in,
            entry.links_out,
            text(&ends.join(", ")),
        );
    }
    page.push_str("</tbody></table></div>\n");
}

fn head(page: &mut String, names: &[&str]) {
    let cells: String = names.iter().map(|name| format!("<th scope=\"col\">{name}</th>")).collect();
    let _ = writeln!(page, "<thead><tr>{cells}</tr></thead>\n<tbody>");
}

/// The title, leading to the page where it is public.
fn link(audit: &Audit, entry: &Entry) -> String {
    let title = text(if entry.title.is_empty() { &entry.file } else { &entry.title });
    if entry.state == "public" && !entry.address.is_empty() {
        format!("<a href=\"{}\">{title}</a>", text(&format!("{}{}", audit.base_url, entry.address)))
    } else {
        title
    }
}

/// Text as HTML: nothing in it is markup.
fn text(words: &str) -> String {
    crate::render::html::Html::text(words).into_string()
}
