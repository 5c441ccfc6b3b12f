//! What readers take away from the demonstration hub, read back as they would: pictures, tables for spreadsheets, and plain text.

use std::collections::BTreeMap;

use almoner::build::{self, BuildRequest};
use almoner::release::Include;
use camino::Utf8Path;

use crate::cases::Silent;
use crate::folder::{Folder, tree};

type Tree = BTreeMap<String, Vec<u8>>;

fn built(as_of: &str) -> Tree {
    let folder = Folder::empty();
    let output = folder.path().join("public");
    let request = BuildRequest {
        hub: Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("content"),
        output: output.clone(),
        base_url: None,
        as_of: as_of.parse().expect("a sound instant"),
        include: Include::default(),
        sync: false,
    };
    let outcome = build::build(&request, &mut Silent).expect("the demonstration hub can be built");
    assert!(outcome.made.is_some(), "{}", crate::said::lines(Utf8Path::new(env!("CARGO_MANIFEST_DIR")), &outcome.diagnostics));
    tree(&output)
}

fn text<'a>(tree: &'a Tree, path: &str) -> &'a str {
    let bytes = tree.get(path).unwrap_or_else(|| panic!("the tree has no `{path}`"));
    std::str::from_utf8(bytes).expect("a text file")
}

/// The parts of a PNG file by kind, each with its checksum proven.
fn parts(png: &[u8]) -> BTreeMap<String, Vec<Vec<u8>>> {
    let mut rest = png.strip_prefix(b"\x89PNG\r\n\x1a\n").expect("begins as a PNG does");
    let mut parts = BTreeMap::<String, Vec<Vec<u8>>>::new();
    while !rest.is_empty() {
        let length = u32::from_be_bytes(rest[..4].try_into().expect("four bytes")) as usize;
        let (body, after) = rest[4..].split_at(4 + length);
        assert_eq!(libdeflater::crc32(body).to_be_bytes(), after[..4], "the checksum of a part");
        parts.entry(String::from_utf8_lossy(&body[..4]).into_owned()).or_default().push(body[4..].to_vec());
        rest = &after[4..];
    }
    parts
}

#[test]
fn every_chart_has_a_picture_that_can_travel_alone() {
    let tree = built("2026-11-22T12:00:00Z");
    let pictures: Vec<&String> = tree.keys().filter(|path| path.ends_with("/chart.png")).collect();
    let charts = tree.keys().filter(|path| path.starts_with("charts/") && path.ends_with("/index.html")).count() - 1;
    assert!(charts >= 5 && pictures.len() == charts, "{pictures:?}");
    for path in pictures {
        let png = &tree[path];
        assert!(png.len() < 90_000, "{path} weighs {} bytes", png.len());
        let parts = parts(png);
        let header = &parts["IHDR"][0];
        let side = |at: usize| u32::from_be_bytes(header[at..at + 4].try_into().expect("four bytes")) as usize;
        let (width, height) = (side(0), side(4));
        assert!(width == 1200 && (300..6000).contains(&height), "{path} is {width} by {height}");
        let mut rows = vec![0; (width + 1) * height];
        let length = libdeflater::Decompressor::new().zlib_decompress(&parts["IDAT"][0], &mut rows).expect("the points can be unpacked");
        assert_eq!(length, rows.len(), "{path}");
        let colours = parts["PLTE"][0].len() / 3;
        assert!(rows.iter().all(|point| usize::from(*point) < colours), "{path}: every point has a colour");
        // Words and marks, and paper around them on all sides.
        let inked = |row: &[u8]| row[1..].iter().filter(|point| **point & 7 > 0).count();
        let all: usize = rows.chunks(width + 1).map(inked).sum();
        assert!((width * height / 100..width * height / 2).contains(&all), "{path}: {all} points of {} have ink", width * height);
        assert!(
            rows.chunks(width + 1).all(|row| row[1..40].iter().chain(&row[width - 40..]).all(|point| point & 7 == 0)),
            "{path}: margins"
        );
        let has_marks = rows.contains(&(2 << 3 | 7));
        assert_eq!(has_marks, !path.contains("all-five"), "{path}: bars are drawn, and a table is not");
        // The words that are in the picture can be read by programs, too.
        let said: Vec<String> = parts["iTXt"].iter().map(|part| String::from_utf8_lossy(part).replace('\0', " ")).collect();
        let said = said.join("\n");
        let (source, base) = (said.contains("Source: "), said.contains("Base: ") && said.contains("Period: "));
        assert!(source && base && said.contains("https://hub.college.example.org/id/ch-"), "{path}: {said}");
        assert!(said.contains(" fairly: "), "{path}: {said}");
    }
}

