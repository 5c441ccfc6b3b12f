//! Word documents as drafts. Pandoc turns the text into Markdown; who wrote, changed and commented it stays behind. What Markdown has no
//! way to say is told. The program itself is run by the command line, which hands it in.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::json;

use super::front;
use super::html;
use super::picture::{Cleaned, cleaned};
use super::region::{Region, region_at, regions};
use super::report::{Finding, Matter, Report};
use super::zip::Archive;
use super::{HUB, Imported, REPORT};
use crate::diagnostic::Failure;
use crate::load::content_type::RawHtml;
use crate::load::foreign::{self, ForeignFile};
use crate::load::markdown::{self, ReferenceKind};
use crate::load::slug::slug;
use crate::load::yaml;
use crate::publish::fresh::{Content, NewFile};

/// A document's bytes as Markdown with a YAML heading.
pub type Convert<'a> = dyn Fn(&Utf8Path, Vec<u8>) -> Result<String, Failure> + 'a;

/// The documents that a path names: itself, or those of a folder that has no pages in Markdown.
pub fn documents(path: &Utf8Path) -> Result<Vec<ForeignFile>, Failure> {
    let is_document = |file: &ForeignFile| file.path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("docx"));
    if let Some(file) = foreign::file(path)? {
        if is_document(&file) {
            return Ok(vec![file]);
        }
        let advice = "name the folder of a site, or a Word document that ends with `.docx`";
        let old = matches!(file.path.extension(), Some("doc" | "rtf" | "odt"));
        let advice = if old { "open it in Word and save it as `.docx`" } else { advice };
        return Err(Failure::new(path, "this is no folder and no Word document", advice));
    }
    if !foreign::is_folder(path) {
        return Ok(Vec::new());
    }
    let files = foreign::walk(path, &|_| true)?.files;
    let has_pages = files.iter().any(|file| matches!(file.path.extension(), Some("md" | "markdown")));
    // Word keeps a file of this name beside one that is open.
    let is_open = |file: &ForeignFile| file.path.file_name().is_some_and(|name| name.starts_with("~$"));
    Ok(if has_pages { Vec::new() } else { files.into_iter().filter(|file| is_document(file) && !is_open(file)).collect() })
}

pub fn import(files: &[ForeignFile], convert: &Convert<'_>) -> Result<Imported, Failure> {
    let mut report = Report { source: "Word".into(), sign: "the ending `.docx`".into(), ..Report::default() };
    let mut written = Vec::new();
    let mut taken = BTreeSet::new();
    for file in files {
        let folder = file.path.parent().unwrap_or(Utf8Path::new(""));
        let parts: Vec<String> = folder.components().map(|part| slug(part.as_str())).filter(|part| !part.is_empty()).collect();
        let name =
            Some(slug(file.path.file_stem().unwrap_or_default())).filter(|name| !name.is_empty()).unwrap_or_else(|| "document".into());
        let mut target = Utf8PathBuf::from(parts.join("/")).join(&name);
        let mut number = 2;
        while !taken.insert(target.clone()) {
            target.set_file_name(format!("{name}-{number}"));
            number += 1;
        }
        let bytes = foreign::bytes(file)?;
        let Some(archive) = Archive::open(&bytes) else {
            let why = if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
                "it is protected by a password, or of an old kind: save it as `.docx` without one"
            } else {
                "it is no sound Word document"
            };
            report.findings.push(lost(file, Matter::File, "", why.into()));
            continue;
        };
        let markdown = convert(&file.disk, bytes.clone())?;
        document(file, &archive, &markdown, &target, &mut written, &mut report);
    }
    if report.pages == 0 && files.len() == 1 {
        let why = report.findings.first().map(|finding| finding.words.clone()).unwrap_or_default();
        return Err(Failure::new(
            &files[0].disk,
            format!("this document cannot be read: {why}"),
            "open it in Word and save it again as `.docx`",
        ));
    }
    report.drafts.insert("every document is one until somebody has read it".into(), report.pages);
    let hub = json!({ "title": "Imported documents", "default_type": "page", "topics": "free" });
    report.to_settle.push("title: what the hub is called".into());
    let heading = "# Made by `almoner import`. Every page is a draft (`status: draft`) until you delete that line.\n";
    written.push(NewFile { path: Utf8Path::new(HUB).join("hub.yaml"), content: Content::Text(format!("{heading}{}", yaml::write(&hub))) });
    report.findings.sort();
    written.push(NewFile { path: REPORT.into(), content: Content::Text(report.text()) });
    Ok(Imported { files: written, report })
}

