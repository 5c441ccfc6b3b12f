//! `almoner import` on what nobody here wrote: a real site of Hugo, and a Word document with names in all its corners.
//! What it makes of each small thing lies in `tests/cases/import-*.txt`.

use std::collections::BTreeMap;
use std::fs;

use almoner::build::{self, BuildRequest};
use almoner::import::report::Matter;
use almoner::import::{HUB, Request, import};
use almoner::publish::fresh;
use almoner::release::Include;
use camino::{Utf8Path, Utf8PathBuf};

use crate::cases::Silent;
use crate::command::{program, variable};
use crate::folder::Folder;

/// 4,044 files as their authors wrote them for Hugo; it lies beside the project, not in it.
fn corpus() -> Option<Utf8PathBuf> {
    let here = Utf8Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = here.parent().map(|above| above.join("shared/corpora/digitalgov-hugo")).filter(|folder| folder.is_dir());
    skip_without(found, "../shared/corpora/digitalgov-hugo")
}

#[expect(clippy::print_stdout, reason = "a test that did not run must not look like one that passed")]
fn skip_without<T>(found: Option<T>, what: &str) -> Option<T> {
    if found.is_none() {
        println!("SKIPPED: there is no {what}");
    }
    found
}

/// A part of the real site, or all of it when `IMPORT_WHOLE` is set: `tests/imports` does so.
#[test]
fn a_real_site_is_imported_with_every_shortcode_counted_and_builds() {
    let Some(corpus) = corpus() else { return };
    let from = if variable("IMPORT_WHOLE").is_some() { corpus } else { corpus.join("guides") };
    let as_of = "2026-06-01T12:00:00Z".parse().expect("a moment");
    let imported = import(&Request { from: from.clone(), asked: None, base_url: None, as_of }).expect("it can be imported");
    let counted: BTreeMap<String, usize> =
        imported.report.tallies(Matter::Shortcode).into_iter().map(|tally| (tally.kind.to_owned(), tally.count)).collect();
    assert_eq!(counted, shortcodes_by_another_count(&from));
    assert_eq!(imported.report.pages + imported.report.of(Matter::File).count(), markdown_files(&from).len());
    let folder = Folder::empty();
    let new = folder.path().join("new");
    fresh::write_folder(&new, &imported.files).expect("it can be written");
    let request =
        BuildRequest { hub: new.join(HUB), output: new.join("public"), base_url: None, as_of, include: Include::default(), sync: false };
    let built = build::build(&request, &mut Silent).expect("it can be built");
    let errors: Vec<String> =
        built.diagnostics.iter().filter(|d| d.severity.name() == "error").map(|d| format!("{:?} {}", d.place, d.message)).collect();
    assert!(errors.is_empty() && built.made.is_some(), "{errors:#?}");
    // Nothing of the old generator, and none of our own marks, reaches a reader.
    for (path, bytes) in crate::folder::tree(&request.output).into_iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8(bytes).expect("pages are text");
        for rubbish in ["{{&lt;", "{{%", "&lt;!-- import", "[!NOTE]", "&lt;/p&gt;", "&lt;/li&gt;"] {
            assert!(!page.contains(rubbish), "{path} shows `{rubbish}` to its readers");
        }
    }
}

fn markdown_files(root: &Utf8Path) -> Vec<Vec<u8>> {
    let files = walkdir::WalkDir::new(root).into_iter().map(|entry| entry.expect("the corpus can be walked"));
    files
        .filter(|entry| entry.path().extension().is_some_and(|ending| ending == "md"))
        .map(|entry| fs::read(entry.path()).expect("it can be read"))
        .collect()
}

/// The same count by a pattern alone, which knows nothing of nesting, quotes or code.
fn shortcodes_by_another_count(root: &Utf8Path) -> BTreeMap<String, usize> {
    let pattern = regex::bytes::Regex::new(r"\{\{[<%]\s*([A-Za-z0-9][A-Za-z0-9_.-]*)").expect("a sound pattern");
    let mut counts = BTreeMap::new();
    for bytes in markdown_files(root) {
        for found in pattern.captures_iter(&bytes) {
            *counts.entry(String::from_utf8_lossy(&found[1]).into_owned()).or_default() += 1;
        }
    }
    counts
}

#[test]
fn a_word_document_becomes_a_draft_without_the_names_of_those_who_made_it() {
    let pandoc = skip_without(
        variable("PATH").and_then(|path| path.split(':').map(Utf8PathBuf::from).find(|dir| dir.join("pandoc").is_file())),
        "pandoc",
    );
    let Some(path) = pandoc else { return };
    let folder = Folder::empty();
    fs::write(folder.path().join("A report.docx"), document()).expect("it can be written");
    let ran = program()
        .args(["import", "A report.docx", "--output", "new"])
        .current_dir(folder.path())
        .env("PATH", path)
        .output()
        .expect("it starts");
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(ran.status.code(), Some(0), "{said}");
    let page = fs::read_to_string(folder.path().join("new/content/a-report.md")).expect("there is a page");
    assert_eq!(page, "---\ntitle: What we found\nstatus: draft\n---\n\n## Method\n\nWe asked everyone.\n\n![](a-report/image1.png)\n");
    let report = fs::read_to_string(folder.path().join("new/import-report.txt")).expect("there is a report");
    for lost in [
        "comments  left out: 1",
        "insertions taken as accepted",
        "deletions taken as accepted",
        "names of authors  in the file",
        "`image1.png` has no description",
    ] {
        assert!(report.contains(lost), "{lost}\n{report}");
    }
    for (path, bytes) in crate::folder::tree(&folder.path().join("new")) {
        for name in ["Ann Author", "Bob Boss", "deleted secret", "secret remark"] {
            assert!(!bytes.windows(name.len()).any(|found| found == name.as_bytes()), "{path} holds `{name}`");
        }
    }
}

