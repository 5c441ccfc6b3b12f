//! The same records for OpenSearch: what makes an index, what fills it, and how a person does both.

use almoner_search::opensearch::{Layout, bulk, index};

use super::{Gathered, Put};
use crate::diagnostic::Failure;

/// An engine takes 100 MB at once unless somebody says otherwise; half of that leaves it room.
const FILE_BYTES: usize = 50_000_000;

/// What an export holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exported {
    pub pages: usize,
    pub bulk_files: usize,
}

/// Writes the files of an export. `preview`: it holds what is not public yet.
pub fn export(gathered: &Gathered, name: &str, preview: bool, put: Put<'_>) -> Result<Exported, Failure> {
    let layout = Layout::of(&gathered.records, &gathered.settings);
    put("index.json", format!("{:#}\n", index(&layout)).as_bytes())?;
    let bulk_files =
        bulk(&gathered.records, &layout, FILE_BYTES, |number, lines| put(&format!("bulk-{number:04}.ndjson"), lines.as_bytes()))?;
    put("README.txt", readme(name, preview).as_bytes())?;
    Ok(Exported { pages: gathered.records.len(), bulk_files })
}

/// What the engine takes as the name of an index.
pub fn sound_name(name: &str) -> bool {
    let first = name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    first && name.len() <= 255 && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c))
}

fn readme(name: &str, preview: bool) -> String {
    let preview =
        if preview { "This export holds pages that are NOT PUBLIC YET: load it only where nobody else can search.\n\n" } else { "" };
    format!(
        r#"{preview}The pages of this hub for OpenSearch 2 or later: index.json makes an index, the bulk files fill it.
Set SEARCH to the address of the engine, as in SEARCH=https://localhost:9200, and run in this folder:

curl --fail-with-body -X PUT "$SEARCH/{name}" -H 'Content-Type: application/json' --data-binary @index.json

for file in bulk-*.ndjson; do curl --fail-with-body -X POST "$SEARCH/{name}/_bulk?filter_path=errors,items.*.error" -H 'Content-Type: application/x-ndjson' --data-binary "@$file"; done

The second answers {{"errors":false}} for each file, or says which pages were refused and why. To bring in a newer
export, make an index of another name and lead an alias to it: a page that is gone from the hub stays in an old index.

Readers need nothing but POST /{name}/_search. Let a proxy answer this and nothing else, over https, with these headers:
Access-Control-Allow-Origin: the address of the hub; Access-Control-Allow-Headers: content-type. Then write into hub.yaml:

search: {{endpoint: "https://search.example.org/{name}"}}
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_the_engine_takes() {
        for name in ["hub", "hub-2026_06.1", "1"] {
            assert!(sound_name(name), "{name}");
        }
        for name in ["", "Hub", "-hub", "_hub", ".", "a b", "a/b", "a,b", "h\u{fc}b", "a\"b", &"a".repeat(256)] {
            assert!(!sound_name(name), "{name}");
        }
    }
}
