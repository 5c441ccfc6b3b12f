//! Corpora made of a seed: enough different words for many shards, a few common ones, several lengths of page.

use crate::{Record, Section};

/// Numbers that are the same on every machine (Steele and Vigna, SplitMix64).
pub struct Seeded(pub u64);

impl Seeded {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % most.max(1) as u64) as usize
    }
}

const SYLLABLES: &[&str] = &[
    "con", "com", "care", "work", "er", "ing", "tion", "al", "so", "ci", "pro", "tect", "re", "view", "child", "ren", "fam", "ily", "sup",
    "port", "po", "li", "cy", "ty", "ed", "s", "in", "ter", "ment", "ass", "ess", "un", "der", "é", "ŵ", "lear", "n",
];

/// A word by its rank; the first are common.
pub fn word(rank: usize) -> String {
    let mut seeded = Seeded(rank as u64);
    // Few beginnings, so that one of them fills several shards.
    let first = SYLLABLES[seeded.below(6)];
    let rest: String = (0..1 + seeded.below(3)).map(|_| SYLLABLES[seeded.below(SYLLABLES.len())]).collect();
    first.to_owned() + &rest
}

/// Pages with words by Zipf's law, each with a type, a topic or two and a day.
pub fn records(count: usize, vocabulary: usize) -> Vec<Record> {
    let mut seeded = Seeded(count as u64);
    let words: Vec<String> = (0..vocabulary).map(word).collect();
    let mut text = |length: usize| {
        let draw = |_| {
            let uniform = (seeded.below(1 << 20) as f64 + 1.0) / f64::from(1 << 20);
            words[((vocabulary as f64).powf(uniform) as usize - 1).min(vocabulary - 1)].clone()
        };
        (0..length).map(draw).collect::<Vec<_>>().join(" ")
    };
    (0..count)
        .map(|number| Record {
            id: format!("p{number:05}"),
            url: format!("/s{}/p{number}/", number % 7),
            title: text(2 + number % 5),
            summary: text(number % 12),
            content_type: format!("t{}", number % 3),
            date: format!("20{:02}-0{}-1{}", number % 27, 1 + number % 9, number % 10),
            sections: vec![
                Section { text: text(10 + number % 40), ..Section::default() },
                Section { anchor: "more".into(), heading: text(2), text: text(number % 90), ..Section::default() },
            ],
            facets: [
                ("day".to_owned(), vec![format!("20{:02}-0{}-1{}", number % 27, 1 + number % 9, number % 10)]),
                ("topic".to_owned(), vec![format!("topic {}", number % 5), format!("topic {}", number % 11)]),
                ("type".to_owned(), vec![format!("t{}", number % 3)]),
            ]
            .into(),
            ..Record::default()
        })
        .collect()
}