#[test]
fn without_pandoc_it_is_said_how_to_get_it() {
    let folder = Folder::empty();
    fs::write(folder.path().join("a.docx"), document()).expect("it can be written");
    let ran = program().args(["import", "a.docx"]).current_dir(folder.path()).env("PATH", folder.path()).output().expect("it starts");
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(ran.status.code(), Some(2), "{said}");
    assert!(said.contains("there is no pandoc on this machine") && said.contains("https://pandoc.org"), "{said}");
    assert!(!folder.path().join("a-hub").exists());
}

/// A document as Word writes it, as small as it can be: tracked changes, a comment, a picture with notes, and names wherever there is room.
fn document() -> Vec<u8> {
    const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    const R: &str = "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let by = "w:author=\"Ann Author\" w:date=\"2026-01-01T00:00:00Z\"";
    let paragraph = |style: &str, runs: &str| {
        let style = if style.is_empty() { String::new() } else { format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>") };
        format!("<w:p>{style}{runs}</w:p>")
    };
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let picture = "<w:r><w:drawing><wp:inline xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\">\
                   <a:graphic xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:graphicData>\
                   <pic:pic xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:blipFill><a:blip r:embed=\"rId2\"/></pic:blipFill></pic:pic>\
                   </a:graphicData></a:graphic></wp:inline></w:drawing></w:r>";
    let changed = format!(
        "{}<w:ins w:id=\"1\" {by}>{}</w:ins><w:del w:id=\"2\" {by}><w:r><w:delText>deleted secret</w:delText></w:r></w:del>\
         <w:commentRangeStart w:id=\"0\"/>{}<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>",
        run("We asked "),
        run("every"),
        run("one.")
    );
    let body = [
        paragraph("Title", &run("What we found")),
        paragraph("Author", &run("Ann Author")),
        paragraph("Heading1", &run("Method")),
        paragraph("", &changed),
        paragraph("", picture),
    ];
    let style = |id: &str, name: &str| format!("<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/></w:style>");
    let comment =
        format!("<w:comment w:id=\"0\" {}>{}</w:comment>", by.replace("Ann Author", "Bob Boss"), paragraph("", &run("secret remark")));
    let relation = |id: &str, kind: &str, target: &str| format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>");
    let relations = |all: &[String]| {
        format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}</Relationships>", all.concat())
    };
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>\
                 <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"png\" ContentType=\"image/png\"/>\
                 <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let core = "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
                xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:creator>Ann Author</dc:creator><cp:lastModifiedBy>Bob Boss</cp:lastModifiedBy></cp:coreProperties>";
    let chunk = |name: &[u8], body: &[u8]| [&(body.len() as u32).to_be_bytes()[..], name, body, &[0; 4]].concat();
    let png =
        [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &[0; 13]), chunk(b"tEXt", b"Author\0Ann Author"), chunk(b"IEND", b"")].concat();
    zip(&[
        ("[Content_Types].xml", types.into()),
        ("_rels/.rels", relations(&[relation("rId1", "officeDocument", "word/document.xml")]).into()),
        (
            "word/_rels/document.xml.rels",
            relations(&[
                relation("rId1", "comments", "comments.xml"),
                relation("rId2", "image", "media/image1.png"),
                relation("rId3", "styles", "styles.xml"),
            ])
            .into(),
        ),
        ("word/document.xml", format!("<w:document {W} {R}><w:body>{}</w:body></w:document>", body.concat()).into()),
        (
            "word/styles.xml",
            format!("<w:styles {W}>{}{}{}</w:styles>", style("Title", "Title"), style("Author", "Author"), style("Heading1", "heading 1"))
                .into(),
        ),
        ("word/comments.xml", format!("<w:comments {W}>{comment}</w:comments>").into()),
        ("word/media/image1.png", png),
        ("docProps/core.xml", core.into()),
    ])
}

/// An archive whose parts are stored as they are.
fn zip(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for (name, content) in parts {
        let size = (content.len() as u32).to_le_bytes();
        // Version 1.0, no flags, stored, no time; the sum, both sizes, the length of the name, nothing more.
        let fixed =
            [&[10, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &crc(content).to_le_bytes(), &size, &size, &(name.len() as u16).to_le_bytes(), &[0, 0]]
                .concat();
        let offset = (bytes.len() as u32).to_le_bytes();
        list.extend([b"PK\x01\x02\x0a\x00", &fixed[..], &[0; 10], &offset, name.as_bytes()].concat());
        bytes.extend([b"PK\x03\x04", &fixed[..], name.as_bytes(), content].concat());
    }
    let count = (parts.len() as u16).to_le_bytes();
    let end = [b"PK\x05\x06\0\0\0\0", &count[..], &count, &(list.len() as u32).to_le_bytes(), &(bytes.len() as u32).to_le_bytes(), &[0, 0]]
        .concat();
    [bytes, list, end].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
    })
}
