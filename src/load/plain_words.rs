//! Plainer words for those of offices: the theme's list with the hub's own over it.

use std::collections::BTreeMap;

use super::hub::Hub;
use super::theme_files::ThemeFiles;
use super::value::{KeyPath, Value};
use super::yaml;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// The words in small letters, each with what to say instead.
pub fn read(hub: &Hub, faults: &mut Diagnostics) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    let shipped = yaml::parse(ThemeFiles::plain_words()).unwrap_or_default();
    words.extend(shipped.iter().filter_map(|(word, plainer)| Some((word.to_lowercase(), plainer.as_text()?.to_owned()))));
    for (word, plainer) in hub.plain_words.iter() {
        match plainer {
            Value::Text(plainer) => {
                words.insert(word.to_lowercase(), plainer.clone());
            }
            Value::Null | Value::Bool(false) => {
                words.remove(&word.to_lowercase());
            }
            other => {
                let place = hub.sheet.value_place(&KeyPath::from("plain_words").key(word));
                let message = format!("`plain_words.{word}` takes the words to say instead, not {}", other.kind_name());
                let help = "write `utilise: use`, or `utilise: false` to take a word off the list";
                faults.push(Diagnostic::error(Code::ConfigFault, place, message).help(help));
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_the_theme_is_sound() {
        let list = yaml::parse(ThemeFiles::plain_words()).expect("sound YAML");
        assert!(list.len() > 100, "{}", list.len());
        for (word, plainer) in list.iter() {
            assert_eq!(word, word.to_lowercase());
            assert!(plainer.as_text().is_some_and(|plainer| !plainer.is_empty() && plainer != word), "{word}");
        }
    }
}
