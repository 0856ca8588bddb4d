//! What a share bundle's state proof shows: `docs/spec/share-bundle.md`, "state".

use super::super::{
    report::Fault,
    state::{Read, Reader},
    storage_keys,
};
use super::Share;
use alloc::collections::{BTreeMap, BTreeSet};
use limpid_primitives::{
    sharing::{
        Answer, DataSet, DataSetV1, Grant, GrantId, GrantV1, ReceiptList, Request, RequestId,
        RequestV1, Version, VersionV1,
    },
    Digest, Institution, InstitutionId, InstitutionV1,
};

/// A request, what it asked for, and what became of it.
pub(super) struct Shown {
    /// The request in question.
    pub(super) id: RequestId,
    pub(super) now_ms: Read<u64>,
    pub(super) request: Read<RequestV1>,
    pub(super) data_set: Read<DataSetV1>,
    pub(super) version: Read<VersionV1>,
    /// If the request was granted.
    pub(super) granted: Option<Granted>,
    /// Provider and requester.
    pub(super) institutions: BTreeMap<InstitutionId, Read<InstitutionV1>>,
    /// Whether the proof as a whole may be used.
    pub(super) proof: Result<(), Fault>,
}

/// A grant, and what was confirmed of it.
pub(super) struct Granted {
    pub(super) id: GrantId,
    pub(super) grant: Read<GrantV1>,
    pub(super) receipts: Read<ReceiptList>,
}

impl Shown {
    /// Reads all a share bundle needs under a state root.
    pub(super) fn read(share: &Share, root: &Digest) -> Self {
        let mut reader = Reader::new(&share.state, root);
        let now_ms = reader.read(&storage_keys::now());
        let request = reader
            .read(&storage_keys::request(share.request))
            .map(|Request::V1(request)| request);
        let mut shown = Self {
            id: share.request,
            now_ms,
            request,
            data_set: Read::Unknown,
            version: Read::Unknown,
            granted: None,
            institutions: BTreeMap::new(),
            proof: Ok(()),
        };
        if let Some(request) = shown.request.value().cloned() {
            shown.read_requested(&request, &mut reader);
        }
        shown.proof = reader.verdict();
        shown
    }

    /// What a request names.
    fn read_requested(&mut self, request: &RequestV1, reader: &mut Reader) {
        let (set, version) = (request.new.data_set, request.new.version);
        self.data_set = reader
            .read(&storage_keys::data_set(set))
            .map(|DataSet::V1(set)| set);
        self.version = reader
            .read(&storage_keys::data_set_version(set, version))
            .map(|Version::V1(version)| version);
        if let Answer::Granted { grant: id } = request.answer {
            self.granted = Some(Granted {
                id,
                grant: reader
                    .read(&storage_keys::grant(id))
                    .map(|Grant::V1(grant)| grant),
                receipts: reader.read(&storage_keys::receipts(id)),
            });
        }
        for id in BTreeSet::from([request.provider, request.requester]) {
            let institution = reader
                .read(&storage_keys::institution(id))
                .map(|Institution::V1(institution)| institution);
            self.institutions.insert(id, institution);
        }
    }
}
