//! Shared data in the world: a catalogue, requests answered in every way, what was confirmed, and bundles of them.

pub mod cases;
mod forged;

use super::{World, HOUR_MS, MORNING_MS};
use codec::{Decode, Encode};
use limpid_evidence::{
    sha256,
    verify::{storage_keys, Share},
};
use limpid_primitives::{
    sharing::{
        Answer, DataSet, DataSetId, DataSetKind, DataSetV1, Grant, GrantId, GrantScope, GrantV1,
        KeyNumber, NewDataSet, NewRequest, NewVersion, Onward, Receipt, ReceiptList, ReceiptMatch,
        ReceiptV1, RenewalList, Request, RequestId, RequestV1, Revocation, SealedKey, Subject,
        Version, VersionV1, Withdrawal, X25519Key,
    },
    Digest, InstitutionId, InstitutionKind, InstitutionStatus, Moment,
};

/// The agency that has the data.
pub const PROVIDER: InstitutionId = InstitutionId(11);
/// The agency that asks.
pub const REQUESTER: InstitutionId = InstitutionId(12);
/// A court that asks.
pub const COURT: InstitutionId = InstitutionId(13);
/// Records of a border outlet, in two versions.
pub const RECORDS: DataSetId = DataSetId(1);
/// A data set that was withdrawn.
pub const WITHDRAWN: DataSetId = DataSetId(2);

/// Requests, by what became of them.
pub const CONFIRMED: u32 = 1;
pub const REFUSED: u32 = 2;
pub const OPEN: u32 = 3;
pub const OVERDUE: u32 = 4;
pub const TAKEN_BACK: u32 = 5;
pub const EXPIRED: u32 = 6;
pub const REVOKED: u32 = 7;
pub const DISPUTED: u32 = 8;
pub const UNCONFIRMED: u32 = 9;
pub const OF_WITHDRAWN: u32 = 10;

pub fn moment(block: u32) -> Moment {
    Moment {
        block,
        time_ms: MORNING_MS - 2 * HOUR_MS + u64::from(block) * 3_000,
    }
}

pub fn document(name: &str) -> Digest {
    sha256(name.as_bytes())
}

/// The digest of the plain content of a version.
pub fn content(set: DataSetId, version: u32) -> Digest {
    document(&format!("content {set} {version}"))
}

/// The number of the grant that answers a request.
pub fn grant_of(request: u32) -> GrantId {
    GrantId(request + 100)
}

fn data_set(versions: u32, withdrawn: Option<Withdrawal>) -> DataSetV1 {
    DataSetV1 {
        new: NewDataSet {
            division: 330_421.try_into().unwrap(),
            kind: DataSetKind::Records,
            title: "边界排放口一周监测记录".parse().unwrap(),
            subject: Subject::Outlet("91130200699229617X001P/DA001".parse().unwrap()),
            from_ms: MORNING_MS - 170 * HOUR_MS,
            until_ms: MORNING_MS - 2 * HOUR_MS,
        },
        provider: PROVIDER,
        versions,
        published: moment(20),
        withdrawn,
    }
}

fn version(set: DataSetId, version: u32) -> VersionV1 {
    VersionV1 {
        new: NewVersion {
            plain: content(set, version),
            plain_bytes: 1_048_576,
            sealed: document(&format!("sealed {set} {version}")),
            sealed_bytes: 1_049_000,
            key_digest: document(&format!("key {set} {version}")),
            schema: "limpid-records/1".parse().unwrap(),
            location: "https://share.example.org/limpid".parse().unwrap(),
            escrow: None,
        },
        at: moment(20 + version),
        by: PROVIDER,
    }
}

