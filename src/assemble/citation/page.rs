//! One page's citations: what stands in the text, and the list of references below it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::form::Form;
use super::run::{self, Run};
use super::style::{Style, Words};
use super::{Bibliography, Citation};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageCitations {
    /// One for each group, in the order given.
    pub in_text: Vec<CitedText>,
    /// In the order of the style; each source once.
    pub references: Vec<Reference>,
}

/// "(Laming, 2009; Social Work Task Force, 2009, para. 1.42)", in runs, so that each source can link to its reference.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CitedText {
    pub runs: Vec<CitedRun>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedRun {
    pub text: String,
    pub emphasis: bool,
    /// The source that these words name; none for brackets and what stands between two sources.
    pub key: Option<String>,
}

impl CitedText {
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    fn push(&mut self, key: Option<&str>, text: impl Into<String>, emphasis: bool) {
        let text = text.into();
        match self.runs.last_mut() {
            Some(last) if last.key.as_deref() == key && last.emphasis == emphasis => last.text.push_str(&text),
            _ => self.runs.push(CitedRun { text, emphasis, key: key.map(str::to_owned) }),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub key: String,
    /// Safe: every letter is escaped; the only elements are `cite`, `em`, and `a` with an http or https address.
    pub html: String,
    pub text: String,
}

/// A key that the list does not have is printed as it is; whoever read the page has reported it.
pub fn cite_page(bibliography: &Bibliography, style: Style, lang: &str, groups: &[Vec<Citation>]) -> PageCitations {
    let words = Words::of(lang);
    let forms = page_forms(bibliography, style, words, groups);
    let in_text = groups.iter().map(|group| cite_group(bibliography, &forms, style, words, group)).collect();
    let mut listed: Vec<(usize, &Arc<Form>)> = forms.iter().map(|(index, form)| (*index, form)).collect();
    listed.sort_by(|(_, a), (_, b)| a.order.cmp(&b.order));
    let references = listed
        .into_iter()
        .map(|(index, form)| Reference {
            key: bibliography.entries[index].key().to_owned(),
            html: run::html(&form.reference),
            text: run::text(&form.reference),
        })
        .collect();
    PageCitations { in_text, references }
}

type Forms = BTreeMap<usize, Arc<Form>>;

fn page_forms(bibliography: &Bibliography, style: Style, words: Words, groups: &[Vec<Citation>]) -> Forms {
    let (entries, cache) = (&bibliography.entries, &bibliography.cache);
    let mut forms = Forms::new();
    for citation in groups.iter().flatten() {
        if let Some(index) = bibliography.index(&citation.key) {
            forms.entry(index).or_insert_with(|| cache.single(entries, index, style, words));
        }
    }
    let mut alike: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (index, form) in &forms {
        alike.entry((run::text(&form.author), form.date.clone())).or_default().push(*index);
    }
    for mut indices in alike.into_values().filter(|indices| indices.len() > 1) {
        indices.sort_by(|a, b| forms[a].order.cmp(&forms[b].order));
        let told_apart = cache.alike(entries, &indices, style, words);
        forms.extend(indices.into_iter().zip(told_apart));
    }
    forms
}

fn cite_group(bibliography: &Bibliography, forms: &Forms, style: Style, words: Words, group: &[Citation]) -> CitedText {
    let form = |citation: &Citation| bibliography.index(&citation.key).and_then(|index| forms.get(&index));
    let mut cited = CitedText::default();
    if let [citation] = group
        && citation.narrative
    {
        match form(citation) {
            Some(form) => narrative(&mut cited, citation, form, style, words),
            None => cited.push(Some(&citation.key), &citation.key, false),
        }
        return cited;
    }
    let mut items: Vec<(&Citation, Option<&Arc<Form>>)> = group.iter().map(|citation| (citation, form(citation))).collect();
    // Within brackets Harvard goes by date, and APA by name, as in the list.
    match style {
        Style::Harvard => items.sort_by_key(|(_, form)| form.map(|form| (form.order.year(), form.date.clone()))),
        Style::Apa => items.sort_by_key(|(_, form)| form.map(|form| form.order.clone())),
    }
    let items = same_author_together(items);
    cited.push(None, "(", false);
    let mut before: Option<(&Citation, &Arc<Form>)> = None;
    for (at, (citation, form)) in items.into_iter().enumerate() {
        let key = Some(citation.key.as_str());
        let Some(form) = form else {
            cited.push(None, if at > 0 { "; " } else { "" }, false);
            cited.push(key, &citation.key, false);
            before = None;
            continue;
        };
        let author = is_same_author(before, form) && citation.locator.is_none();
        let shares_author = author && before.is_some_and(|(before, _)| before.locator.is_none());
        if shares_author {
            cited.push(None, ", ", false);
        } else {
            cited.push(None, if at > 0 { "; " } else { "" }, false);
            author_runs(&mut cited, key, &form.author);
        }
        let parts = date_and_place(citation, form, style, words);
        if !shares_author && !parts.is_empty() {
            cited.push(key, ", ", false);
        }
        cited.push(key, parts, false);
        before = Some((citation, form));
    }
    cited.push(None, ")", false);
    cited.runs.retain(|run| !run.text.is_empty());
    cited
}

fn is_same_author(before: Option<(&Citation, &Arc<Form>)>, form: &Form) -> bool {
    before.is_some_and(|(_, before)| before.author == form.author)
}

/// "(Laming, 2003, 2009; Munro, 2005)": an author's works stand together, where the first of them stood.
fn same_author_together<'a>(items: Vec<(&'a Citation, Option<&'a Arc<Form>>)>) -> Vec<(&'a Citation, Option<&'a Arc<Form>>)> {
    let mut together: Vec<(&Citation, Option<&Arc<Form>>)> = Vec::with_capacity(items.len());
    for item in items {
        let author = item.1.map(|form| &form.author);
        let last = together.iter().rposition(|(_, form)| author.is_some() && form.map(|form| &form.author) == author);
        together.insert(last.map_or(together.len(), |last| last + 1), item);
    }
    together
}

fn narrative(cited: &mut CitedText, citation: &Citation, form: &Form, style: Style, words: Words) {
    let key = Some(citation.key.as_str());
    let mut author = form.author.clone();
    // APA joins names by "&" in brackets and by "and" in a sentence.
    if style == Style::Apa
        && words == Words::English
        && form.joins_names
        && let Some(run) = author.iter_mut().rev().find(|run| run.text.contains(" & "))
        && let Some((before, after)) = run.text.rsplit_once(" & ")
    {
        run.text = format!("{before} and {after}");
    }
    author_runs(cited, key, &author);
    let parts = date_and_place(citation, form, style, words);
    if !parts.is_empty() {
        cited.push(key, format!(" ({parts})"), false);
    }
}

fn author_runs(cited: &mut CitedText, key: Option<&str>, author: &[Run]) {
    for run in author {
        cited.push(key, &run.text, run.emphasis);
    }
}

fn date_and_place(citation: &Citation, form: &Form, style: Style, words: Words) -> String {
    let place = citation.locator.as_ref().map(|locator| locator.print(style, words));
    let date = Some(form.date.clone()).filter(|date| !date.is_empty());
    date.into_iter().chain(place).collect::<Vec<_>>().join(", ")
}