fn lost(file: &ForeignFile, matter: Matter, kind: &str, words: String) -> Finding {
    Finding { matter, kind: kind.to_owned(), became: String::new(), file: file.disk.clone(), line: 0, column: 0, words }
}

/// One document as a page with its pictures.
fn document(file: &ForeignFile, archive: &Archive<'_>, markdown: &str, target: &Utf8Path, written: &mut Vec<NewFile>, report: &mut Report) {
    let head = front::read(markdown);
    let body = html::to_markdown(&markdown[head.body.clone()], &mut |_, _, _| {});
    let named = ["title"].iter().find_map(|name| head.fields.get(name).and_then(front::scalar)).map(|title| markdown::one_line(&title));
    let (title, body) = headed(named.filter(|title| !title.is_empty()), &body);
    let title = title.unwrap_or_else(|| sentence(file.path.file_stem().unwrap_or("Document")));
    let summary = ["subtitle", "abstract"]
        .iter()
        .find_map(|name| head.fields.get(name).and_then(front::scalar))
        .map(|text| markdown::one_line(&text));
    let mut findings: Vec<Finding> = losses(archive).into_iter().map(|(kind, words)| lost(file, Matter::Word, kind, words)).collect();
    if head.fields.get("author").is_some() {
        findings.push(lost(
            file,
            Matter::Word,
            "names of authors",
            "on the page, left out: say in `authors` who wrote it, if readers should know".into(),
        ));
    }
    let body = pictures(file, archive, target, &body, written, &mut findings);
    let mut fields = serde_json::Map::new();
    fields.insert("title".into(), json!(title));
    if let Some(summary) = summary.filter(|summary| !summary.is_empty()) {
        fields.insert("summary".into(), json!(summary));
    }
    fields.insert("status".into(), json!("draft"));
    let text = format!("---\n{}---\n\n{}\n", yaml::write(&fields.into()), body.trim());
    written.push(NewFile { path: Utf8Path::new(HUB).join(format!("{target}.md")), content: Content::Text(text) });
    report.pages += 1;
    report.findings.append(&mut findings);
}

/// The title, and the text with its headings below it: a page's own begin at the second level.
fn headed(named: Option<String>, body: &str) -> (Option<String>, String) {
    let code = regions(body);
    let in_code = |at: usize| region_at(&code, at).is_some_and(|(_, region)| *region == Region::Code);
    let mut at = 0;
    let mut lines: Vec<(bool, &str)> = Vec::new();
    for line in body.split('\n') {
        lines.push((line.starts_with('#') && !in_code(at), line));
        at += line.len() + 1;
    }
    let first = lines.iter().position(|(_, line)| !line.trim().is_empty());
    let own =
        first.filter(|index| lines[*index].0 && lines[*index].1.starts_with("# ")).map(|index| (index, markdown::one_line(lines[index].1)));
    // A heading at the top is the title where nothing else is, or where it says the same.
    let title = match (named, own) {
        (None, Some((index, words))) => {
            lines.remove(index);
            Some(words)
        }
        (Some(named), Some((index, words))) if named == words => {
            lines.remove(index);
            Some(named)
        }
        (named, _) => named,
    };
    let shifts = lines.iter().any(|(heading, line)| *heading && line.starts_with("# "));
    let lines = lines
        .into_iter()
        .map(|(heading, line)| if heading && shifts && !line.starts_with("######") { format!("#{line}") } else { line.to_owned() });
    (title, lines.collect::<Vec<_>>().join("\n"))
}

fn sentence(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(|| "Document".to_owned(), |first| first.to_uppercase().chain(letters).collect())
}

