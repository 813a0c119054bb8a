//! The I-JSON check of payloads (format.md §3), on the bytes as they stand. Nothing is re-serialised and no value is kept.

use std::collections::HashSet;
use std::iter::Peekable;
use std::str::Chars;

/// More objects and arrays inside each other than this is malformed.
const DEPTH_MAX: usize = 64;
/// 2^53 − 1, the largest integer every JSON reader agrees on.
const INTEGER_MAX: u64 = (1 << 53) - 1;

/// Whether `payload` is an object in the strict I-JSON of the norm.
pub fn is_object(payload: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(payload) else { return false };
    let mut reader = Reader { rest: text.chars().peekable() };
    reader.skip_space();
    reader.rest.peek() == Some(&'{')
        && reader.value(1).is_some()
        && reader.skip_space_to(None).is_some()
}

/// Reads on as long as everything is well formed; `None` ends it.
struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
}

impl Reader<'_> {
    fn skip_space(&mut self) {
        while self.rest.next_if(|next| matches!(next, ' ' | '\t' | '\n' | '\r')).is_some() {}
    }

    /// Skips white space and demands that `wanted` (or the end) comes next, without taking it.
    fn skip_space_to(&mut self, wanted: Option<char>) -> Option<()> {
        self.skip_space();
        (self.rest.peek().copied() == wanted).then_some(())
    }

    fn literal(&mut self, text: &str) -> Option<()> {
        text.chars().all(|expected| self.rest.next() == Some(expected)).then_some(())
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        match *self.rest.peek()? {
            '{' if depth <= DEPTH_MAX => self.object(depth),
            '[' if depth <= DEPTH_MAX => self.array(depth),
            '"' => self.string().map(drop),
            't' => self.literal("true"),
            'f' => self.literal("false"),
            'n' => self.literal("null"),
            '-' | '0'..='9' => self.integer(),
            _ => None,
        }
    }

    fn object(&mut self, depth: usize) -> Option<()> {
        let mut names = HashSet::new();
        self.literal("{")?;
        self.skip_space();
        if self.rest.next_if_eq(&'}').is_some() {
            return Some(());
        }
        loop {
            self.skip_space();
            if !names.insert(self.string()?) {
                return None;
            }
            self.skip_space();
            self.literal(":")?;
            self.skip_space();
            self.value(depth + 1)?;
            self.skip_space();
            match self.rest.next()? {
                ',' => {}
                '}' => return Some(()),
                _ => return None,
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<()> {
        self.literal("[")?;
        self.skip_space();
        if self.rest.next_if_eq(&']').is_some() {
            return Some(());
        }
        loop {
            self.skip_space();
            self.value(depth + 1)?;
            self.skip_space();
            match self.rest.next()? {
                ',' => {}
                ']' => return Some(()),
                _ => return None,
            }
        }
    }

    fn integer(&mut self) -> Option<()> {
        let negative = self.rest.next_if_eq(&'-').is_some();
        let mut digits = String::new();
        while let Some(digit) = self.rest.next_if(char::is_ascii_digit) {
            digits.push(digit);
            if digits.len() > 16 {
                return None;
            }
        }
        // Zero has no sign, and no number a leading zero.
        let spelled =
            if digits.starts_with('0') { digits == "0" && !negative } else { !digits.is_empty() };
        (spelled && digits.parse::<u64>().is_ok_and(|number| number <= INTEGER_MAX)).then_some(())
    }

    fn string(&mut self) -> Option<String> {
        self.literal("\"")?;
        let mut text = String::new();
        loop {
            let character = match self.rest.next()? {
                '"' => return Some(text),
                '\\' => self.escape()?,
                control if control < ' ' => return None,
                plain => plain,
            };
            if is_noncharacter(character) {
                return None;
            }
            text.push(character);
        }
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.rest.next()? {
            same @ ('"' | '\\' | '/') => same,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let first = self.four_hex_digits()?;
                if (0xd800..0xdc00).contains(&first) {
                    self.literal("\\u")?;
                    let second = self.four_hex_digits()?;
                    let low = second.checked_sub(0xdc00).filter(|&low| low < 0x400)?;
                    char::from_u32(0x10000 + ((first - 0xd800) << 10) + low)?
                } else {
                    char::from_u32(first)?
                }
            }
            _ => return None,
        })
    }

    fn four_hex_digits(&mut self) -> Option<u32> {
        (0..4).try_fold(0, |number, _| Some(number << 4 | self.rest.next()?.to_digit(16)?))
    }
}

