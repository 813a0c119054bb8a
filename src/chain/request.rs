//! How a command is recognised (docs/format.md §1 to §3): its id in the headers and the digest in its first payload.
//! Both are keyed, so that neither tells an outsider anything.

use zeroize::{Zeroize as _, Zeroizing};

use super::{Context, RequestId, StreamId};

/// Key of request ids, from the house key.
pub fn request_key(house_key: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    derive_secret(Context::RequestKey, house_key)
}

/// Id of a command: the first 16 bytes of `keyed(request key, grant ‖ caller's request id ‖ stream)`.
/// `stream` is the one the command names; `None` if the command creates one.
pub fn request_id(
    request_key: &[u8; 32],
    grant: &[u8; 16],
    caller_request: &[u8; 16],
    stream: Option<StreamId>,
) -> RequestId {
    let mut hasher = blake3::Hasher::new_keyed(request_key);
    let stream = stream.unwrap_or(StreamId::ZERO);
    hasher.update(grant).update(caller_request).update(stream.as_bytes());
    let mut id = [0; RequestId::SIZE];
    hasher.finalize_xof().fill(&mut id);
    hasher.zeroize();
    RequestId::from_bytes(id)
}

/// Key of body digests, from the data key of the command's first record.
pub fn body_digest_key(data_key: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    derive_secret(Context::BodyDigestKey, data_key)
}

/// What recognises a repeated request; in a payload it stands as hex.
pub fn body_digest(body_digest_key: &[u8; 32], request_body: &[u8]) -> [u8; 32] {
    *blake3::keyed_hash(body_digest_key, request_body).as_bytes()
}

fn derive_secret(context: Context, secret: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    let mut hasher = context.hasher();
    let mut hash = hasher.update(secret).finalize();
    let key = Zeroizing::new(*hash.as_bytes());
    hash.zeroize();
    hasher.zeroize();
    key
}
