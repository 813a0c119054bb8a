//! Judges whether bytes are a payload's I-JSON (RFC 7493, made stricter in docs/format.md §3), as they lie there.
//! Reads them once, keeps nothing and writes nothing back: a payload is never re-serialised to be checked.

use std::borrow::Cow;
use std::collections::HashSet;

/// Objects and lists may lie this deep in each other, the payload itself being the first.
pub const DEPTH_MAX: usize = 64;

/// Largest magnitude of a number: 2^53 − 1, beyond which readers that use doubles lose digits.
const NUMBER_MAX: u64 = (1 << 53) - 1;

/// Where and why bytes are not a payload's I-JSON. Tells nothing of the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not I-JSON at byte {at}: {fault}")]
pub struct NotIJson {
    /// Offset of the byte at which reading stopped.
    pub at: usize,
    /// What is wrong there.
    pub fault: JsonFault,
}

/// What keeps bytes from being a payload's I-JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonFault {
    /// Bytes that are not UTF-8; a surrogate in raw bytes is such.
    #[error("not UTF-8")]
    NotUtf8,
    /// Something else than JSON's grammar (RFC 8259), a byte-order mark among it.
    #[error("not JSON")]
    Grammar,
    /// The payload is a list, a text, a number …
    #[error("not an object")]
    NotAnObject,
    /// More than [`DEPTH_MAX`] objects and lists in each other.
    #[error("nested too deep")]
    TooDeep,
    /// Two members of an object have one name, however each is escaped.
    #[error("two members with one name")]
    DuplicateName,
    /// An escaped surrogate without its other half.
    #[error("a lone surrogate")]
    LoneSurrogate,
    /// A code point Unicode keeps for no character, escaped or raw (RFC 7493 §2.1).
    #[error("a noncharacter")]
    Noncharacter,
    /// A number that is not an integer within ±(2^53 − 1) in plain spelling.
    #[error("a number that is not a plain integer within 53 bits")]
    Number,
}

