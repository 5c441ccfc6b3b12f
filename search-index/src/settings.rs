//! What holds for a whole index and no single record can say.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Record;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// In the order in which readers see them. Where there are none, those that the records name.
    pub facets: Vec<Facet>,
    /// The names of types by id.
    pub types: BTreeMap<String, String>,
    /// Each a set of words and phrases that mean the same.
    pub synonyms: Vec<Vec<String>>,
    /// Words that are more than letters and digits, as `C++`.
    pub specials: Vec<String>,
    pub weights: Weights,
}

/// What words count for that stand in a title, a heading or a summary; in the text a word counts for 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Weights {
    pub title: f64,
    pub headings: f64,
    pub summary: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Weights { title: 2.0, headings: 1.5, summary: 1.5 }
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facet {
    pub id: String,
    pub label: String,
    pub kind: FacetKind,
    /// What readers see of a value, in the order in which they see it; other values follow, sorted, as they are.
    pub labels: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FacetKind {
    #[default]
    Values,
    /// A day a page, for `the last N days` and for sorting.
    Days,
}

impl Settings {
    /// The facets of the records, where none are given: days where every value is one.
    pub fn with_facets_of(mut self, records: &[Record]) -> Self {
        if !self.facets.is_empty() {
            return self;
        }
        let mut all_days = BTreeMap::<&str, bool>::new();
        for (id, values) in records.iter().flat_map(|record| &record.facets) {
            let days = all_days.entry(id).or_insert(true);
            *days &= values.iter().all(|value| day(value).is_some());
        }
        self.facets = all_days
            .into_iter()
            .map(|(id, days)| Facet {
                id: id.to_owned(),
                label: id.to_owned(),
                kind: if days { FacetKind::Days } else { FacetKind::Values },
                labels: Vec::new(),
            })
            .collect();
        self
    }
}

/// Days since 1970-01-01 of `YYYY-MM-DD`, by the proleptic Gregorian calendar (Howard Hinnant, `days_from_civil`).
pub fn day(text: &str) -> Option<i64> {
    let mut parts = text.splitn(3, '-');
    let mut number = |digits: usize| {
        let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        part.parse::<i64>().ok()
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    Some(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(day("1970-01-01"), Some(0));
        assert_eq!(day("1969-12-31"), Some(-1));
        assert_eq!(day("2000-03-01"), Some(11_017));
        assert_eq!(day("2026-11-27"), Some(20_784));
        for wrong in ["2026-02-29", "2026-13-01", "2026-1-01", "2026-11-31", "today", "2026-11", "+026-11-01", ""] {
            assert_eq!(day(wrong), None, "{wrong}");
        }
        assert!(day("2024-02-29").is_some());
    }
}
