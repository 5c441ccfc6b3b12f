//! Facets: which documents have a chosen value, and how many would be left with each other value.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::fault::Fault;
use crate::index::{Column, Index};
use crate::search::Answer;
use crate::settings::{FacetKind, day};
use crate::words::fold;

/// The values chosen of one facet, as the documents that have one of them.
#[derive(Debug)]
pub struct Chosen {
    facet: usize,
    values: Vec<String>,
    having: Vec<bool>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    pub id: String,
    pub label: String,
    pub kind: FacetKind,
    pub values: Vec<Count>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    pub value: String,
    pub label: String,
    pub count: usize,
    pub chosen: bool,
}

fn digits(text: &str) -> Option<i64> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Of a facet of days, what can be counted: the last year.
const YEAR: &str = "365";

/// Typed and chosen values together. A value that no document has chooses nothing, and so leaves nothing.
pub fn choose(
    index: &Index<'_>,
    typed: &BTreeMap<String, Vec<String>>,
    chosen: &BTreeMap<String, Vec<String>>,
    today: &str,
) -> Result<Vec<Chosen>, Fault> {
    let mut found = Vec::new();
    for (facet, head) in index.manifest.facets.iter().enumerate() {
        let wanted: Vec<&String> = [typed, chosen].into_iter().filter_map(|of| of.get(&head.id)).flatten().collect();
        if wanted.is_empty() {
            continue;
        }
        let column = index.column(facet)?;
        let mut having = vec![false; index.manifest.documents as usize];
        let mut values = Vec::new();
        for wanted in wanted {
            match &*column {
                Column::Values(all) => {
                    let folded = fold(wanted);
                    for value in all.iter().filter(|value| fold(&value.value) == folded || fold(&value.label) == folded) {
                        value.documents.iter().for_each(|document| having[*document as usize] = true);
                        values.push(value.value.clone());
                    }
                }
                Column::Days(days) => {
                    let (Some(today), Some(within)) = (day(today), digits(wanted)) else { continue };
                    let recent = |day: &Option<i64>| day.is_some_and(|day| day >= today - within);
                    having.iter_mut().zip(days).filter(|(_, day)| recent(day)).for_each(|(having, _)| *having = true);
                    values.push(wanted.clone());
                }
            }
        }
        found.push(Chosen { facet, values, having });
    }
    Ok(found)
}

/// The documents that have what is chosen of every facet but `except`.
pub fn pass(chosen: &[Chosen], except: Option<usize>, documents: &[u32]) -> Vec<u32> {
    let others: Vec<&Chosen> = chosen.iter().filter(|chosen| Some(chosen.facet) != except).collect();
    documents.iter().copied().filter(|document| others.iter().all(|chosen| chosen.having[*document as usize])).collect()
}

/// The days of the first facet of days, by which lists are sorted.
pub fn days(index: &Index<'_>) -> Result<Option<Vec<Option<i64>>>, Fault> {
    let Some(facet) = index.manifest.facets.iter().position(|facet| facet.kind == FacetKind::Days) else { return Ok(None) };
    let column: Rc<Column> = index.column(facet)?;
    Ok(match &*column {
        Column::Days(days) => Some(days.clone()),
        Column::Values(_) => None,
    })
}

/// How many documents would be left if a value alone were chosen of its facet.
pub fn counts(index: &Index<'_>, answer: &Answer, today: &str) -> Result<Vec<FacetCounts>, Fault> {
    let mut counts = Vec::new();
    let found = answer.found(index)?;
    for (facet, head) in index.manifest.facets.iter().enumerate() {
        let mut left = vec![false; index.manifest.documents as usize];
        pass(&answer.chosen, Some(facet), &found).into_iter().for_each(|document| left[document as usize] = true);
        let chosen = |value: &str| answer.chosen.iter().any(|chosen| chosen.facet == facet && chosen.values.iter().any(|of| of == value));
        let column = index.column(facet)?;
        let values = match &*column {
            Column::Values(values) => values
                .iter()
                .map(|value| Count {
                    value: value.value.clone(),
                    label: value.label.clone(),
                    count: value.documents.iter().filter(|document| left[**document as usize]).count(),
                    chosen: chosen(&value.value),
                })
                .collect(),
            Column::Days(days) => {
                let of_facet = answer.chosen.iter().filter(|chosen| chosen.facet == facet).flat_map(|chosen| &chosen.values);
                let others = of_facet.map(String::as_str).filter(|value| *value != YEAR);
                let count = |value: &str| {
                    let first = day(today).zip(digits(value)).map(|(today, within)| today - within);
                    let recent = |day: &Option<i64>| first.is_some_and(|first| day.is_some_and(|day| day >= first));
                    let count = days.iter().zip(&left).filter(|(day, left)| **left && recent(day)).count();
                    Count { value: value.into(), label: value.into(), count, chosen: chosen(value) }
                };
                std::iter::once(YEAR).chain(others).map(count).collect()
            }
        };
        counts.push(FacetCounts { id: head.id.clone(), label: head.label.clone(), kind: head.kind, values });
    }
    Ok(counts)
}
