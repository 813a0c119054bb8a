//! Attachments over the wire: byte for byte, and nothing left of an upload that broke.

use griffie::grpc::pb;
use tonic::{Code, Status};

use super::contract::{is, refusal, size};
use super::given::{Server, care, open_dossier, provenance, request_id};

/// An upload that announces one thing and sends another.
async fn upload(
    server: &Server,
    dossier: &str,
    announced: &[u8],
    sent: &[u8],
    media_type: &str,
) -> Result<pb::AddAttachmentResponse, Status> {
    use pb::add_attachment_request::Piece;
    let start = pb::AddAttachmentStart {
        request_id: request_id(),
        access_context: care(),
        dossier_id: dossier.to_owned(),
        name: "foto.png".to_owned(),
        media_type: media_type.to_owned(),
        size_bytes: announced.len() as u64,
        blake3: blake3::hash(announced).to_hex().to_string(),
        provenance: provenance(),
        ..pb::AddAttachmentStart::default()
    };
    let mut messages = vec![pb::AddAttachmentRequest { piece: Some(Piece::Start(start)) }];
    messages.extend(
        sent.chunks(64 * 1024)
            .map(|part| pb::AddAttachmentRequest { piece: Some(Piece::Part(part.to_vec())) }),
    );
    let mut attachments = server.client().await.attachment();
    Ok(attachments.add_attachment(tokio_stream::iter(messages)).await?.into_inner())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attachment_comes_back_byte_for_byte_and_a_broken_upload_leaves_nothing() {
    use pb::get_attachment_response::Piece;
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let mut dossiers = server.client().await.dossier();
    let dossier = open_dossier(&mut dossiers, "Verzonnen").await;
    let before = size(&server).await;
    let picture: Vec<u8> = (0..200_000_u32).map(|number| (number % 251) as u8).collect();
    let mut other = picture.clone();
    other[100_000] ^= 1;
    for (sent, media_type, code, reason) in [
        (&picture[..150_000], "image/png", Code::InvalidArgument, "UPLOAD_TOO_SHORT"),
        (&other[..], "image/png", Code::InvalidArgument, "UPLOAD_HASH_DIFFERS"),
        (&[&picture[..], b"x"].concat()[..], "image/png", Code::InvalidArgument, "UPLOAD_TOO_LONG"),
        (&picture[..], "application/x-msdownload", Code::InvalidArgument, "INVALID"),
    ] {
        let refused = upload(&server, &dossier, &picture, sent, media_type).await.unwrap_err();
        assert_eq!(refusal(&refused), is(code, reason));
    }
    assert_eq!(size(&server).await, before);
    assert_eq!(
        super::given::files(&server.data().join("staging")),
        Vec::<std::path::PathBuf>::new()
    );

    let added = upload(&server, &dossier, &picture, &picture, "image/png").await.unwrap();
    let request = pb::GetAttachmentRequest {
        access_context: care(),
        dossier_id: dossier,
        attachment_id: added.attachment_id,
    };
    let mut attachments = server.client().await.attachment();
    let mut pieces = attachments.get_attachment(request).await.unwrap().into_inner();
    let mut back = Vec::new();
    while let Some(message) = pieces.message().await.unwrap() {
        if let Some(Piece::Part(part)) = message.piece {
            back.extend(part);
        }
    }
    assert_eq!(back, picture);
}
