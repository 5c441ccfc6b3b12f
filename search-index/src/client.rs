//! The browser client as one file with the manifest inside, so that a first search needs one step less.

macro_rules! modules {
    ($($name:literal)*) => { &[$(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/client/", $name, ".js"))),*] };
}
pub(crate) use modules;

/// In the order in which they use each other: what reads and ranks, then what a page shows of it.
const MODULES: &[&str] = modules!(
    "fault" "words" "bytes" "files" "lists" "shard" "score" "spelling" "synonyms" "meaning" "plan" "query" "phrase" "facets" "index"
    "passage" "explain" "engine"
    "freshness" "wording" "element" "request" "hit" "told" "nothing" "filters" "reason" "saved" "box" "page"
);

/// What a page may call; all else is the modules' own.
const EXPORTS: &str = "export { fetchFrom, openIndex, openSearch, startBox, startPage };\n";

/// What pages load.
pub fn bundle(manifest: &str) -> String {
    joined(MODULES) + EXPORTS + "export const manifest = " + manifest + ";\n"
}

/// The modules joined: without imports, comments and indentation, which a test of the client's own runs on, too.
pub fn joined(modules: &[&str]) -> String {
    let mut bundle = String::new();
    for module in modules {
        let mut in_comment = false;
        for line in module.lines() {
            let line = line.trim();
            let begins = line.starts_with("/*");
            in_comment |= begins;
            let skip = in_comment || line.is_empty() || line.starts_with("//") || line.starts_with("import ");
            if in_comment && line.ends_with("*/") {
                in_comment = false;
            }
            if !skip {
                bundle.push_str(line.strip_prefix("export ").unwrap_or(line));
                bundle.push('\n');
            }
        }
    }
    bundle
}
