//! Which generator a folder was written for, where its pages and files are, and what its settings say.
//! A folder that could be either of two is refused with what to do: to guess wrong would lose addresses without a word.

use camino::{Utf8Path, Utf8PathBuf};
use jiff::tz::TimeZone;

use super::front::{self, Form, scalar};
use crate::diagnostic::Failure;
use crate::load::foreign;
use crate::load::hub::sound_base_url;
use crate::load::value::{Map, Value};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Generator {
    Hugo,
    Jekyll,
    Zola,
}

impl Generator {
    pub fn name(self) -> &'static str {
        match self {
            Generator::Hugo => "Hugo",
            Generator::Jekyll => "Jekyll",
            Generator::Zola => "Zola",
        }
    }
}

#[derive(Debug, Clone)]
pub struct Site {
    /// None when only the words of its pages can tell.
    pub generator: Option<Generator>,
    /// What the generator was known by.
    pub sign: String,
    /// The folder of pages.
    pub content: Utf8PathBuf,
    /// Folders whose files stand at the root of the published site.
    pub statics: Vec<Utf8PathBuf>,
    pub settings: Map,
    /// The file that they come from.
    pub settings_file: Option<Utf8PathBuf>,
    /// Where it was, if somebody knows it better than its settings.
    pub address: Option<String>,
}

const HUGO: &[&str] = &["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"];
const HUGO_DEFAULTS: &[&str] =
    &["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml", "config.yaml", "config.yml", "config.json"];
const ZOLA: &[&str] = &["zola.toml"];
const JEKYLL: &[&str] = &["_config.yml", "_config.yaml", "_config.toml"];
/// Both Hugo, until 2022, and Zola called it so.
const EITHER: &[&str] = &["config.toml", "config.yaml", "config.yml", "config.json"];

/// What to do when nobody can tell.
pub const SAY_WHICH: &str = "say which it is: `--from hugo`, `--from jekyll` or `--from zola`";

/// Looks for settings in `folder`, or beside it when it is the folder of pages itself.
pub fn find(folder: &Utf8Path, asked: Option<Generator>) -> Result<Site, Failure> {
    // A link to a folder that somebody names is theirs to follow; those inside are not.
    let real = foreign::real(folder)?;
    if !foreign::is_folder(&real) {
        return Err(Failure::new(folder, "there is no such folder", "name the folder of the site or of its pages, or a Word document"));
    }
    if let Some(found) = settings_in(folder, asked)? {
        return site(folder, None, found, asked);
    }
    let above = real.parent().filter(|_| real.file_name() == Some("content"));
    if let Some(above) = above {
        let shown = match folder.parent() {
            Some(parent) if folder.file_name() == Some("content") && !parent.as_str().is_empty() => parent.to_owned(),
            Some(_) if folder.file_name() == Some("content") => Utf8PathBuf::from("."),
            _ => above.to_owned(),
        };
        let found = settings_in(&shown, asked)?.filter(|found| found.generator != Some(Generator::Jekyll));
        if let Some(found) = found {
            return site(&shown, Some(folder), found, asked);
        }
    }
    Ok(Site {
        generator: asked,
        sign: if asked.is_some() { "`--from`".into() } else { String::new() },
        content: folder.to_owned(),
        statics: Vec::new(),
        settings: Map::new(),
        settings_file: None,
        address: None,
    })
}

struct Settings {
    generator: Option<Generator>,
    map: Map,
    file: Utf8PathBuf,
}

fn settings_in(folder: &Utf8Path, asked: Option<Generator>) -> Result<Option<Settings>, Failure> {
    let mut found: Vec<Settings> = Vec::new();
    let defaults = folder.join("config/_default");
    let places = [
        (folder, HUGO, Some(Generator::Hugo)),
        (defaults.as_path(), HUGO_DEFAULTS, Some(Generator::Hugo)),
        (folder, ZOLA, Some(Generator::Zola)),
        (folder, JEKYLL, Some(Generator::Jekyll)),
        (folder, EITHER, None),
    ];
    for (place, names, generator) in places {
        for name in names {
            let Some(file) = foreign::file(&place.join(name))? else { continue };
            let mut map = read(&file)?;
            if generator == Some(Generator::Hugo) && place != folder {
                more_settings(place, &mut map)?;
            }
            let generator = generator.or_else(|| either(folder, name, &map));
            found.push(Settings { generator, map, file: file.disk });
            break;
        }
    }
    if let Some(asked) = asked {
        found.retain(|settings| settings.generator.is_none_or(|known| known == asked));
        found.truncate(1);
    }
    // Settings of an older name beside those of a newer one are the same site.
    found.dedup_by_key(|settings| settings.generator);
    match found.len() {
        0 => Ok(None),
        1 => Ok(found.pop()),
        _ => {
            let names: Vec<String> = found.iter().map(|settings| format!("`{}`", settings.file.file_name().unwrap_or_default())).collect();
            Err(Failure::new(folder, format!("it cannot be told what this was written for: it has {}", names.join(" and ")), SAY_WHICH))
        }
    }
}