pub fn request(set: DataSetId, requester: InstitutionId, answer: Answer) -> RequestV1 {
    RequestV1 {
        new: NewRequest {
            data_set: set,
            version: 1,
            purpose: "跨界污染案件核查".parse().unwrap(),
            basis: document("basis"),
            use_from_ms: MORNING_MS,
            use_until_ms: MORNING_MS + 24 * HOUR_MS,
        },
        requester,
        provider: PROVIDER,
        at: moment(30),
        answer_by_ms: MORNING_MS + 240 * HOUR_MS,
        answer,
    }
}

pub fn grant(number: u32, set: DataSetId, requester: InstitutionId) -> GrantV1 {
    GrantV1 {
        request: RequestId(number),
        data_set: set,
        version: 1,
        provider: PROVIDER,
        requester,
        scope: GrantScope {
            from_ms: MORNING_MS - 170 * HOUR_MS,
            until_ms: MORNING_MS - 2 * HOUR_MS,
            onward: Onward::Forbidden,
        },
        document: document("decision"),
        expires_ms: MORNING_MS + 100 * HOUR_MS,
        sealed: SealedKey {
            key: KeyNumber(1),
            encapsulated: X25519Key([9; 32]),
            ciphertext: vec![7; 48].try_into().unwrap(),
        },
        at: moment(40),
        by: PROVIDER,
        renewed: RenewalList::default(),
        revoked: None,
    }
}

pub fn receipt(digest: Digest, matches: ReceiptMatch, block: u32) -> Receipt {
    Receipt::V1(ReceiptV1 {
        digest,
        matches,
        at: moment(block),
        by: REQUESTER,
    })
}

impl World {
    pub fn put_request(&mut self, number: u32, request: RequestV1) {
        let key = storage_keys::request(RequestId(number));
        self.put(key, Request::V1(request));
    }

    pub fn put_grant(&mut self, request: u32, grant: GrantV1) {
        self.put(storage_keys::grant(grant_of(request)), Grant::V1(grant));
    }

    pub fn put_receipts(&mut self, request: u32, receipts: Vec<Receipt>) {
        let receipts: ReceiptList = receipts.try_into().unwrap();
        self.put(storage_keys::receipts(grant_of(request)), receipts);
    }

    fn decoded<T: Decode>(&self, key: &[u8]) -> Option<T> {
        let mut bytes = self.state.get(key)?.as_slice();
        T::decode(&mut bytes).ok()
    }

    fn change<T: Decode + Encode>(&mut self, key: Vec<u8>, change: impl FnOnce(&mut T)) {
        let mut value = self.decoded(&key).unwrap();
        change(&mut value);
        self.put(key, value);
    }

    /// Changes what the chain keeps, as no chain would.
    pub fn change_request(&mut self, number: u32, change: impl FnOnce(&mut RequestV1)) {
        let key = storage_keys::request(RequestId(number));
        self.change(key, |Request::V1(request)| change(request));
    }

    pub fn change_grant(&mut self, request: u32, change: impl FnOnce(&mut GrantV1)) {
        let key = storage_keys::grant(grant_of(request));
        self.change(key, |Grant::V1(grant)| change(grant));
    }

    pub fn change_data_set(&mut self, set: DataSetId, change: impl FnOnce(&mut DataSetV1)) {
        let key = storage_keys::data_set(set);
        self.change(key, |DataSet::V1(set)| change(set));
    }

    pub fn change_version(&mut self, set: DataSetId, change: impl FnOnce(&mut VersionV1)) {
        let key = storage_keys::data_set_version(set, 1);
        self.change(key, |Version::V1(version)| change(version));
    }

    fn put_data_set(&mut self, id: DataSetId, set: DataSetV1) {
        for number in 1..=set.versions {
            let key = storage_keys::data_set_version(id, number);
            self.put(key, Version::V1(version(id, number)));
        }
        self.put(storage_keys::data_set(id), DataSet::V1(set));
    }

