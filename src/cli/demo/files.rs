//! Small real files to attach: a picture, a document, a list. Built byte by byte, so that the demo carries none along.

use super::chance::Chance;
use super::script::File;

/// A file with its name and type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub media_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Builds a file. `size` is the side of a picture in pixels, the length of a document's text in bytes, the lines of a list.
pub fn build(file: File, size: u32, chance: &mut Chance) -> Built {
    match file {
        File::Photo => {
            Built { name: "aanhap.png", media_type: "image/png", bytes: picture(size, chance) }
        }
        File::Document => {
            Built { name: "brief.pdf", media_type: "application/pdf", bytes: document(size) }
        }
        File::List => {
            let lines =
                (0..size).map(|line| format!("{line:>3}  {} minuten\n", chance.between(5, 40)));
            let text: String = std::iter::once("Voedingslijst\n".to_owned()).chain(lines).collect();
            Built { name: "voedingslijst.txt", media_type: "text/plain", bytes: text.into_bytes() }
        }
    }
}

/// A square picture in grey (PNG), its pixels stored without compression.
fn picture(side: u32, chance: &mut Chance) -> Vec<u8> {
    let mut pixels = Vec::new();
    for _ in 0..side {
        pixels.push(0); // No filter on this line.
        pixels.extend((0..side).map(|_| u8::try_from(chance.between(60, 200)).unwrap_or(0)));
    }
    let mut compressed = vec![0x78, 0x01];
    let blocks = pixels.chunks(0xffff).count();
    for (index, block) in pixels.chunks(0xffff).enumerate() {
        let length = u16::try_from(block.len()).unwrap_or(0);
        compressed.push(u8::from(index + 1 == blocks));
        compressed.extend(length.to_le_bytes());
        compressed.extend((!length).to_le_bytes());
        compressed.extend(block);
    }
    compressed.extend(adler(&pixels).to_be_bytes());
    let mut header = Vec::new();
    header.extend(side.to_be_bytes());
    header.extend(side.to_be_bytes());
    header.extend([8, 0, 0, 0, 0]); // 8 bits, grey, no interlacing.
    let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in [(b"IHDR", header), (b"IDAT", compressed), (b"IEND", Vec::new())] {
        chunk(&mut picture, *kind, &data);
    }
    picture
}

fn chunk(into: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    into.extend(u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&kind);
    hasher.update(data);
    into.extend(kind);
    into.extend(data);
    into.extend(hasher.finalize().to_be_bytes());
}

/// Adler-32 (RFC 1950).
fn adler(bytes: &[u8]) -> u32 {
    let (low, high) = bytes.iter().fold((1_u32, 0_u32), |(low, high), byte| {
        let low = (low + u32::from(*byte)) % 65_521;
        (low, (high + low) % 65_521)
    });
    high << 16 | low
}

/// A one-page document (PDF 1.4) with so many bytes of text.
fn document(size: u32) -> Vec<u8> {
    let sentence = "Geachte collega, hierbij bericht over het verloop van de borstvoeding. ";
    let mut text = String::from("BT /F1 9 Tf 40 800 Td 12 TL\n");
    while text.len() < size as usize {
        text = format!("{text}({sentence}) Tj T*\n");
    }
    text.push_str("ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut document = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (index, object) in objects.iter().enumerate() {
        table = format!("{table}{:010} 00000 n \n", document.len());
        document = format!("{document}{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let (start, count) = (document.len(), objects.len() + 1);
    document = format!(
        "{document}xref\n0 {count}\n{table}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    document.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adler_agrees_with_the_example_everybody_knows() {
        assert_eq!(adler(b"Wikipedia"), 0x11e6_0398);
    }

    #[test]
    fn a_document_says_where_its_table_begins() {
        let bytes = document(500);
        let text = String::from_utf8(bytes).unwrap();
        let start: usize = text.lines().rev().nth(1).unwrap().parse().unwrap();
        assert!(text[start..].starts_with("xref\n0 6\n"));
    }

    #[test]
    fn a_picture_of_more_than_one_block_has_all_its_lines() {
        let bytes = picture(300, &mut Chance::of(1, 1));
        assert!(bytes.len() > 300 * 301 && bytes.starts_with(b"\x89PNG"), "{}", bytes.len());
    }
}
