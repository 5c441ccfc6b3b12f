//! `almoner init`.

use include_dir::{Dir, include_dir};
use serde_json::json;

use super::args::{Format, Init};
use super::output::{Output, amount};
use crate::assemble::rules;
use crate::diagnostic::Failure;
use crate::load::json_schema::json_schema;
use crate::load::load;
use crate::load::snippets::snippets;
use crate::publish::fresh;

static STARTER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/starter");

/// What each part of the new folder is for.
const PARTS: &str = "    content/                your pages: start with content/explainers/
    content/hub.yaml        what holds for the whole hub: its name, address, menus
    content/references.yaml sources that pages cite with [@key]
    content/glossary/       words that are explained to readers
    netlify.toml            publishing, previews, and rebuilds when an embargo ends
    .vscode/                fields and faults as you type in VS Code";

pub fn run(options: &Init, output: &Output) -> Result<i32, Failure> {
    if !fresh::is_free(&options.dir)? {
        return Err(Failure::new(&options.dir, "this folder is not empty", "name a folder that does not exist yet"));
    }
    let mut files = Vec::new();
    gather(&STARTER, &mut files);
    files.sort();
    for (path, text) in &files {
        fresh::write_new(&options.dir.join(path), text)?;
    }
    // What editors' tools need to know of the types is made from the types, here as by `almoner types`.
    let (Some(loaded), _) = load(&options.dir.join("content"), &rules::names())? else {
        return Err(Failure::new(&options.dir, "the new hub cannot be read", "this is a fault of almoner itself: please report it"));
    };
    let schema = format!("{:#}\n", json_schema(&loaded.types, &loaded.hub.defaults));
    fresh::write_new(&options.dir.join(".vscode/front-matter.schema.json"), &schema)?;
    fresh::write_new(&options.dir.join(".vscode/front-matter.code-snippets"), &format!("{:#}\n", snippets(&loaded.types)))?;
    if output.format == Format::Json {
        let mut paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        paths.extend([".vscode/front-matter.code-snippets", ".vscode/front-matter.schema.json"]);
        output.data(&json!({ "folder": options.dir, "files": paths }).to_string());
        return Ok(0);
    }
    let types = loaded.documents.iter().map(|document| document.content_type.id.as_str()).collect::<std::collections::BTreeSet<_>>();
    output.say(&format!(
        "Created {} with a working site: {}, {}.\n\n  {}/\n{PARTS}\n\nNext:",
        options.dir,
        amount(loaded.documents.len(), "sample page"),
        amount(types.len(), "content type"),
        options.dir
    ));
    output.say(&format!("  cd {}\n  almoner check\n  almoner build\n  almoner new explainer \"Your first page\"", options.dir));
    Ok(0)
}

/// A name with a leading dot would hide a file from the program that embeds the others: it is written `dot-…` there.
fn gather(folder: &'static Dir<'static>, files: &mut Vec<(String, &'static str)>) {
    for file in folder.files() {
        if let (Some(path), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            let path: Vec<String> =
                path.split('/').map(|part| part.strip_prefix("dot-").map_or(part.to_owned(), |name| format!(".{name}"))).collect();
            files.push((path.join("/"), text));
        }
    }
    folder.dirs().for_each(|inner| gather(inner, files));
}
