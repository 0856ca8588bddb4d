//! Sharing data with other institutions.

use super::Call;
use limpid_primitives::{
    sharing::{
        DataSetId, GrantId, GrantScope, NewDataSet, NewRequest, NewVersion, OpeningId, RequestId,
        SealedKey, X25519Key,
    },
    Digest, DivisionCode,
};

const PALLET: &str = "Sharing";

/// Registers the key that others seal to; a second one takes the place of the first.
pub fn register_key(public: X25519Key) -> Call {
    Call::new(PALLET, "register_key", public)
}

/// Puts a data set into the catalogue, with its first version.
pub fn publish_data_set(new: &NewDataSet, version: &NewVersion) -> Call {
    Call::new(PALLET, "publish_data_set", (new, version))
}

/// Adds a version to a data set.
pub fn revise_data_set(data_set: DataSetId, version: &NewVersion) -> Call {
    Call::new(PALLET, "revise_data_set", (data_set, version))
}

/// Takes a data set out of the catalogue; the digest is that of the document saying why, here and below.
pub fn withdraw_data_set(data_set: DataSetId, reason: Digest) -> Call {
    Call::new(PALLET, "withdraw_data_set", (data_set, reason))
}

/// Asks for a version of a data set.
pub fn request_data(new: &NewRequest) -> Call {
    Call::new(PALLET, "request_data", new)
}

/// Takes a request back.
pub fn withdraw_request(request: RequestId) -> Call {
    Call::new(PALLET, "withdraw_request", request)
}

/// Grants a request.
pub fn grant_request(
    request: RequestId,
    scope: GrantScope,
    expires_ms: u64,
    sealed: &SealedKey,
    document: Digest,
) -> Call {
    let arguments = (request, scope, expires_ms, sealed, document);
    Call::new(PALLET, "grant_request", arguments)
}

/// Refuses a request.
pub fn refuse_request(request: RequestId, reason: Digest) -> Call {
    Call::new(PALLET, "refuse_request", (request, reason))
}

/// Takes a grant back.
pub fn revoke_grant(grant: GrantId, reason: Digest) -> Call {
    Call::new(PALLET, "revoke_grant", (grant, reason))
}

/// Lets a grant live for longer.
pub fn renew_grant(grant: GrantId, expires_ms: u64, document: Digest) -> Call {
    Call::new(PALLET, "renew_grant", (grant, expires_ms, document))
}

/// Seals a grant's content key to the requester's present key.
pub fn rewrap_grant(grant: GrantId, sealed: &SealedKey) -> Call {
    Call::new(PALLET, "rewrap_grant", (grant, sealed))
}

/// Says what arrived.
pub fn confirm_receipt(grant: GrantId, digest: Digest) -> Call {
    Call::new(PALLET, "confirm_receipt", (grant, digest))
}

/// Orders that a version be opened for a court.
pub fn order_opening(data_set: DataSetId, version: u32, document: Digest) -> Call {
    Call::new(PALLET, "order_opening", (data_set, version, document))
}

/// Releases a share of a content key to a court.
pub fn release_share(opening: OpeningId, sealed: &SealedKey) -> Call {
    Call::new(PALLET, "release_share", (opening, sealed))
}

/// Recognises another province's permit archive.
pub fn recognise_archive(
    division: DivisionCode,
    archive: DataSetId,
    version: u32,
    document: Digest,
) -> Call {
    let arguments = (division, archive, version, document);
    Call::new(PALLET, "recognise_archive", arguments)
}

/// Takes the recognition of an archive back.
pub fn withdraw_recognition(division: DivisionCode, archive: DataSetId, document: Digest) -> Call {
    let arguments = (division, archive, document);
    Call::new(PALLET, "withdraw_recognition", arguments)
}
