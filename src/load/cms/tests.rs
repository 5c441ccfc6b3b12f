use std::sync::Arc;

use super::*;
use crate::load::shipped::shipped;

fn shipped_configuration() -> Json {
    configuration_of(Names::default(), &BTreeMap::new())
}

fn configuration_of(names: Names, further: &BTreeMap<String, BTreeSet<Utf8PathBuf>>) -> Json {
    let (shared, types) = shipped();
    let types = types.into_iter().map(|content_type| (content_type.id.clone(), Arc::new(content_type))).collect();
    let place = Place { folder: "content", site_url: "https://hub.example.org", lang: "en-GB", filled: &Map::new(), names, further };
    configuration(&ContentTypes { types, shared, faulty: Default::default() }, place)
}

fn named<'a>(list: &'a Json, name: &str) -> &'a Json {
    list.as_array().into_iter().flatten().find(|item| item["name"] == name).unwrap_or_else(|| panic!("no `{name}`"))
}

#[test]
fn a_type_becomes_a_collection_with_every_field() {
    let whole = shipped_configuration();
    let (shared, types) = shipped();
    for content_type in types {
        let collection = named(&whole["collections"], &content_type.id);
        content_type.fields.iter().for_each(|field| assert!(named(&collection["fields"], &field.name).is_object()));
        if content_type.shared == Shared::Strict {
            let asked = shared.iter().filter(|field| field.name != "title" || content_type.title_from.is_none());
            asked.for_each(|field| assert!(named(&collection["fields"], &field.name).is_object()));
        }
    }
    let guide = named(&whole["collections"], "practice-guide");
    assert_eq!(guide["folder"], "content/guides");
    let recommendations = named(&guide["fields"], "recommendations");
    assert_eq!(recommendations["widget"], "list");
    let strength = named(&recommendations["fields"], "strength");
    assert_eq!((&strength["widget"], strength["options"][0]["value"].as_str()), (&json!("select"), Some("must")));
    let topics = named(&guide["fields"], "topics");
    let of = |name: &str| topics[name].clone();
    assert_eq!((of("widget"), of("collection"), of("multiple"), of("max")), (json!("relation"), json!("topic"), json!(true), json!(5)));
    assert!(named(&guide["fields"], "published")["hint"].as_str().is_some_and(|hint| hint.contains("Needed when `status` is published")));
    assert_eq!(named(&named(&whole["collections"], "glossary-term")["fields"], "body")["widget"], "markdown");
    assert_eq!(named(&whole["collections"], "glossary-term")["identifier_field"], "term");
}

#[test]
fn every_field_says_whether_it_is_required_because_silence_means_yes() {
    fn walk(fields: &Json) {
        for field in fields.as_array().into_iter().flatten().filter(|field| field["widget"] != "hidden") {
            assert!(field["required"].is_boolean() || field["name"] == "item", "{field}");
            walk(&field["fields"]);
        }
    }
    shipped_configuration()["collections"].as_array().into_iter().flatten().for_each(|collection| walk(&collection["fields"]));
}

#[test]
fn forms_know_records_as_the_pages_of_the_hub_name_them() {
    let known_by = |numbers, files| {
        let whole = configuration_of(Names { numbers, files }, &BTreeMap::new());
        named(&named(&whole["collections"], "explainer")["fields"], "topics")["value_field"].clone()
    };
    assert_eq!((known_by(0, 0), known_by(2, 1), known_by(1, 2)), (json!("id"), json!("id"), json!("{{slug}}")));
}

#[test]
fn pages_of_a_type_in_another_folder_have_a_list_of_their_own() {
    let further = BTreeMap::from([("page".to_owned(), BTreeSet::from([Utf8PathBuf::from("about/us")]))]);
    let whole = configuration_of(Names::default(), &further);
    let list = named(&whole["collections"], "page-in-about-us");
    assert_eq!((&list["folder"], &list["label"]), (&json!("content/about/us"), &json!("Pages in about/us")));
    assert_eq!(list["fields"], named(&whole["collections"], "page")["fields"]);
}
