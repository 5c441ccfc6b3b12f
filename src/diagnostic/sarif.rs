//! Faults as SARIF 2.1.0, the form that code hosts take in as scan results. GitHub asks for more than the standard does:
//! every rule with its texts, paths below the root of the repository, fingerprints, and no more than it takes in.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Code, Diagnostic, Place, Severity, explained};

/// GitHub refuses a run with more results.
const MOST: usize = 25_000;
/// What GitHub's paths start from.
const ROOT: &str = "%SRCROOT%";

pub fn render(diagnostics: &[Diagnostic]) -> String {
    let shown = chosen(diagnostics);
    let codes: BTreeSet<Code> = shown.iter().map(|d| d.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let mut alike = BTreeMap::new();
    let mut run = json!({
        "tool": {"driver": {
            "name": "almoner",
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
        }},
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder in which almoner ran: the root of the repository."}}},
        "results": shown.iter().map(|diagnostic| result(diagnostic, &codes, &mut alike)).collect::<Vec<_>>(),
    });
    if shown.len() < diagnostics.len() {
        let text = format!("{} of {} results are listed, the worst first: no more are taken in at once.", shown.len(), diagnostics.len());
        run["invocations"] =
            json!([{"executionSuccessful": true, "toolExecutionNotifications": [{"level": "warning", "message": {"text": text}}]}]);
    }
    let log = json!({"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]});
    let mut text = log.to_string();
    text.push('\n');
    text
}

/// In the order given; of too many, the worst.
fn chosen(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut indices: Vec<usize> = (0..diagnostics.len()).collect();
    if indices.len() > MOST {
        indices.sort_by_key(|at| diagnostics[*at].severity);
        indices.truncate(MOST);
        indices.sort_unstable();
    }
    indices.into_iter().map(|at| &diagnostics[at]).collect()
}

fn rule(code: Code) -> Value {
    let text = json!({"text": code.explanation()});
    let page = explained::page(code);
    json!({
        "id": code.name(),
        "shortDescription": text,
        "fullDescription": text,
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": level(explained::severity(code))},
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

fn result(diagnostic: &Diagnostic, codes: &[Code], alike: &mut BTreeMap<String, usize>) -> Value {
    let mut message = diagnostic.message.clone();
    if !diagnostic.label.is_empty() {
        message.push_str(&format!(": {}", diagnostic.label));
    }
    for help in &diagnostic.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    let related = diagnostic.related.iter().enumerate();
    let related = related.map(|(id, (place, what))| json!({"id": id, "physicalLocation": location(place), "message": {"text": what}}));
    json!({
        "ruleId": diagnostic.code.name(),
        "ruleIndex": codes.binary_search(&diagnostic.code).expect("every code of the run is in the sorted list"),
        "level": level(diagnostic.severity),
        "message": {"text": message},
        "locations": [{"physicalLocation": location(&diagnostic.place)}],
        "relatedLocations": related.collect::<Vec<_>>(),
        "partialFingerprints": {"primaryLocationLineHash": fingerprint(diagnostic, alike)},
    })
}

/// The same for the same words of the same file wherever they move to, so that a fault which is known stays one; equal ones are counted.
fn fingerprint(diagnostic: &Diagnostic, alike: &mut BTreeMap<String, usize>) -> String {
    let place = &diagnostic.place;
    let text = [diagnostic.code.name(), place.file.as_str(), place.text.trim(), &diagnostic.message].join("\n");
    let hash = blake3::hash(text.as_bytes()).to_hex()[..16].to_owned();
    let count = alike.entry(hash.clone()).and_modify(|count| *count += 1).or_insert(1);
    format!("{hash}:{count}")
}

fn location(place: &Place) -> Value {
    let (start, end) = columns(place);
    let uri = uri(place.file.as_str());
    let artifact = if uri.starts_with("file:") { json!({"uri": uri}) } else { json!({"uri": uri, "uriBaseId": ROOT}) };
    json!({
        "artifactLocation": artifact,
        "region": {"startLine": place.line, "startColumn": start, "endLine": place.line, "endColumn": end},
    })
}

/// Columns as the standard counts them unless told otherwise: in units of UTF-16.
fn columns(place: &Place) -> (usize, usize) {
    let units = |from: usize, count: usize| place.text.chars().skip(from).take(count).map(char::len_utf16).sum::<usize>();
    let (before, width) = (place.column as usize - 1, place.width as usize);
    // What points behind the end of a line, or at a file as a whole, has no letters to count.
    let known = place.text.chars().count();
    let start = 1 + units(0, before) + before.saturating_sub(known);
    let inside = width.min(known.saturating_sub(before));
    (start, start + units(before, inside) + (width - inside))
}

/// A relative reference, as code hosts match it against the repository; `:` is encoded so that no name reads as a scheme.
fn uri(path: &str) -> String {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    let path = path.replace('\\', "/");
    let mut uri = String::from(scheme);
    for byte in path.strip_prefix("./").unwrap_or(&path).bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_point_at_rules_and_regions() {
        let stale = Diagnostic::warning(Code::RuleStale, Place::whole("content/ä b.md"), "stale").help("check it");
        let link = Diagnostic::error(Code::LinkMissing, Place::in_text("./content/a.md", "sée 👪 [x](y)", 12..15), "no page at `y`")
            .label("nothing here")
            .related(Place::whole("c:d.md"), "renamed here");
        let log: Value = serde_json::from_str(&render(&[stale, link.clone(), link])).expect("JSON");
        let run = &log["runs"][0];
        assert_eq!(log["version"], "2.1.0");
        assert_eq!(run["columnKind"], "utf16CodeUnits");
        for result in run["results"].as_array().expect("a list") {
            let index = result["ruleIndex"].as_u64().expect("a number") as usize;
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        }
        let first = &run["results"][0];
        assert_eq!((&first["level"], &first["message"]["text"]), (&json!("warning"), &json!("stale\nhelp: check it")));
        let artifact = json!({"uri": "content/%C3%A4%20b.md", "uriBaseId": "%SRCROOT%"});
        assert_eq!(first["locations"][0]["physicalLocation"]["artifactLocation"], artifact);
        let second = &run["results"][1];
        assert_eq!(second["message"]["text"], "no page at `y`: nothing here");
        assert_eq!(second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "content/a.md");
        // Before it: three letters, two spaces, a family that takes two units, and `[x`.
        let region = json!({"startLine": 1, "startColumn": 10, "endLine": 1, "endColumn": 13});
        assert_eq!(second["locations"][0]["physicalLocation"]["region"], region);
        assert_eq!(second["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"], "c%3Ad.md");
        let print = |at: usize| run["results"][at]["partialFingerprints"]["primaryLocationLineHash"].as_str().expect("text").to_owned();
        assert!(print(1).ends_with(":1") && print(2).ends_with(":2") && print(1)[..16] == print(2)[..16]);
    }

    #[test]
    fn no_more_than_are_taken_in_and_the_worst_of_them() {
        let mut many: Vec<Diagnostic> = (0..MOST).map(|_| Diagnostic::advice(Code::PlainWord, Place::whole("a.md"), "x")).collect();
        many.push(Diagnostic::error(Code::LinkMissing, Place::whole("b.md"), "y"));
        let log: Value = serde_json::from_str(&render(&many)).expect("JSON");
        let results = log["runs"][0]["results"].as_array().expect("a list");
        assert_eq!((results.len(), &results[MOST - 1]["level"]), (MOST, &json!("error")));
        let said = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        assert_eq!(*said, json!("25000 of 25001 results are listed, the worst first: no more are taken in at once."));
    }

    #[test]
    fn an_absolute_path_is_a_file_address() {
        assert_eq!(uri("/home/a/x.md"), "file:///home/a/x.md");
        assert!(location(&Place::whole("/home/a/x.md"))["artifactLocation"].get("uriBaseId").is_none());
    }
}
