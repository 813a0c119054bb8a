//! What a life tells about itself: one line a fact. Knows no vault.

use std::error::Error;
use std::fmt;
use std::fs::File;
use std::io::Write;

use griffie::chain::{Commitment, KeyId};

/// Something that was about to happen or had happened, durably.
#[derive(Clone, Debug)]
pub enum Fact {
    /// A new phase begins.
    Phase(String),
    /// What opens vault and mirror.
    Roots { vault: String, mirror: String },
    /// The vault was created.
    Created,
    /// Its mirror was created.
    Mirrored,
    /// A key was created, and sealed its payload.
    Key { number: u64, id: KeyId, commitment: Commitment, sealed: Vec<u8> },
    /// The witness was about to be told of that many records.
    Follows(u64),
    /// It was told.
    Followed(u64),
    /// These keys were about to go; the payload of those `kept` was to stay readable.
    Going { rotation: u64, keys: Vec<u64>, kept: Vec<u64> },
    /// They had gone.
    Gone(u64),
    /// Bytes that had lain in that folder before the rotation and not after it.
    Erased { rotation: u64, folder: String, bytes: Vec<u8> },
}

impl fmt::Display for Fact {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fact::Phase(name) => write!(formatter, "phase {name}"),
            Fact::Roots { vault, mirror } => write!(formatter, "roots {vault} {mirror}"),
            Fact::Created => write!(formatter, "created"),
            Fact::Mirrored => write!(formatter, "mirrored"),
            Fact::Key { number, id, commitment, sealed } => {
                write!(formatter, "key {number} {id} {commitment} {}", hex::encode(sealed))
            }
            Fact::Follows(size) => write!(formatter, "follows {size}"),
            Fact::Followed(size) => write!(formatter, "followed {size}"),
            Fact::Going { rotation, keys, kept } => {
                write!(formatter, "going {rotation} {} {}", numbers(keys), numbers(kept))
            }
            Fact::Gone(rotation) => write!(formatter, "gone {rotation}"),
            Fact::Erased { rotation, folder, bytes } => {
                write!(formatter, "erased {rotation} {folder} {}", hex::encode(bytes))
            }
        }
    }
}

fn numbers(list: &[u64]) -> String {
    list.iter().map(u64::to_string).collect::<Vec<_>>().join(",")
}

/// The facts of a file, in order.
pub fn parse(text: &str) -> Result<Vec<Fact>, Box<dyn Error>> {
    text.lines().map(parse_line).collect()
}

fn parse_line(line: &str) -> Result<Fact, Box<dyn Error>> {
    let list = |text: &str| {
        text.split(',')
            .filter(|item| !item.is_empty())
            .map(str::parse)
            .collect::<Result<Vec<u64>, _>>()
    };
    let words: Vec<&str> = line.split(' ').collect();
    Ok(match words.as_slice() {
        ["phase", name] => Fact::Phase((*name).to_owned()),
        ["roots", vault, mirror] => {
            Fact::Roots { vault: (*vault).to_owned(), mirror: (*mirror).to_owned() }
        }
        ["created"] => Fact::Created,
        ["mirrored"] => Fact::Mirrored,
        ["key", number, id, commitment, sealed] => Fact::Key {
            number: number.parse()?,
            id: id.parse()?,
            commitment: commitment.parse()?,
            sealed: hex::decode(sealed)?,
        },
        ["follows", size] => Fact::Follows(size.parse()?),
        ["followed", size] => Fact::Followed(size.parse()?),
        ["going", rotation, keys, kept] => {
            Fact::Going { rotation: rotation.parse()?, keys: list(keys)?, kept: list(kept)? }
        }
        ["gone", rotation] => Fact::Gone(rotation.parse()?),
        ["erased", rotation, folder, bytes] => Fact::Erased {
            rotation: rotation.parse()?,
            folder: (*folder).to_owned(),
            bytes: hex::decode(bytes)?,
        },
        _ => return Err(format!("no fact: {line}").into()),
    })
}

/// Where facts are told.
pub struct Facts(pub File);

impl Facts {
    /// Tells one fact in one write.
    pub fn tell(&self, fact: &Fact) -> std::io::Result<()> {
        (&self.0).write_all(format!("{fact}\n").as_bytes())
    }
}
