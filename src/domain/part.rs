//! Taking parts out of a fact: the body without a piece of text, or without an element of a FHIR resource, and otherwise the
//! same bytes. Nothing is added. Knows JSON, and no aggregate.

mod cut;

use std::ops::Range;

pub use cut::{Cut, CutError};

/// The body without the parts; all that is wrong with them, by their number, if anything is.
pub fn without(body: &str, cuts: &[Cut]) -> Result<String, Vec<(usize, CutError)>> {
    let mut faults = Vec::new();
    let mut by_text: Vec<(Range<usize>, Vec<usize>)> = Vec::new();
    for (number, cut) in cuts.iter().enumerate() {
        match locate(body, cut.pointer()).filter(|at| body.get(at.clone()).is_some_and(is_text)) {
            None => faults.push((number, CutError::NoSuchText)),
            Some(at) => match by_text.iter_mut().find(|(known, _)| *known == at) {
                Some((_, numbers)) => numbers.push(number),
                None => by_text.push((at, vec![number])),
            },
        }
    }
    by_text.sort_by_key(|(at, _)| at.start);
    let mut out = String::with_capacity(body.len());
    let mut copied = 0;
    for (at, numbers) in by_text {
        let text = body.get(at.clone()).unwrap_or_default();
        let Ok(text) = serde_json::from_str::<String>(text) else {
            faults.extend(numbers.iter().map(|number| (*number, CutError::NoSuchText)));
            continue;
        };
        let (left, wrong) = cut_text(&text, cuts, &numbers);
        faults.extend(wrong);
        out.push_str(body.get(copied..at.start).unwrap_or_default());
        out.push_str(&serde_json::Value::String(left).to_string());
        copied = at.end;
    }
    out.push_str(body.get(copied..).unwrap_or_default());
    if faults.is_empty() {
        Ok(out)
    } else {
        faults.sort_by_key(|(number, _)| *number);
        Err(faults)
    }
}

/// One text without all that goes from it.
fn cut_text(text: &str, cuts: &[Cut], numbers: &[usize]) -> (String, Vec<(usize, CutError)>) {
    let mut faults = Vec::new();
    let mut spans: Vec<(Range<usize>, usize)> = Vec::new();
    for number in numbers {
        let span = match cuts.get(*number) {
            Some(Cut::Text { from, until, .. }) => {
                characters(text, *from, *until).ok_or(CutError::NoSuchCharacters)
            }
            Some(Cut::Element { element, .. }) => {
                with_its_comma(text, element).ok_or(CutError::NoSuchElement)
            }
            None => continue,
        };
        match span {
            Ok(span) => spans.push((span, *number)),
            Err(fault) => faults.push((*number, fault)),
        }
    }
    spans.sort_by_key(|(span, _)| span.start);
    let mut left = String::with_capacity(text.len());
    let mut copied = 0;
    for (span, number) in spans {
        if span.start < copied {
            faults.push((number, CutError::Overlap));
            continue;
        }
        left.push_str(text.get(copied..span.start).unwrap_or_default());
        copied = span.end;
    }
    left.push_str(text.get(copied..).unwrap_or_default());
    (left, faults)
}

/// The bytes of a span of characters.
fn characters(text: &str, from: u32, until: u32) -> Option<Range<usize>> {
    let starts = || text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let start = starts().nth(usize::try_from(from).ok()?)?;
    let end = starts().nth(usize::try_from(until).ok()?)?;
    (start < end).then_some(start..end)
}

/// The bytes of an element and of the comma that parted it from its neighbours. The resource itself is no element.
fn with_its_comma(resource: &str, element: &str) -> Option<Range<usize>> {
    let value = locate(resource, element).filter(|_| !element.is_empty())?;
    let before = resource.get(..value.start)?.trim_end();
    // In an object the name goes as well.
    let start = match before.strip_suffix(':') {
        Some(name) => start_of_text(name.trim_end())?,
        None => value.start,
    };
    let after = resource.get(value.end..)?;
    let to_next = after.len() - after.trim_start().len();
    if after.trim_start().starts_with(',') {
        let rest = after.trim_start().get(1..)?;
        let blank = rest.len() - rest.trim_start().len();
        return Some(start..value.end + to_next + 1 + blank);
    }
    let before = resource.get(..start)?.trim_end();
    let start = before.strip_suffix(',').map_or(start, str::len);
    Some(start..value.end)
}

/// Where the text begins that ends where this does.
fn start_of_text(ending: &str) -> Option<usize> {
    let inner = ending.strip_suffix('"')?;
    let mut end = inner.len();
    loop {
        let quote = inner.get(..end)?.rfind('"')?;
        let escapes = inner.get(..quote)?.bytes().rev().take_while(|byte| *byte == b'\\').count();
        if escapes % 2 == 0 {
            return Some(quote);
        }
        end = quote;
    }
}

fn is_text(json: &str) -> bool {
    json.starts_with('"')
}

/// The bytes of the value a pointer leads to (RFC 6901).
fn locate(json: &str, pointer: &str) -> Option<Range<usize>> {
    let mut scan = Scan { json, at: 0 };
    scan.blank();
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return None;
    }
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        match scan.peek()? {
            b'{' => scan.enter_member(&token)?,
            b'[' => scan.enter_element(token.parse().ok()?)?,
            _ => return None,
        }
    }
    let start = scan.at;
    scan.skip_value()?;
    Some(start..scan.at)
}