/// Whose `config.toml` it is, by the names of its settings and else by what stands beside it.
fn either(folder: &Utf8Path, name: &str, map: &Map) -> Option<Generator> {
    if name != "config.toml" {
        return Some(Generator::Hugo);
    }
    let zola = ["base_url", "compile_sass", "build_search_index", "generate_feed", "generate_feeds", "default_language"];
    let hugo = ["baseurl", "languagecode", "defaultcontentlanguage", "permalinks", "enablerobotstxt", "contentdir"];
    let has = |names: &[&str]| {
        map.iter().any(|(key, _)| names.iter().any(|name| key == *name || (!name.contains('_') && key.eq_ignore_ascii_case(name))))
    };
    let beside = |name: &str| foreign::is_folder(&folder.join(name));
    match (has(&hugo), has(&zola)) {
        (true, false) => Some(Generator::Hugo),
        (false, true) => Some(Generator::Zola),
        (true, true) => None,
        (false, false) => match (beside("layouts") || beside("archetypes"), beside("templates") || beside("sass")) {
            (true, false) => Some(Generator::Hugo),
            (false, true) => Some(Generator::Zola),
            _ => None,
        },
    }
}

/// Hugo lets parts of its settings stand in files of their own, each named after its part.
fn more_settings(folder: &Utf8Path, map: &mut Map) -> Result<(), Failure> {
    for part in ["menus", "menu", "permalinks", "languages", "taxonomies"] {
        for ending in ["toml", "yaml", "yml", "json"] {
            if let Some(file) = foreign::file(&folder.join(format!("{part}.{ending}")))? {
                map.insert(part, Value::Map(read(&file)?));
            }
        }
    }
    Ok(())
}

fn read(file: &foreign::ForeignFile) -> Result<Map, Failure> {
    let source = foreign::text(file)?.map_err(|why| {
        Failure::new(&file.disk, format!("these settings cannot be read: {why}"), "mend the file, or import the folder of pages alone")
    })?;
    let form = match file.disk.extension() {
        Some("toml") => Form::Toml,
        Some("json") => Form::Json,
        _ => Form::Yaml,
    };
    front::parse(form, &source.text).map_err(|(range, message)| {
        let place = source.place(range);
        Failure::new(
            &file.disk,
            format!("these settings cannot be read: line {}, column {}: {message}", place.line, place.column),
            "mend the file, or import the folder of pages alone",
        )
    })
}

fn site(base: &Utf8Path, content: Option<&Utf8Path>, found: Settings, asked: Option<Generator>) -> Result<Site, Failure> {
    let name = found.file.file_name().unwrap_or_default();
    let Some(generator) = asked.or(found.generator) else {
        return Err(Failure::new(base, format!("it cannot be told whether `{name}` is Hugo's or Zola's"), SAY_WHICH));
    };
    let setting = |name: &str| lookup(&found.map, name).and_then(scalar);
    let content = match (content, generator) {
        (Some(content), _) => content.to_owned(),
        (None, Generator::Hugo) => inside(base, &setting("contentDir").unwrap_or_else(|| "content".into()), &found.file)?,
        (None, Generator::Zola) => base.join("content"),
        (None, Generator::Jekyll) => match setting("source") {
            Some(source) => inside(base, &source, &found.file)?,
            None => base.to_owned(),
        },
    };
    if !foreign::is_folder(&content) {
        let advice = "name the folder that holds the pages";
        return Err(Failure::new(&content, format!("`{name}` says that the pages are here, but there is no such folder"), advice));
    }
    let statics = match generator {
        Generator::Hugo => match lookup(&found.map, "staticDir") {
            Some(folders) => front::scalars(folders).iter().map(|folder| inside(base, folder, &found.file)).collect::<Result<_, _>>()?,
            None => vec![base.join("static"), base.join("assets")],
        },
        Generator::Zola => vec![base.join("static")],
        // Jekyll's other files stand among its pages.
        Generator::Jekyll => Vec::new(),
    };
    Ok(Site {
        generator: Some(generator),
        sign: format!("`{name}`"),
        content,
        statics: statics.into_iter().filter(|folder| foreign::is_folder(folder)).collect(),
        settings: found.map,
        settings_file: Some(found.file),
        address: None,
    })
}