/// RFC 7493 §2.1 forbids these in names and strings, as it does surrogates.
fn is_noncharacter(character: char) -> bool {
    let code = u32::from(character);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed_payloads() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(63), "]".repeat(63));
        for good in [
            "{}",
            " {\t\"a\" : [ ] , \"b\":{ } }\r\n",
            r#"{"a":[1,-1,0,9007199254740991,-9007199254740991,true,false,null,""]}"#,
            r#"{"é":"\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t","e":"😀"}"#,
            r#"{"a":{"a":{"a":1}}}"#,
            r#"{"a":"\u0000"}"#,
            &deep,
        ] {
            assert!(is_object(good.as_bytes()), "{good}");
        }
    }

    #[test]
    fn malformed_payloads() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(64), "]".repeat(64));
        for bad in [
            "",
            "[]",
            "1",
            "null",
            "{",
            "}",
            "{}{}",
            "{},",
            "{a:1}",
            "{'a':1}",
            r#"{"a"}"#,
            r#"{"a":}"#,
            r#"{"a":1,}"#,
            r#"{"a":[1,]}"#,
            r#"{"a":[,1]}"#,
            r#"{"a":1 "b":2}"#,
            r#"{"a":1,"a":2}"#,
            r#"{"a":1,"\u0061":2}"#,
            r#"{"b":[{"a":1,"a":1}]}"#,
            r#"{"a":1.0}"#,
            r#"{"a":1e2}"#,
            r#"{"a":1E2}"#,
            r#"{"a":-0}"#,
            r#"{"a":01}"#,
            r#"{"a":-}"#,
            r#"{"a":+1}"#,
            r#"{"a":9007199254740992}"#,
            r#"{"a":-9007199254740992}"#,
            r#"{"a":99999999999999999999}"#,
            r#"{"a":NaN}"#,
            r#"{"a":"\ud800"}"#,
            r#"{"a":"\udc00"}"#,
            r#"{"a":"\ud800\ud800"}"#,
            r#"{"a":"\ud800x"}"#,
            r#"{"a":"\ufffe"}"#,
            r#"{"a":"\ufdd0"}"#,
            r#"{"a":"\ud83f\udfff"}"#,
            "{\"a\":\"\u{ffff}\"}",
            "{\"\u{fdef}\":1}",
            "{\"a\":\"\n\"}",
            "{\"a\":\"\u{1}\"}",
            r#"{"a":"\x"}"#,
            r#"{"a":"\u12"}"#,
            r#"{"a":"\u+123"}"#,
            "\u{feff}{}",
            "{\u{a0}}",
            "{}\0",
            "{} x",
            "//\n{}",
            r#"{"a":tru}"#,
            r#"{"a":"b}"#,
            &deep,
        ] {
            assert!(!is_object(bad.as_bytes()), "{bad:?}");
        }
        assert!(!is_object(b"{\"a\":\"\xff\"}"));
        assert!(!is_object(b"{\"a\":\"\xed\xa0\x80\"}"), "a raw surrogate");
        assert!(!is_object("[".repeat(60_000).as_bytes()));
    }

    #[test]
    fn what_we_take_an_ordinary_reader_takes_too() {
        let text = r#"{"a":[1,-1,{"b":"\ud83d\ude00"}],"c":null}"#;
        for end in 0..text.len() {
            for character in ["", "\"", "\\", "{", "}", "[", "]", ",", "0", "-", "u", " "] {
                let changed = format!("{}{character}{}", &text[..end], &text[end + 1..]);
                if is_object(changed.as_bytes()) {
                    let value: serde_json::Value = serde_json::from_str(&changed).unwrap();
                    assert!(value.is_object());
                }
            }
        }
    }
}