/// A place in JSON that was checked before: it finds its way, it does not judge.
struct Scan<'a> {
    json: &'a str,
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    fn blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn step_over(&mut self, byte: u8) -> Option<()> {
        self.blank();
        (self.peek()? == byte).then(|| self.at += 1)?;
        self.blank();
        Some(())
    }

    fn text(&mut self) -> Option<String> {
        let start = self.at;
        self.skip_value()?;
        serde_json::from_str(self.json.get(start..self.at)?).ok()
    }

    fn enter_member(&mut self, name: &str) -> Option<()> {
        self.step_over(b'{')?;
        loop {
            let found = self.text()? == name;
            self.step_over(b':')?;
            if found {
                return Some(());
            }
            self.skip_value()?;
            self.step_over(b',')?;
        }
    }

    fn enter_element(&mut self, number: usize) -> Option<()> {
        self.step_over(b'[')?;
        for _ in 0..number {
            self.skip_value()?;
            self.step_over(b',')?;
        }
        (self.peek()? != b']').then_some(())
    }

    /// To right after the value that begins here.
    fn skip_value(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => self.skip_text()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' if depth > 0 => self.at += 1,
                b',' | b':' | b' ' | b'\t' | b'\n' | b'\r' => return None,
                _ => {
                    while self.peek().is_some_and(|byte| !b",:}] \t\n\r".contains(&byte)) {
                        self.at += 1;
                    }
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }

    fn skip_text(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(());
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(pointer: &str, from: u32, until: u32) -> Cut {
        Cut::Text { pointer: pointer.to_owned(), from, until }
    }

    fn element(pointer: &str, element: &str) -> Cut {
        Cut::Element { pointer: pointer.to_owned(), element: element.to_owned() }
    }

    #[test]
    fn a_sentence_goes_and_every_other_byte_stays() {
        let body = r#"{"a":{"b":"Één zin. Nog één.  Drie."} , "c":[1, "x"]}"#;
        let left = without(body, &[text("/a/b", 9, 19)]);
        assert_eq!(left.as_deref(), Ok(r#"{"a":{"b":"Één zin. Drie."} , "c":[1, "x"]}"#));
    }

    #[test]
    fn an_element_of_a_resource_goes_with_its_comma() {
        let resource = r#"{ "resourceType" : "Observation", "note": [ {"text":"weg"}, {"text":"hier"} ], "n": 1.50 }"#;
        let body = format!(r#"{{"fhir":{}}}"#, serde_json::Value::from(resource));
        let cut = |element_of: &str| {
            let left = without(&body, &[element("/fhir", element_of)]).unwrap();
            let left: serde_json::Value = serde_json::from_str(&left).unwrap();
            left["fhir"].as_str().unwrap().to_owned()
        };
        assert_eq!(
            cut("/note/0"),
            r#"{ "resourceType" : "Observation", "note": [ {"text":"hier"} ], "n": 1.50 }"#
        );
        assert_eq!(
            cut("/note/1"),
            r#"{ "resourceType" : "Observation", "note": [ {"text":"weg"} ], "n": 1.50 }"#
        );
        assert_eq!(cut("/note"), r#"{ "resourceType" : "Observation", "n": 1.50 }"#);
        assert_eq!(
            cut("/n"),
            r#"{ "resourceType" : "Observation", "note": [ {"text":"weg"}, {"text":"hier"} ] }"#
        );
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let body = r#"{"a":"kort","n":7,"fhir":"{\"x\":1}"}"#;
        let cuts = [
            text("/b", 0, 1),
            text("/a", 2, 9),
            text("/n", 0, 1),
            text("/a", 1, 1),
            text("/a", 0, 2),
            text("/a", 1, 3),
            element("/fhir", "/y"),
            element("/fhir", ""),
        ];
        let faults = without(body, &cuts).unwrap_err();
        let expected = [
            (0, CutError::NoSuchText),
            (1, CutError::NoSuchCharacters),
            (2, CutError::NoSuchText),
            (3, CutError::NoSuchCharacters),
            (5, CutError::Overlap),
            (6, CutError::NoSuchElement),
            (7, CutError::NoSuchElement),
        ];
        assert_eq!(faults, expected);
    }

    proptest! {
        #[test]
        fn what_is_cut_is_the_only_thing_that_changes(
            words in "\\PC{1,60}",
            others in prop::collection::vec("\\PC{0,20}", 3),
            from in 0u32..60,
            length in 1u32..20,
        ) {
            let count = u32::try_from(words.chars().count()).unwrap();
            let from = from % count;
            let until = (from + length).min(count);
            let body = serde_json::json!({
                "before": others[0], "deep": [{"er/~": words}, others[1]], "after": others[2],
            });
            let body = body.to_string();
            let left = without(&body, &[text("/deep/0/er~1~0", from, until)]).unwrap();
            let read: serde_json::Value = serde_json::from_str(&left).unwrap();
            let kept: String = words.chars().enumerate()
                .filter(|(at, _)| !(from..until).contains(&u32::try_from(*at).unwrap()))
                .map(|(_, char)| char).collect();
            prop_assert_eq!(&read["deep"][0]["er/~"], &serde_json::Value::from(kept));
            let mut expected: serde_json::Value = serde_json::from_str(&body).unwrap();
            expected["deep"][0]["er/~"] = read["deep"][0]["er/~"].clone();
            prop_assert_eq!(expected, read);
        }
    }
}