#[test]
fn every_chart_has_a_table_for_spreadsheets() {
    let tree = built("2026-11-22T12:00:00Z");
    let mut count = 0;
    for (path, bytes) in tree.iter().filter(|(path, _)| path.ends_with("/chart.csv")) {
        count += 1;
        let csv = std::str::from_utf8(bytes).expect("UTF-8").strip_prefix('\u{feff}').expect("begins with the mark of UTF-8");
        assert!(csv.split("\r\n").all(|line| !line.contains(['\r', '\n'])), "{path}: lines end as RFC 4180 wants");
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let headings: Vec<String> = reader.headers().expect("a first row").iter().map(str::to_owned).collect();
        let at = |name: &str| headings.iter().position(|heading| heading == name).unwrap_or_else(|| panic!("{path} has no `{name}`"));
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("as long as the first")).collect();
        assert!(!rows.is_empty());
        for row in &rows {
            for name in ["Unit", "Base", "Period", "Source", "Chart source"] {
                assert!(!row[at(name)].is_empty(), "{path}: `{name}` is empty");
            }
            assert!(row[at("Address")].starts_with("https://hub.college.example.org/id/"), "{path}");
        }
        assert!(rows.iter().any(|row| !row[at("Caveat")].is_empty()), "{path}: no caveat came along");
        // The page shows the same numbers.
        let page = text(&tree, &path.replace("chart.csv", "index.html")).to_owned();
        let numbers = rows.iter().map(|row| row[1].to_owned()).collect::<Vec<_>>();
        assert!(numbers.iter().all(|number| page.contains(&format!("<strong>{number}"))), "{path}: {numbers:?}");
    }
    assert!(count >= 5);
}

#[test]
fn a_figure_never_leaves_without_its_base_its_limits_and_its_address() {
    let tree = built("2026-11-22T12:00:00Z");
    let figure = text(&tree, "figures/vac-child/figure.txt").trim_end();
    for part in ["9.5%", "Base: ", "England, 2006", "Note: ", "Source: ", "https://hub.college.example.org/id/kf-"] {
        assert!(figure.contains(part), "{part} in {figure}");
    }
    // The button copies what the file says, wherever the figure stands.
    let escaped = figure.replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&#39;").replace('<', "&lt;").replace('>', "&gt;");
    for page in ["figures/vac-child", "media/vacancies-and-staffing"] {
        assert!(text(&tree, &format!("{page}/index.html")).contains(&escaped), "{page}: {escaped}");
    }
    let low = text(&tree, "figures/vac-2009-low/figure.txt").trim_end();
    assert!(text(&tree, "explainers/what-a-vacancy-rate-is/index.html").contains(&low[..60]), "a card in the text has it, too: {low}");
    let lines = text(&tree, "media/vacancies-and-staffing/lines.txt");
    assert!(lines.contains("In 2006 the vacancy rate was 9.5%") && lines.contains(figure), "{lines}");
    assert!(lines.contains("Use until 31 May 2027") && lines.contains("What we cannot say, and why"), "{lines}");
    let cite = text(&tree, "research/vacancies-and-turnover/cite.txt");
    assert!(cite.contains("https://hub.college.example.org/research/vacancies-and-turnover/"), "{cite}");
}

#[test]
fn a_line_that_has_ended_is_in_no_text() {
    let words = "When posts stand empty, families meet one stranger after another";
    let before = built("2026-11-22T12:00:00Z");
    assert!(text(&before, "media/vacancies-and-staffing/lines.txt").contains(words));
    let after = built("2027-06-15T12:00:00Z");
    let heard: Vec<&String> =
        after.iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(words)).map(|(path, _)| path).collect();
    assert!(heard.is_empty(), "{heard:?}");
    assert!(text(&after, "media/vacancies-and-staffing/lines.txt").contains("What we cannot say"));
}
