//! The one table of BLAKE3 `derive_key` contexts (docs/format.md §1, docs/vault.md). A context is never used for two things.

use std::sync::LazyLock;

use blake3::hazmat::{ContextKey, HasherExt as _, hash_derive_key_context};

/// What a derived key or hash is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// Record hash of a header.
    Record,
    /// Commitment to salt and payload.
    Payload,
    /// Key of one box.
    BoxKey,
    /// Id of the slot a kept box key lies in.
    BoxKeyId,
    /// Key of request ids, from the house key.
    RequestKey,
    /// Key of body digests, from a record's data key.
    BodyDigestKey,
    /// Pseudonym of a register of its own actor, from the house key and the register's word: the first 16 bytes.
    RegisterActor,
    /// Stream of a year of the access log, from the house key and the year: the first 16 bytes.
    AccessStream,
    /// Id of the hold a case places of itself, from the house key, its stream and how often it was opened again: the first 16 bytes.
    CaseHold,
    /// Key that authenticates derived files, from the house key.
    DerivedRowsKey,
    /// Key that authenticates the vault's key file, from the epoch key.
    VaultHeaderKey,
    /// Key that wraps key slots, from the epoch key.
    VaultWrapKey,
    /// Key that wraps epoch keys, from the root secret.
    VaultRootKey,
    /// Tells root secrets apart without giving them away: the first 16 bytes.
    VaultRootId,
    /// Key that authenticates the witness, from the house key.
    WitnessKey,
    /// Key that authenticates the last signed checkpoint, from the house key.
    CheckpointKey,
    /// Hash of a bearer token as it is stored.
    TokenHash,
    /// A mirror of the vault, by its folder: the first 16 bytes.
    MirrorId,
}

impl Context {
    /// The context string, as it stands in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Context::Record => "griffie 2026-11 record v1",
            Context::Payload => "griffie 2026-11 payload v1",
            Context::BoxKey => "griffie 2026-11 box key v1",
            Context::BoxKeyId => "griffie 2026-11 box key id v1",
            Context::RequestKey => "griffie 2026-11 request key v1",
            Context::BodyDigestKey => "griffie 2026-11 body digest key v1",
            Context::RegisterActor => "griffie 2026-11 register actor v1",
            Context::AccessStream => "griffie 2026-11 access stream v1",
            Context::CaseHold => "griffie 2026-11 case hold v1",
            Context::DerivedRowsKey => "griffie 2026-11 derived rows key v1",
            Context::VaultHeaderKey => "griffie 2026-11 vault header key v1",
            Context::VaultWrapKey => "griffie 2026-11 vault wrap key v1",
            Context::VaultRootKey => "griffie 2026-11 vault root key v1",
            Context::VaultRootId => "griffie 2026-11 vault root id v1",
            Context::WitnessKey => "griffie 2026-11 witness key v1",
            Context::CheckpointKey => "griffie 2026-11 checkpoint key v1",
            Context::TokenHash => "griffie 2026-11 token hash v1",
            Context::MirrorId => "griffie 2026-11 mirror id v1",
        }
    }

    /// A hasher for this context; add the material and finalize.
    pub fn hasher(self) -> blake3::Hasher {
        blake3::Hasher::new_from_context_key(self.key())
    }

    /// `derive(context, material)`: 32 bytes.
    pub fn derive(self, material: &[u8]) -> [u8; 32] {
        *self.hasher().update(material).finalize().as_bytes()
    }

    /// The hash of the context string, made once: a log is checked at millions of headers a second.
    fn key(self) -> &'static ContextKey {
        macro_rules! once {
            ($context:ident) => {{
                static KEY: LazyLock<ContextKey> =
                    LazyLock::new(|| hash_derive_key_context(Context::$context.as_str()));
                &KEY
            }};
        }
        match self {
            Context::Record => once!(Record),
            Context::Payload => once!(Payload),
            Context::BoxKey => once!(BoxKey),
            Context::BoxKeyId => once!(BoxKeyId),
            Context::RequestKey => once!(RequestKey),
            Context::BodyDigestKey => once!(BodyDigestKey),
            Context::RegisterActor => once!(RegisterActor),
            Context::AccessStream => once!(AccessStream),
            Context::CaseHold => once!(CaseHold),
            Context::DerivedRowsKey => once!(DerivedRowsKey),
            Context::VaultHeaderKey => once!(VaultHeaderKey),
            Context::VaultWrapKey => once!(VaultWrapKey),
            Context::VaultRootKey => once!(VaultRootKey),
            Context::VaultRootId => once!(VaultRootId),
            Context::WitnessKey => once!(WitnessKey),
            Context::CheckpointKey => once!(CheckpointKey),
            Context::TokenHash => once!(TokenHash),
            Context::MirrorId => once!(MirrorId),
        }
    }
}
