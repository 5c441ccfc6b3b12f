//! The one file that changes under its name: what a reader must know before it can ask for any other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::settings::FacetKind;
use crate::words::by_code_unit;

pub const FORMAT: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    pub format: u32,
    pub generation: String,
    pub documents: u32,
    /// Documents in a document shard.
    pub per_shard: u32,
    pub terms: Boundaries,
    pub prefixes: Option<Boundaries>,
    pub suffixes: Option<Boundaries>,
    /// With spaces between.
    pub stop: String,
    pub specials: Vec<String>,
    pub types: BTreeMap<String, String>,
    pub facets: Vec<FacetHead>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetHead {
    pub id: String,
    pub label: String,
    pub kind: FacetKind,
}

/// Where sorted strings were cut into shards.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Boundaries(Vec<String>);

impl From<String> for Boundaries {
    fn from(joined: String) -> Self {
        Boundaries(joined.split(' ').filter(|boundary| !boundary.is_empty()).map(str::to_owned).collect())
    }
}

impl From<Boundaries> for String {
    fn from(boundaries: Boundaries) -> Self {
        boundaries.0.join(" ")
    }
}

impl Boundaries {
    /// From the last string of each shard and the first of the next.
    pub fn between<'a>(cuts: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        Boundaries(cuts.map(|(last, first)| separator(last, first)).collect())
    }

    pub fn shards(&self) -> usize {
        self.0.len() + 1
    }

    /// The shard in which the string is, if it is anywhere.
    pub fn shard_of(&self, string: &str) -> usize {
        self.0.partition_point(|boundary| by_code_unit(boundary, string).is_le())
    }

    /// The shards in which strings with this beginning can be.
    pub fn shards_from(&self, prefix: &str) -> std::ops::RangeInclusive<usize> {
        self.shard_of(prefix)..=self.shard_of(&format!("{prefix}\u{FFFF}"))
    }
}

/// The shortest beginning of `first` that is greater than `last`.
fn separator(last: &str, first: &str) -> String {
    let beginnings = first.char_indices().skip(1).map(|(at, _)| &first[..at]);
    beginnings.into_iter().find(|beginning| by_code_unit(beginning, last).is_gt()).unwrap_or(first).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_string_is_found_in_its_shard() {
        let shards = [vec!["a", "ab", "abc"], vec!["abd", "b"], vec!["ba"], vec!["𐐷", "ﬀ"]];
        let cuts = shards.windows(2).map(|pair| (pair[0][pair[0].len() - 1], pair[1][0]));
        let boundaries = Boundaries::between(cuts);
        assert_eq!(String::from(boundaries.clone()), "abd ba 𐐷");
        for (number, strings) in shards.iter().enumerate() {
            assert!(strings.iter().all(|string| boundaries.shard_of(string) == number));
        }
        assert_eq!(boundaries.shards_from("ab"), 0..=1);
        assert_eq!(Boundaries::from(String::from(boundaries.clone())), boundaries);
    }
}
