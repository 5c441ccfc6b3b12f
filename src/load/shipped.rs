//! For tests: the content types that travel inside the binary, read as the loader reads them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::content_type::{ContentType, Field};
use super::sheet::Sheet;
use super::source::Source;
use super::type_file::{Known, read, read_shared};
use crate::diagnostic::Diagnostics;

/// The types that travel inside the binary, as the loader sees them. Rules are the program's, so here each file's own names stand.
pub fn shipped() -> (Vec<Field>, Vec<ContentType>) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/college/types");
    let entries = std::fs::read_dir(folder).expect("the theme has types");
    let mut files: Vec<(String, String)> = entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let name = path.file_stem()?.to_str()?.to_owned();
            path.extension().filter(|ending| *ending == "yaml")?;
            Some((name, std::fs::read_to_string(&path).ok()?))
        })
        .collect();
    files.sort();
    let types: BTreeSet<String> = files.iter().map(|(name, _)| name.clone()).filter(|name| !name.starts_with('_')).collect();
    let mut shared = Vec::new();
    let mut read_types = Vec::new();
    for (name, text) in &files {
        let source = Arc::new(Source::new(format!("{name}.yaml"), format!("{name}.yaml"), text.clone()));
        let sheet = Sheet::whole(source);
        if name == "_shared" {
            let (fields, faults) = read_shared(&sheet, &types);
            assert_eq!(lines(&faults), Vec::<String>::new(), "{name}");
            shared = fields;
            continue;
        }
        let rules: Vec<String> = sheet.read().expect("sound YAML").texts("rules").into_iter().map(str::to_owned).collect();
        let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
        let (content_type, faults) = read(&sheet, name, Known { types: &types, rules: &rules, shared: &shared });
        assert_eq!(lines(&faults), Vec::<String>::new(), "{name}");
        read_types.extend(content_type);
    }
    (shared, read_types)
}

fn lines(faults: &Diagnostics) -> Vec<String> {
    faults.clone().sorted().iter().map(|d| format!("{}:{} {}", d.place.line, d.place.column, d.message)).collect()
}

#[test]
fn every_shipped_type_is_sound() {
    let (shared, types) = shipped();
    assert!(types.len() > 3 && shared.len() > 30, "{} types, {} shared fields", types.len(), shared.len());
}