/// A folder that settings name: settings are somebody else's, so it may only lie inside the site.
fn inside(base: &Utf8Path, written: &str, file: &Utf8Path) -> Result<Utf8PathBuf, Failure> {
    let path = Utf8Path::new(written);
    if path.is_absolute() || path.components().any(|part| part.as_str() == "..") {
        return Err(Failure::new(file, format!("`{written}` leads out of the site"), "import that folder by its own name"));
    }
    Ok(if written == "." { base.to_owned() } else { base.join(path.as_str().trim_start_matches("./")) })
}

/// A setting or field by its name, whatever its case: Hugo does not mind it.
pub fn lookup<'m>(map: &'m Map, name: &str) -> Option<&'m Value> {
    map.get(name).or_else(|| map.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

impl Site {
    fn text(&self, names: &[&str]) -> Option<String> {
        names
            .iter()
            .find_map(|name| lookup(&self.settings, name).and_then(scalar))
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
    }

    pub fn setting(&self, name: &str) -> Option<&Value> {
        lookup(&self.settings, name)
    }

    pub fn title(&self) -> Option<String> {
        self.text(&["title", "name"])
    }

    pub fn description(&self) -> Option<String> {
        let params = ["params", "extra"].iter().find_map(|name| self.setting(name).and_then(Value::as_map));
        self.text(&["description", "tagline"]).or_else(|| params.and_then(|map| lookup(map, "description")).and_then(scalar))
    }

    /// Without a slash at its end; with the folder below which the site stands.
    pub fn base_url(&self) -> Option<String> {
        if let Some(address) = &self.address {
            return sound_base_url(address);
        }
        let url = self.text(&["baseURL", "base_url", "url"])?;
        let below = if self.generator == Some(Generator::Jekyll) { self.text(&["baseurl"]).unwrap_or_default() } else { String::new() };
        // Jekyll's own name for the address is Hugo's for the folder, and `lookup` does not mind case.
        let url = match self.generator {
            Some(Generator::Jekyll) => self.settings.get("url").and_then(scalar)?,
            _ => url,
        };
        let below = below.trim_matches('/');
        let url = url.trim_end_matches('/');
        sound_base_url(&if below.is_empty() { url.to_owned() } else { format!("{url}/{below}") })
    }

    /// The folder below which the site stands, as a path: `/docs`, or nothing.
    pub fn below(&self) -> String {
        let path = match self.generator {
            Some(Generator::Jekyll) => self.settings.get("baseurl").and_then(scalar).unwrap_or_default(),
            _ => self
                .base_url()
                .and_then(|url| url.split_once("://")?.1.split_once('/').map(|(_, path)| path.to_owned()))
                .unwrap_or_default(),
        };
        let path = path.trim_matches('/');
        if path.is_empty() { String::new() } else { format!("/{path}") }
    }

    pub fn lang(&self) -> Option<String> {
        self.text(&["languageCode", "locale", "defaultContentLanguage", "default_language", "lang"]).map(|lang| tag(&lang))
    }

    pub fn zone(&self) -> TimeZone {
        self.text(&["timeZone", "timezone"]).and_then(|name| TimeZone::get(&name).ok()).unwrap_or(TimeZone::UTC)
    }

    pub fn zone_name(&self) -> Option<String> {
        self.text(&["timeZone", "timezone"]).filter(|name| TimeZone::get(name).is_ok())
    }
}

/// A language as it is usually written: `en-GB`.
pub fn tag(written: &str) -> String {
    let parts: Vec<String> = written
        .split(['_', '-', '.'])
        .enumerate()
        .map(|(index, part)| if index > 0 && part.len() == 2 { part.to_uppercase() } else { part.to_owned() })
        .collect();
    parts.join("-")
}

/// What the words of pages tell when no settings do: the generators that have signs in them, each with one.
pub fn signs<'a>(texts: impl Iterator<Item = (&'a Utf8Path, &'a str)>) -> Vec<(Generator, String)> {
    let mut found: Vec<(Generator, String)> = Vec::new();
    for (path, text) in texts {
        let mut sign = |generator, what: &str| {
            if !found.iter().any(|(known, _)| *known == generator) {
                found.push((generator, what.to_owned()));
            }
        };
        if path.components().any(|part| matches!(part.as_str(), "_posts" | "_drafts")) {
            sign(Generator::Jekyll, "its folder `_posts`");
        }
        if text.contains("{{<") || text.contains("{{%") {
            sign(Generator::Hugo, "its shortcodes");
        }
        if text.contains("{% link ") || text.contains("{% post_url ") || text.contains("{% include ") || text.contains("{{ site.") {
            sign(Generator::Jekyll, "its Liquid tags");
        }
        if text.contains("](@/")
            || (text.trim_start().starts_with("+++") && (text.contains("\n[extra]") || text.contains("\n[taxonomies]")))
        {
            sign(Generator::Zola, "its links and front matter");
        }
    }
    found.sort();
    found
}
