//! The browser client as one file with the manifest inside, so that a first search needs one step less.

/// In the order in which they use each other.
const MODULES: &[&str] = &[];

/// The modules joined: without imports, comments and indentation, which a test of the client's own runs on, too.
pub fn bundle(manifest: &str) -> String {
    let mut bundle = String::new();
    for module in MODULES {
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
    bundle + "export const manifest = " + manifest + ";\n"
}
