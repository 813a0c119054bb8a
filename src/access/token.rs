//! Bearer tokens: 32 random bytes, shown once, kept only as a hash. Never printed by `Debug`.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use crate::chain::Context;

const PREFIX: &str = "griffie_";

/// A bearer token in clear; its memory is wiped when dropped.
#[derive(Clone)]
pub struct Token(Zeroizing<[u8; 32]>);

/// The stored form of a token. With 256 random bits below it, a plain hash cannot be guessed back.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash([u8; 32]);

/// A text that is not a token. Says nothing about which tokens exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a token")]
pub struct MalformedToken;

impl Token {
    /// The token made of these random bytes.
    pub fn from_random(bytes: [u8; 32]) -> Token {
        Token(Zeroizing::new(bytes))
    }

    /// The text its holder keeps.
    pub fn reveal(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(self.0.as_slice())))
    }

    /// What is stored and compared.
    pub fn hash(&self) -> TokenHash {
        TokenHash(Context::TokenHash.derive(self.0.as_slice()))
    }
}

impl FromStr for Token {
    type Err = MalformedToken;

    fn from_str(text: &str) -> Result<Token, MalformedToken> {
        let encoded = text.strip_prefix(PREFIX).ok_or(MalformedToken)?;
        let mut bytes = Zeroizing::new([0; 32]);
        let written = URL_SAFE_NO_PAD
            .decode_slice(encoded, bytes.as_mut_slice())
            .map_err(|_| MalformedToken)?;
        if written == bytes.len() { Ok(Token(bytes)) } else { Err(MalformedToken) }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}

impl TokenHash {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A hash read back from where it is stored.
    pub fn from_bytes(bytes: [u8; 32]) -> TokenHash {
        TokenHash(bytes)
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenHash(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_being_written_down() {
        let token = Token::from_random([7; 32]);
        let again: Token = token.reveal().parse().unwrap();
        assert_eq!(again.hash(), token.hash());
    }

    #[test]
    fn other_text_is_not_a_token_and_debug_shows_none() {
        for text in ["", "griffie_", "griffie_AAAA", "sesame", "griffie_!!!"] {
            assert!(text.parse::<Token>().is_err(), "{text}");
        }
        assert_eq!(format!("{:?}", Token::from_random([7; 32])), "Token(…)");
    }
}
