//! The inventory of a hub in its forms: a calendar that calendars take in, a table without formulas, a page that asks nobody for
//! anything, and reports that are written nowhere where the public could read them.

use std::collections::BTreeSet;
use std::fs;

use crate::command::{self, Ran};
use crate::folder::Folder;

const AS_OF: &str = "2026-06-01T12:00:00Z";

const HUB: &str = "title: A hub, for the audit; and its friends\nbase_url: https://hub.example.org\ntopics: free\ndefaults:\n  summary: What this page says, in one sentence.\n  status: published\n  published: 2026-01-05T09:00:00Z\n  owner: Editors, all of them\n  topics: [Supervision]\n  audiences: [practitioner]\n  nations: [england]\n  licence: CC-BY-4.0\n  rights_note: Our own words.\n";
const NOTE: &str = "name: Note\nplural: Notes\nhelp: A page of a case.\nfolder: notes\nshared_optional: [id]\n";

fn hub() -> Folder {
    let folder = Folder::empty();
    folder.write("content/hub.yaml", HUB);
    folder.write("content/_types/note.yaml", NOTE);
    folder.write(
        "content/notes/formula.md",
        "---\ntitle: '=HYPERLINK(\"https://evil.example\";\"a\") <script>x</script>'\nreviewed: 2025-05-01\nreview_by: 2026-05-20\n---\n\nWords.\n",
    );
    folder.write(
        "content/notes/long.md",
        "---\nid: nt-0001\ntitle: Ystyr hir iawn â llythrennau fel ŵ ac ŷ, a choma; a mwy byth\nlang: cy\nowner: ps-0001\nreviewed: 2025-08-01\nreview_by: 2026-08-20\n---\n\nSee [it](formula.md).\n",
    );
    folder.write("content/notes/draft.md", "---\ntitle: A draft that is not public\nstatus: draft\n---\n\nWords.\n");
    folder.write(
        "content/people/left.md",
        "---\nid: ps-0001\nname: Ann Other\nrole: Editor\nconsent_public: true\nleft_on: 2026-03-01\n---\n",
    );
    folder.write("content/notes/unused.txt", "Nobody shows me.\n");
    folder
}

fn audit(folder: &Folder, arguments: &str) -> Ran {
    let arguments: Vec<String> = format!("audit {arguments}").split_whitespace().map(str::to_owned).collect();
    command::run(folder, &arguments, AS_OF)
}

fn written(folder: &Folder, arguments: &str, name: &str) -> String {
    let ran = audit(folder, &format!("{arguments} --output {name}"));
    assert_eq!(ran.exit, 0, "{}", ran.stderr);
    assert!(ran.stdout.is_empty(), "{}", ran.stdout);
    fs::read_to_string(folder.path().join(name)).expect("the report was written")
}

#[test]
fn the_calendar_keeps_to_the_standard() {
    let folder = hub();
    let text = written(&folder, "content --format ics", "reviews.ics");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "every line ends with CRLF");
    assert_eq!(text.matches('\r').count(), text.matches("\r\n").count());
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    for line in text.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
    let unfolded = text.replace("\r\n ", "");
    let lines: Vec<&str> = unfolded.trim_end().split("\r\n").collect();
    assert_eq!(lines[..3], ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//almoner//audit//EN"]);
    let events: Vec<&str> = unfolded.split("BEGIN:VEVENT\r\n").skip(1).collect();
    assert_eq!(events.len(), 2, "{unfolded}");
    let mut uids = BTreeSet::new();
    for event in &events {
        let value = |name: &str| {
            let found: Vec<&str> = event.split("\r\n").filter_map(|line| line.strip_prefix(name)?.strip_prefix(':')).collect();
            assert_eq!(found.len(), 1, "{name} stands once in\n{event}");
            found[0].to_owned()
        };
        assert_eq!(value("DTSTAMP"), "20260601T120000Z");
        let (start, end) = (value("DTSTART;VALUE=DATE"), value("DTEND;VALUE=DATE"));
        assert!(start.len() == 8 && start < end, "{start} {end}");
        assert!(value("UID").ends_with("@hub.example.org") && uids.insert(value("UID")));
        for name in ["SUMMARY", "DESCRIPTION", "CATEGORIES"] {
            let value = value(name);
            let plain = value.replace("\\\\", "").replace("\\n", "").replace("\\,", "").replace("\\;", "");
            assert!(!plain.contains([',', ';', '\\']), "{name} is escaped: {value}");
        }
        assert!(event.contains("END:VEVENT"));
    }
    assert!(unfolded.contains("CATEGORIES:Editors\\, all of them\r\n") && unfolded.contains("CATEGORIES:Ann Other\r\n"));
    // The same hub at the same moment is the same calendar, written over the last one.
    assert_eq!(written(&folder, "content --format ics", "reviews.ics"), text);
    let arguments = ["audit", "content", "--format", "ics", "--owner", "ann other"].map(str::to_owned);
    let of_one = command::run(&folder, &arguments, AS_OF);
    assert!(of_one.stdout.contains("UID:review-nt-0001@hub.example.org") && !of_one.stdout.contains("formula.md"), "{}", of_one.stdout);
}

#[test]
fn the_table_opens_without_formulas() {
    let folder = hub();
    let text = written(&folder, "content --format csv", "inventory.csv");
    assert!(text.starts_with("\u{feff}File,Address,"));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("every row is as long as the first")).collect();
    let files: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
    assert_eq!(files, ["content/notes/draft.md", "content/notes/formula.md", "content/notes/long.md", "content/people/left.md"]);
    assert!(rows.iter().flatten().all(|cell| !cell.trim_start().starts_with(['=', '+', '-', '@'])), "{text}");
    assert!(rows[1][4].starts_with("'=HYPERLINK"), "{}", &rows[1][4]);
    let states: Vec<&str> = rows.iter().map(|row| &row[6]).collect();
    assert_eq!(states, ["draft", "public", "public", "public"]);
    assert_eq!((&rows[1][12], &rows[1][16], &rows[2][17]), ("12", "1", "1"));
}

#[test]
fn the_page_is_private_and_asks_nobody() {
    let folder = hub();
    let page = written(&folder, "content --format html", "inventory.html");
    assert!(page.contains("name=\"robots\" content=\"noindex"));
    for foreign in ["<script", "src=", "@import", "url(", "<link", "onclick"] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    assert!(page.contains("=HYPERLINK(&quot;") || page.contains("=HYPERLINK(&#34;") || page.contains("=HYPERLINK(\""), "{page}");
    assert!(page.contains("<caption>To do</caption>") && page.contains("content/notes/unused.txt"));
}

#[test]
fn no_report_lies_where_the_public_reads() {
    let folder = hub();
    let built = command::run(&folder, &["build", "content", "--output", "public"].map(str::to_owned), AS_OF);
    assert_eq!(built.exit, 0, "{}", built.stderr);
    folder.write("letter.csv", "Dear reader\n");
    for (output, why) in [
        ("public/notes/audit.csv", "part of the public site"),
        ("content/audit.csv", "inside the hub"),
        ("letter.csv", "no earlier report"),
        ("nowhere/audit.csv", "does not exist"),
    ] {
        let ran = audit(&folder, &format!("content --format csv --output {output}"));
        assert_eq!(ran.exit, 2, "{output}");
        assert!(ran.stderr.contains(why), "{output}: {}", ran.stderr);
    }
    assert_eq!(fs::read_to_string(folder.path().join("letter.csv")).expect("still there"), "Dear reader\n");
}
