//! Faults as SARIF 2.1.0, the form that code hosts take in as scan results. GitHub asks for more than the standard does:
//! every rule with its texts, every region with all four corners.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Code, Diagnostic, Place, Severity};

pub fn render(diagnostics: &[Diagnostic]) -> String {
    let codes: BTreeSet<Code> = diagnostics.iter().map(|d| d.code).collect();
    let codes: Vec<Code> = codes.into_iter().collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "almoner",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|code| rule(*code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": diagnostics.iter().map(|diagnostic| result(diagnostic, &codes)).collect::<Vec<_>>(),
        }],
    });
    let mut text = log.to_string();
    text.push('\n');
    text
}

fn rule(code: Code) -> Value {
    let text = json!({"text": code.explanation()});
    json!({"id": code.name(), "shortDescription": text, "fullDescription": text, "help": text})
}

fn result(diagnostic: &Diagnostic, codes: &[Code]) -> Value {
    let level = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    };
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
        "level": level,
        "message": {"text": message},
        "locations": [{"physicalLocation": location(&diagnostic.place)}],
        "relatedLocations": related.collect::<Vec<_>>(),
    })
}

fn location(place: &Place) -> Value {
    json!({
        "artifactLocation": {"uri": uri(place.file.as_str())},
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.line,
            "endColumn": place.column + place.width,
        },
    })
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
        let link = Diagnostic::error(Code::LinkMissing, Place::in_text("./content/a.md", "see [x](y)", 8..9), "no page at `y`")
            .label("nothing here")
            .related(Place::whole("c:d.md"), "renamed here");
        let log: Value = serde_json::from_str(&render(&[stale, link])).expect("JSON");
        let run = &log["runs"][0];
        assert_eq!(log["version"], "2.1.0");
        assert_eq!(run["columnKind"], "unicodeCodePoints");
        for result in run["results"].as_array().expect("a list") {
            let index = result["ruleIndex"].as_u64().expect("a number") as usize;
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        }
        let first = &run["results"][0];
        assert_eq!((&first["level"], &first["message"]["text"]), (&json!("warning"), &json!("stale\nhelp: check it")));
        assert_eq!(first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "content/%C3%A4%20b.md");
        let second = &run["results"][1];
        assert_eq!(second["message"]["text"], "no page at `y`: nothing here");
        assert_eq!(second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "content/a.md");
        let region = json!({"startLine": 1, "startColumn": 9, "endLine": 1, "endColumn": 10});
        assert_eq!(second["locations"][0]["physicalLocation"]["region"], region);
        assert_eq!(second["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"], "c%3Ad.md");
    }

    #[test]
    fn an_absolute_path_is_a_file_address() {
        assert_eq!(uri("/home/a/x.md"), "file:///home/a/x.md");
    }
}
