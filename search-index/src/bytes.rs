//! The bytes of a file: varints, front-coded strings, the header, gzip. Written and read here, so that both sides stand on one page.

use std::cell::RefCell;

use libdeflater::{CompressionLvl, Compressor, Decompressor};

use crate::fault::Damage;

/// A file that unpacks to more was not made by us.
const MAX_UNPACKED: usize = 64 << 20;
/// Runs of code units in common with the string before are counted in a byte.
const MAX_SHARED: usize = 255;

pub fn put_varint(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 127 {
        bytes.push(number as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
}

pub fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

pub fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_varint(bytes, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}

/// Sorted strings, each without what it has in common with the one before.
pub fn put_strings<'a>(bytes: &mut Vec<u8>, strings: impl ExactSizeIterator<Item = &'a str>) {
    put_varint(bytes, strings.len() as u64);
    let (mut shared, mut rests, mut tail) = (Vec::new(), Vec::new(), String::new());
    let mut before: Vec<u16> = Vec::new();
    for string in strings {
        let units: Vec<u16> = string.encode_utf16().collect();
        let mut common = units.iter().zip(&before).take_while(|(a, b)| a == b).count().min(MAX_SHARED);
        // Never between the two halves of one character.
        if units.get(common).is_some_and(|unit| (0xDC00..0xE000).contains(unit)) {
            common -= 1;
        }
        shared.push(common as u8);
        rests.push((units.len() - common) as u8);
        tail.extend(char::decode_utf16(units[common..].iter().copied()).filter_map(Result::ok));
        before = units;
    }
    bytes.extend(shared);
    bytes.extend(rests);
    put_text(bytes, &tail);
}

/// Reads what the functions above wrote, and believes none of it.
#[derive(Debug, Clone)]
pub struct Bytes<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Bytes<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Bytes { bytes, at: 0 }
    }

    pub fn left(&self) -> usize {
        self.bytes.len() - self.at
    }

    pub fn take(&mut self, count: usize) -> Result<&'a [u8], Damage> {
        let taken = self.bytes.get(self.at..).and_then(|rest| rest.get(..count)).ok_or(Damage)?;
        self.at += count;
        Ok(taken)
    }

    pub fn byte(&mut self) -> Result<u8, Damage> {
        Ok(self.take(1)?[0])
    }

    pub fn varint(&mut self) -> Result<u64, Damage> {
        let mut number = 0;
        // Numbers stay below 2^53, so that the browser holds them, too.
        for shift in (0..49).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Ok(number);
            }
        }
        Err(Damage)
    }

    /// A varint that counts something of which each takes at least a byte, or which is bounded otherwise.
    pub fn count(&mut self, most: usize) -> Result<usize, Damage> {
        let count = self.varint()?;
        usize::try_from(count).ok().filter(|count| *count <= most).ok_or(Damage)
    }

    pub fn signed(&mut self) -> Result<i64, Damage> {
        let number = self.varint()?;
        Ok((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    pub fn text(&mut self) -> Result<&'a str, Damage> {
        let count = self.count(self.left())?;
        std::str::from_utf8(self.take(count)?).map_err(|_| Damage)
    }

    pub fn strings(&mut self) -> Result<Vec<String>, Damage> {
        let count = self.count(self.left() / 2)?;
        let shared = self.take(count)?;
        let rests = self.take(count)?;
        let tail: Vec<u16> = self.text()?.encode_utf16().collect();
        let mut strings = Vec::with_capacity(count);
        let (mut at, mut before) = (0, Vec::<u16>::new());
        for (shared, rest) in shared.iter().zip(rests) {
            let rest = tail.get(at..at + usize::from(*rest)).ok_or(Damage)?;
            if before.len() < usize::from(*shared) {
                return Err(Damage);
            }
            before.truncate(usize::from(*shared));
            before.extend_from_slice(rest);
            at += rest.len();
            strings.push(String::from_utf16(&before).map_err(|_| Damage)?);
        }
        if at == tail.len() { Ok(strings) } else { Err(Damage) }
    }
}

/// What a file is, so that one that was swapped for another is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    pub kind: u8,
    pub number: u64,
    pub generation: [u8; 4],
}

