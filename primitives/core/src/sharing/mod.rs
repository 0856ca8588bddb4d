//! Data that agencies share, as the chain keeps it: no content, only digests and sealed keys.
//!
//! A provider seals each *version* of a *data set* with a content key of its own, and publishes what it is, its digests and where
//! it is fetched. Who needs it *requests* it for a purpose, on a legal basis. The provider *grants* it, with the content key
//! sealed to the requester's X25519 key (HPKE, RFC 9180), or refuses it with a reason. What arrives is confirmed by a *receipt*.
//!
//! | Type | What it is |
//! |---|---|
//! | [`SealingKey`], [`SealedKey`] | an institution's X25519 key; a secret sealed to one |
//! | [`DataSet`], [`Version`] | the catalogue's entry; one state of its content |
//! | [`Escrow`] | shares of the content key, for a court's order |
//! | [`Request`], [`Grant`], [`Receipt`] | what was asked for, given and confirmed |
//! | [`Opening`] | a court's order to open a version, and the shares released to it |
//! | [`Recognition`], [`RecognitionLookup`] | another province's permit archive that a division recognises (电子档案互认) |

mod data_set;
mod escrow;
mod grant;
mod key;
mod lookup;
mod opening;
mod receipt;
mod recognition;
mod request;
mod text;
mod version;
mod views;

pub use data_set::{
    DataSet, DataSetId, DataSetKind, DataSetKindError, DataSetV1, NewDataSet, Subject, Withdrawal,
};
pub use escrow::{Escrow, EscrowFault, EscrowShare};
pub use grant::{
    Grant, GrantId, GrantScope, GrantStanding, GrantStandingError, GrantV1, Onward, OnwardError,
    Renewal, RenewalList, Revocation,
};
pub use key::{KeyNumber, SealedKey, SealingKey, SealingKeyV1, X25519Key, X25519KeyError};
pub use lookup::RecognitionLookup;
pub use opening::{Opening, OpeningId, OpeningV1, ReleasedShare};
pub use receipt::{Receipt, ReceiptList, ReceiptMatch, ReceiptMatchError, ReceiptV1};
pub use recognition::{
    are_of_two_provinces, RecognisedArchive, RecognisedList, Recognition, RecognitionV1,
};
pub use request::{
    Answer, NewRequest, Request, RequestId, RequestStanding, RequestStandingError, RequestV1,
};
pub use text::{Location, LocationError, ShortText, ShortTextError};
pub use version::{NewVersion, Version, VersionV1};
pub use views::{DataSetFilter, Openness, OpennessError, Page, Side, SideError};

#[cfg(test)]
mod tests;