/// Holds when the bytes are one object of I-JSON.
pub fn check_i_json(bytes: &[u8]) -> Result<(), NotIJson> {
    let text = std::str::from_utf8(bytes)
        .map_err(|error| NotIJson { at: error.valid_up_to(), fault: JsonFault::NotUtf8 })?;
    let mut reader = Reader { text, at: 0 };
    reader.skip_white_space();
    if reader.peek() != Some(b'{') {
        // Told apart from bytes that begin no value at all.
        reader.value(1)?;
        return Err(NotIJson { at: 0, fault: JsonFault::NotAnObject });
    }
    reader.value(1)?;
    reader.skip_white_space();
    if reader.peek().is_some() { reader.fail(JsonFault::Grammar) } else { Ok(()) }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn fail<T>(&self, fault: JsonFault) -> Result<T, NotIJson> {
        Err(NotIJson { at: self.at, fault })
    }

    /// Steps over one byte that must be there.
    fn expect(&mut self, byte: u8) -> Result<(), NotIJson> {
        if self.peek() != Some(byte) {
            return self.fail(JsonFault::Grammar);
        }
        self.at += 1;
        Ok(())
    }

    fn skip_white_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// A value at a depth; recursion ends at [`DEPTH_MAX`].
    fn value(&mut self, depth: usize) -> Result<(), NotIJson> {
        match self.peek() {
            Some(b'{' | b'[') if depth > DEPTH_MAX => self.fail(JsonFault::TooDeep),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            _ => self.fail(JsonFault::Grammar),
        }
    }

    fn object(&mut self, depth: usize) -> Result<(), NotIJson> {
        let mut names = HashSet::new();
        self.elements(b'}', |reader| {
            let at = reader.at;
            if !names.insert(reader.string()?) {
                return Err(NotIJson { at, fault: JsonFault::DuplicateName });
            }
            reader.skip_white_space();
            reader.expect(b':')?;
            reader.skip_white_space();
            reader.value(depth + 1)
        })
    }

    fn list(&mut self, depth: usize) -> Result<(), NotIJson> {
        self.elements(b']', |reader| reader.value(depth + 1))
    }

    /// From an opening bracket over elements parted by commas to the closing one.
    fn elements(
        &mut self,
        closing: u8,
        mut element: impl FnMut(&mut Self) -> Result<(), NotIJson>,
    ) -> Result<(), NotIJson> {
        self.at += 1;
        self.skip_white_space();
        if self.peek() == Some(closing) {
            self.at += 1;
            return Ok(());
        }
        loop {
            element(self)?;
            self.skip_white_space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(byte) if byte == closing => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return self.fail(JsonFault::Grammar),
            }
            self.skip_white_space();
        }
    }

    fn word(&mut self, word: &str) -> Result<(), NotIJson> {
        word.bytes().try_for_each(|byte| self.expect(byte))
    }

    fn number(&mut self) -> Result<(), NotIJson> {
        let from = self.at;
        let negative = self.peek() == Some(b'-');
        self.at += usize::from(negative);
        let mut magnitude: u64 = 0;
        let digits = self.at;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            magnitude = magnitude.saturating_mul(10).saturating_add(u64::from(digit - b'0'));
            self.at += 1;
        }
        let leading_zero = self.text.as_bytes().get(digits) == Some(&b'0');
        if self.at == digits || leading_zero && self.at > digits + 1 {
            return self.fail(JsonFault::Grammar);
        }
        let plain = !matches!(self.peek(), Some(b'.' | b'e' | b'E'));
        if plain && magnitude <= NUMBER_MAX && !(negative && magnitude == 0) {
            return Ok(());
        }
        Err(NotIJson { at: from, fault: JsonFault::Number })
    }

    /// A string, decoded: two names are one name when they decode to the same.
    fn string(&mut self) -> Result<Cow<'a, str>, NotIJson> {
        self.expect(b'"')?;
        let mut decoded: Cow<'a, str> = Cow::Borrowed("");
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let plain = rest.find(['"', '\\']).unwrap_or(rest.len());
            let part = rest.get(..plain).unwrap_or_default();
            self.check_plain(part)?;
            decoded += part;
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(decoded);
                }
                Some(_) => decoded.to_mut().push(self.escape()?),
                None => return self.fail(JsonFault::Grammar),
            }
        }
    }

    fn check_plain(&self, part: &str) -> Result<(), NotIJson> {
        for (offset, character) in part.char_indices() {
            let at = self.at + offset;
            if character < ' ' {
                return Err(NotIJson { at, fault: JsonFault::Grammar });
            }
            if is_noncharacter(character) {
                return Err(NotIJson { at, fault: JsonFault::Noncharacter });
            }
        }
        Ok(())
    }

    fn escape(&mut self) -> Result<char, NotIJson> {
        let from = self.at;
        self.expect(b'\\')?;
        let character = match self.peek() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(from),
            _ => return self.fail(JsonFault::Grammar),
        };
        self.at += 1;
        Ok(character)
    }

    /// `\uXXXX`, or the two of a surrogate pair; `from` is where it began.
    fn code_point(&mut self, from: usize) -> Result<char, NotIJson> {
        let lone = NotIJson { at: from, fault: JsonFault::LoneSurrogate };
        let unit = self.code_unit()?;
        let character = if let 0xd800..=0xdbff = unit {
            if self.peek() != Some(b'\\') {
                return Err(lone);
            }
            self.at += 1;
            if self.peek() != Some(b'u') {
                return Err(lone);
            }
            let low = self.code_unit()?;
            char::decode_utf16([unit, low]).next().and_then(Result::ok)
        } else {
            char::from_u32(u32::from(unit))
        };
        match character {
            None => Err(lone),
            Some(character) if is_noncharacter(character) => {
                Err(NotIJson { at: from, fault: JsonFault::Noncharacter })
            }
            Some(character) => Ok(character),
        }
    }

    /// `uXXXX`.
    fn code_unit(&mut self) -> Result<u16, NotIJson> {
        self.expect(b'u')?;
        let mut unit = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit.and_then(|digit| u16::try_from(digit).ok()) else {
                return self.fail(JsonFault::Grammar);
            };
            unit = unit << 4 | digit;
            self.at += 1;
        }
        Ok(unit)
    }
}

fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}