    /// What a bundle of a request needs.
    pub fn share_keys(&self, number: u32) -> Vec<Vec<u8>> {
        let key = storage_keys::request(RequestId(number));
        let mut keys = vec![storage_keys::now()];
        if let Some(Request::V1(request)) = self.decoded(&key) {
            let (set, version) = (request.new.data_set, request.new.version);
            keys.push(storage_keys::data_set(set));
            keys.push(storage_keys::data_set_version(set, version));
            keys.push(storage_keys::institution(request.provider));
            if request.requester != request.provider {
                keys.push(storage_keys::institution(request.requester));
            }
            if let Answer::Granted { grant } = request.answer {
                keys.push(storage_keys::grant(grant));
                keys.push(storage_keys::receipts(grant));
            }
        }
        keys.push(key);
        keys
    }

    /// A bundle of a request.
    pub fn share(&self, number: u32) -> Share {
        let head = self.head();
        Share {
            format: Default::default(),
            version: Default::default(),
            chain: self.root.chain.clone(),
            genesis: self.genesis.hash,
            request: RequestId(number),
            state: self.prove(&self.share_keys(number)),
            finality: self.finalise(&head),
            handovers: self.handovers.clone(),
        }
    }

    /// A request that was granted to an institution.
    fn granted(&mut self, number: u32, set: DataSetId, requester: InstitutionId) {
        let answer = Answer::Granted {
            grant: grant_of(number),
        };
        self.put_request(number, request(set, requester, answer));
        self.put_grant(number, grant(number, set, requester));
    }
}

/// A world in which ten requests were made.
pub fn with_shared_data(mut world: World) -> World {
    let active = InstitutionStatus::Active;
    let provider = (
        InstitutionKind::Agency,
        "11320500014149999P",
        "嘉善县生态环境局",
    );
    let requester = (
        InstitutionKind::Agency,
        "11130000000217919E",
        "青浦区生态环境局",
    );
    let court = (InstitutionKind::Court, "11320500MB0000043L", "环境资源法庭");
    world.put_institution(PROVIDER, provider, active);
    world.put_institution(REQUESTER, requester, active);
    world.put_institution(COURT, court, active);
    let withdrawal = Withdrawal {
        at: moment(60),
        by: PROVIDER,
        reason: document("withdrawal"),
    };
    world.put_data_set(RECORDS, data_set(2, None));
    world.put_data_set(WITHDRAWN, data_set(1, Some(withdrawal)));
    let refused = Answer::Refused {
        reason: document("refusal"),
        at: moment(45),
        by: PROVIDER,
    };
    let taken_back = Answer::Withdrawn { at: moment(46) };
    let overdue = RequestV1 {
        answer_by_ms: MORNING_MS,
        ..request(RECORDS, REQUESTER, Answer::Open)
    };
    world.put_request(REFUSED, request(RECORDS, REQUESTER, refused));
    world.put_request(OPEN, request(RECORDS, REQUESTER, Answer::Open));
    world.put_request(OVERDUE, overdue);
    world.put_request(TAKEN_BACK, request(RECORDS, REQUESTER, taken_back));
    for number in [CONFIRMED, EXPIRED, REVOKED, DISPUTED] {
        world.granted(number, RECORDS, REQUESTER);
        let arrived = receipt(content(RECORDS, 1), ReceiptMatch::Matches, 50);
        world.put_receipts(number, vec![arrived]);
    }
    world.granted(UNCONFIRMED, RECORDS, COURT);
    world.granted(OF_WITHDRAWN, WITHDRAWN, REQUESTER);
    world.change_grant(EXPIRED, |grant| grant.expires_ms = MORNING_MS);
    world.change_grant(REVOKED, |grant| {
        grant.revoked = Some(Revocation {
            at: moment(55),
            by: PROVIDER,
            reason: document("revocation"),
        });
    });
    let first = receipt(content(RECORDS, 1), ReceiptMatch::Matches, 50);
    let other = receipt(content(RECORDS, 2), ReceiptMatch::Differs, 52);
    world.put_receipts(DISPUTED, vec![first, other]);
    world
}