impl Header {
    pub fn put(self, bytes: &mut Vec<u8>) {
        bytes.push(self.kind);
        put_varint(bytes, self.number);
        bytes.extend(self.generation);
    }

    /// The content behind the header; none if it is another file's.
    pub fn content<'a>(self, bytes: &'a [u8]) -> Result<Bytes<'a>, Damage> {
        let mut bytes = Bytes::new(bytes);
        let found = Header { kind: bytes.byte()?, number: bytes.varint()?, generation: bytes.take(4)?.try_into().map_err(|_| Damage)? };
        if found == self { Ok(bytes) } else { Err(Damage) }
    }
}

thread_local! {
    static COMPRESSORS: RefCell<Vec<(i32, Compressor)>> = const { RefCell::new(Vec::new()) };
}

/// No name and no time go into the gzip header, so the same bytes give the same file.
pub fn gzip(bytes: &[u8], level: i32) -> Vec<u8> {
    COMPRESSORS.with_borrow_mut(|compressors| {
        let at = compressors.iter().position(|(of, _)| *of == level).unwrap_or_else(|| {
            compressors.push((level, Compressor::new(CompressionLvl::new(level).unwrap_or_default())));
            compressors.len() - 1
        });
        let compressor = &mut compressors[at].1;
        let mut packed = vec![0; compressor.gzip_compress_bound(bytes.len())];
        let length = compressor.gzip_compress(bytes, &mut packed).expect("the bound that libdeflate gives is enough");
        packed.truncate(length);
        packed.shrink_to_fit();
        packed
    })
}

pub fn gunzip(packed: &[u8]) -> Result<Vec<u8>, Damage> {
    // The last four bytes say how long the content is.
    let length = packed.last_chunk::<4>().map(|bytes| u32::from_le_bytes(*bytes) as usize).ok_or(Damage)?;
    if length > MAX_UNPACKED || packed.len() < 18 {
        return Err(Damage);
    }
    let mut bytes = vec![0; length];
    let unpacked = Decompressor::new().gzip_decompress(packed, &mut bytes).map_err(|_| Damage)?;
    if unpacked == length { Ok(bytes) } else { Err(Damage) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let numbers = [0, 1, 127, 128, 300, 16_383, 16_384, (1 << 49) - 1];
        let mut bytes = Vec::new();
        for number in numbers {
            put_varint(&mut bytes, number);
        }
        let mut read = Bytes::new(&bytes);
        assert!(numbers.iter().all(|number| read.varint().is_ok_and(|read| read == *number)));
        for number in [0, 1, -1, 63, -64, 1 << 40, -(1 << 40)] {
            let mut bytes = Vec::new();
            put_varint(&mut bytes, zigzag(number));
            assert_eq!(Bytes::new(&bytes).signed().unwrap_or(99), number);
        }
    }

    #[test]
    fn strings_come_back_and_cut_ones_do_not() {
        let strings = ["a", "abc", "abd", "b", "ŵy", "ŵya", "𐐷", "𐐸"];
        let mut bytes = Vec::new();
        put_strings(&mut bytes, strings.iter().copied());
        assert_eq!(Bytes::new(&bytes).strings().unwrap_or_default(), strings);
        for end in 0..bytes.len() {
            assert!(Bytes::new(&bytes[..end]).strings().is_err(), "cut at {end}");
        }
    }

    #[test]
    fn packed_files_come_back_and_cut_ones_do_not() {
        let packed = gzip(b"once upon a time, upon a time", 12);
        assert_eq!(gunzip(&packed).unwrap_or_default(), b"once upon a time, upon a time");
        assert!((0..packed.len()).all(|end| gunzip(&packed[..end]).is_err()));
    }
}