/// Pictures go beside the page, without what their files say of who made them.
fn pictures(
    file: &ForeignFile,
    archive: &Archive<'_>,
    target: &Utf8Path,
    body: &str,
    written: &mut Vec<NewFile>,
    findings: &mut Vec<Finding>,
) -> String {
    let (prose, _) = markdown::read(body, RawHtml::Escape);
    let mut out = String::with_capacity(body.len());
    let mut at = 0;
    let mut done = BTreeSet::new();
    for reference in &prose.references {
        let ReferenceKind::Image { address, alt, .. } = &reference.kind else { continue };
        if reference.target.start < at || body.get(reference.target.clone()) != Some(address) {
            continue;
        }
        let part = format!("word/{}", address.trim_start_matches("./"));
        let name = Utf8Path::new(address).file_name().unwrap_or_default().to_owned();
        let Some(bytes) = archive.part(&part).filter(|_| address.starts_with("media/")) else {
            findings.push(lost(file, Matter::Word, "pictures", format!("`{address}` is not in the document")));
            continue;
        };
        if alt.trim().is_empty() {
            findings.push(lost(
                file,
                Matter::Word,
                "pictures",
                format!("`{name}` has no description: say what it shows between the square brackets"),
            ));
        }
        out.push_str(&body[at..reference.target.start]);
        out.push_str(&format!("{}/{}", target.file_name().unwrap_or_default(), super::library::encoded(&name)));
        at = reference.target.end;
        if !done.insert(name.clone()) {
            continue;
        }
        let bytes = match cleaned(&bytes) {
            Cleaned::Clean(bytes) => bytes,
            Cleaned::Turned => {
                let words = format!("the notes of `{name}` were kept, because they say how to turn it: they may name a place or a person");
                findings.push(lost(file, Matter::Word, "pictures", words));
                bytes
            }
            Cleaned::Unknown => {
                let words = format!(
                    "`{name}` was not looked into: what its file says besides the picture is still there, and browsers may not show it"
                );
                findings.push(lost(file, Matter::Word, "pictures", words));
                bytes
            }
        };
        written.push(NewFile { path: Utf8Path::new(HUB).join(target).join(&name), content: Content::Bytes(bytes) });
    }
    out.push_str(&body[at..]);
    out
}

/// What a document has that its Markdown has not, each as a kind and what to know of it. No names are repeated.
fn losses(archive: &Archive<'_>) -> Vec<(&'static str, String)> {
    let text = archive.text("word/document.xml").unwrap_or_default();
    let count = |mark: &str| text.matches(&format!("<{mark} ")).count() + text.matches(&format!("<{mark}>")).count();
    let comments = archive.text("word/comments.xml").map_or(0, |comments| comments.matches("<w:comment ").count());
    let has = |start: &str| archive.names().filter(|name| name.starts_with(start)).count();
    let about = archive.text("docProps/core.xml").unwrap_or_default();
    let is_filled = |tag: &str| about.split(&format!("<{tag}>")).nth(1).is_some_and(|rest| !rest.starts_with("</"));
    let mut found = Vec::new();
    let mut add = |number: usize, kind, words: &str| {
        if number > 0 {
            found.push((kind, format!("{words}: {number}")));
        }
    };
    add(comments, "comments", "left out");
    add(count("w:ins"), "tracked changes", "insertions taken as accepted: read whether they were");
    add(count("w:del"), "tracked changes", "deletions taken as accepted: read whether they were");
    add(usize::from(is_filled("dc:creator") || is_filled("cp:lastModifiedBy")), "names of authors", "in the file's properties, left out");
    add(has("word/header") + has("word/footer"), "headers and footers", "left out");
    add(count("w:txbxContent"), "text boxes", "looked for in vain by many readers: see whether their words are in the text");
    add(has("word/charts/chart"), "charts", "left out: a chart of a hub is drawn from its table");
    add(has("word/embeddings/"), "embedded files", "left out");
    add(has("word/diagrams/data"), "diagrams", "left out");
    add(count("m:oMath"), "equations", "written between dollar signs, and shown as they are written");
    add(count("w:highlight"), "colours", "stretches of highlighted text are plain now");
    add(count("w:vMerge") + count("w:gridSpan"), "tables", "merged cells were taken apart: read the tables");
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_begin_below_the_title() {
        let said = |named: Option<&str>, body: &str| {
            let (title, body) = headed(named.map(str::to_owned), body);
            (title.unwrap_or_default(), body)
        };
        let pair = |title: &str, body: &str| (title.to_owned(), body.to_owned());
        assert_eq!(said(None, "# A *b*\n\ntext\n\n## C"), pair("A b", "\ntext\n\n## C"));
        assert_eq!(said(Some("T"), "# A\n\n## B\n\n```\n# no\n```"), pair("T", "## A\n\n### B\n\n```\n# no\n```"));
        assert_eq!(said(Some("A"), "# A\n\n# B"), pair("A", "\n## B"));
        assert_eq!(said(None, "text\n\n# A"), pair("", "text\n\n## A"));
        assert_eq!(said(Some("T"), "## A\n\n###### F"), pair("T", "## A\n\n###### F"));
    }
}
