//! Term and prefix shards: sorted forms, the groups that they belong to, and the groups' postings in streams of their own.
//! FORMAT.md, "Term shard". Written here and decoded here.

use std::ops::Range;

use crate::bytes::{Bytes, put_strings, put_text, put_varint, zigzag};
use crate::fault::Damage;
use crate::group::{Group, Posting};

/// A form in a shard being written: its text, its group in the shard, the documents that have it.
#[derive(Debug, Clone, Copy)]
pub struct WrittenForm<'a> {
    pub text: &'a str,
    pub group: usize,
    pub documents: &'a [u32],
}

/// `with_forms`: term shards say which documents have which form; in prefix shards that would mean nothing.
pub fn encode(bytes: &mut Vec<u8>, forms: &[WrittenForm<'_>], groups: &[&Group], rules: Option<&str>) {
    put_strings(bytes, forms.iter().map(|form| form.text));
    let mut before = 0;
    for form in forms {
        put_varint(bytes, zigzag(form.group as i64 - before));
        before = form.group as i64;
    }
    put_varint(bytes, groups.len() as u64);
    let gaps: Vec<Vec<u8>> = groups.iter().map(|group| gaps(group.postings.iter().map(|posting| posting.document))).collect();
    for (group, gaps) in groups.iter().zip(&gaps) {
        put_varint(bytes, group.postings.len() as u64);
        bytes.extend(group.scale.to_le_bytes());
        put_varint(bytes, gaps.len() as u64);
    }
    bytes.extend(gaps.into_iter().flatten());
    for group in groups {
        let pairs = group.postings.chunks(2);
        bytes.extend(pairs.map(|pair| pair[0].impact | pair.get(1).map_or(0, |posting| posting.impact << 4)));
    }
    for group in groups {
        bytes.extend(bits(group.postings.iter().map(|posting| posting.title > 0)));
    }
    for group in groups {
        let shares: Vec<u8> = group.postings.iter().map(|posting| posting.title).filter(|share| *share > 0).collect();
        bytes.extend(shares.chunks(2).map(|pair| pair[0] | pair.get(1).map_or(0, |share| share << 4)));
    }
    let Some(rules) = rules else { return };
    for (number, group) in groups.iter().enumerate() {
        let members: Vec<&WrittenForm<'_>> = forms.iter().filter(|form| form.group == number).collect();
        if members.len() > 1 {
            for form in members {
                let mut documents = form.documents.iter().peekable();
                bytes.extend(bits(group.postings.iter().map(|posting| documents.next_if_eq(&&posting.document).is_some())));
            }
        }
    }
    put_text(bytes, rules);
}

pub fn gaps(documents: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut next = 0;
    for document in documents {
        put_varint(&mut bytes, u64::from(document - next));
        next = document + 1;
    }
    bytes
}

fn bits(flags: impl Iterator<Item = bool>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (index, flag) in flags.enumerate() {
        if index % 8 == 0 {
            bytes.push(0);
        }
        if flag && let Some(byte) = bytes.last_mut() {
            *byte |= 1 << (index % 8);
        }
    }
    bytes
}

/// A shard as it was read: the forms decoded, the postings not yet.
#[derive(Debug)]
pub struct Shard {
    bytes: Vec<u8>,
    documents: u32,
    pub forms: Vec<String>,
    pub group_of: Vec<usize>,
    groups: Vec<Head>,
    /// Trigger and alternatives.
    pub rules: Vec<(String, Vec<String>)>,
}

#[derive(Debug)]
struct Head {
    frequency: usize,
    scale: u16,
    gaps: Range<usize>,
    impacts: usize,
    titles: usize,
    shares: usize,
    /// Where the bit maps of its forms begin, and which forms they are of; empty where there is but one.
    bits: usize,
    members: Vec<usize>,
}

impl Shard {
    /// `content` is what follows the header; `documents` bounds every number of a document.
    pub fn decode(content: Bytes<'_>, documents: u32, is_term_shard: bool) -> Result<Shard, Damage> {
        let mut read = content;
        let bytes = read.clone().take(read.left())?.to_vec();
        let all = bytes.len();
        let forms = read.strings()?;
        let mut group_of = Vec::with_capacity(forms.len());
        let mut before = 0;
        for _ in &forms {
            before += read.signed()?;
            group_of.push(usize::try_from(before).map_err(|_| Damage)?);
        }
        let count = read.count(read.left())?;
        if group_of.iter().any(|group| *group >= count) {
            return Err(Damage);
        }
        let mut groups = Vec::with_capacity(count);
        for _ in 0..count {
            let frequency = read.count(documents as usize)?;
            let scale = u16::from_le_bytes(read.take(2)?.try_into().map_err(|_| Damage)?);
            let gaps = read.count(read.left())?;
            groups.push(Head { frequency, scale, gaps: 0..gaps, impacts: 0, titles: 0, shares: 0, bits: 0, members: Vec::new() });
        }
        let mut place = |length: usize| {
            let at = all - read.left();
            read.take(length).map(|_| at)
        };
        for head in &mut groups {
            let at = place(head.gaps.end)?;
            head.gaps = at..at + head.gaps.end;
        }
        for head in &mut groups {
            head.impacts = place(head.frequency.div_ceil(2))?;
        }
        for head in &mut groups {
            head.titles = place(head.frequency.div_ceil(8))?;
        }
        for head in &mut groups {
            let map = &bytes[head.titles..][..head.frequency.div_ceil(8)];
            let titled: usize = map.iter().map(|byte| byte.count_ones() as usize).sum();
            head.shares = place(titled.div_ceil(2))?;
        }
        let mut rules = Vec::new();
        if is_term_shard {
            for (form, group) in group_of.iter().enumerate() {
                groups[*group].members.push(form);
            }
            for head in groups.iter_mut().filter(|head| head.members.len() > 1) {
                head.bits = place(head.members.len() * head.frequency.div_ceil(8))?;
            }
            for line in read.text()?.lines() {
                let mut parts = line.split('\t').map(str::to_owned);
                let trigger = parts.next().unwrap_or_default();
                rules.push((trigger, parts.collect()));
            }
        }
        if read.left() > 0 { Err(Damage) } else { Ok(Shard { bytes, documents, forms, group_of, groups, rules }) }
    }

    pub fn form(&self, text: &str) -> Option<usize> {
        self.forms.binary_search_by(|form| crate::words::by_code_unit(form, text)).ok()
    }

    pub fn scale(&self, group: usize) -> u16 {
        self.groups[group].scale
    }

    pub fn frequency(&self, group: usize) -> usize {
        self.groups[group].frequency
    }

    pub fn forms_of(&self, group: usize) -> impl Iterator<Item = &str> {
        self.group_of.iter().zip(&self.forms).filter(move |(of, _)| **of == group).map(|(_, form)| form.as_str())
    }

    pub fn postings(&self, group: usize) -> Result<Vec<Posting>, Damage> {
        let head = &self.groups[group];
        let mut gaps = Bytes::new(&self.bytes[head.gaps.clone()]);
        let mut postings = Vec::with_capacity(head.frequency);
        let mut next = 0u64;
        let mut titled = 0;
        for index in 0..head.frequency {
            let document = u32::try_from(next + gaps.varint()?).ok().filter(|document| *document < self.documents).ok_or(Damage)?;
            next = u64::from(document) + 1;
            let impact = self.bytes[head.impacts + index / 2] >> (index % 2 * 4) & 15;
            let in_title = self.bytes[head.titles + index / 8] >> (index % 8) & 1;
            let title = if in_title == 1 { self.bytes.get(head.shares + titled / 2).ok_or(Damage)? >> (titled % 2 * 4) & 15 } else { 0 };
            titled += usize::from(in_title);
            postings.push(Posting { document, impact, title });
        }
        if gaps.left() > 0 { Err(Damage) } else { Ok(postings) }
    }

    /// How many documents have the form, and for each posting of its group whether the document is one of them.
    pub fn having(&self, form: usize) -> (usize, Box<dyn Fn(usize) -> bool + '_>) {
        let head = &self.groups[self.group_of[form]];
        let Some(place) = head.members.iter().position(|member| *member == form).filter(|_| head.members.len() > 1) else {
            return (head.frequency, Box::new(|_| true));
        };
        let width = head.frequency.div_ceil(8);
        let map = &self.bytes[head.bits + place * width..][..width];
        let count = map.iter().map(|byte| byte.count_ones() as usize).sum();
        (count, Box::new(move |posting| map[posting / 8] >> (posting % 8) & 1 == 1))
    }
}
