//! A plant with its permit, outlet and gateway, on a chain of real blocks: what has to be there before the first frame, and how
//! frames get into evidence and days into totals.

use super::blocks::{account, key, Chain, Sent};
use limpid_evidence::{
    select_keys, Batch, BatchHeader, DayProof, Payload, Record, RecordKey, ShownRun, SignedHeader,
};
use limpid_hj212::{crc16, LocalTime};
use limpid_primitives::{
    permit::{
        Averaging, Category, ConcentrationUnit, Limit, LimitBasis, OutletTerms, OutletTermsV1,
        Position, YearlyMass,
    },
    Day, Digest, Duty, GatewayId, Grams, InstitutionId, InstitutionKind, Mn, Outlet, Pollutant,
};
use limpid_runtime::{RuntimeCall, System};
use pallet_emissions::Call;
use sp_core::{ed25519, Pair};
use sp_runtime::DispatchError;
use std::collections::BTreeMap;

pub const AGENCY: &str = "agency-1";
pub const APPROVERS: [&str; 2] = ["approver-1", "approver-2"];
pub const OPERATOR: &str = "operator";
pub const PLANT: &str = "plant";
pub const GATEWAY: GatewayId = GatewayId(1);
pub const DOCUMENT: Digest = Digest([7; 32]);
pub const HOUR_MS: u64 = 60 * 60 * 1000;

pub fn outlet() -> Outlet {
    "91320000MA1L1MPD0C001P/DA001".parse().expect("an outlet")
}

pub fn mn() -> Mn {
    "LIMPID0000000000000001".parse().expect("a device")
}

pub fn nox() -> Pollutant {
    "a21002".parse().expect("a pollutant")
}

pub fn so2() -> Pollutant {
    "a21026".parse().expect("a pollutant")
}

/// The day of the story.
pub fn today() -> Day {
    "2026-11-24".parse().expect("a day")
}

pub const MASSES: &str = "a21002-Cou=12.345678,a21002-Flag=N;a21026-Cou=3.5,a21026-Flag=N";

/// What the agency allows: 50 mg/m3 of nitrogen oxides, converted, over an hour, and masses of both a year.
fn terms() -> OutletTermsV1 {
    let limit = Limit {
        pollutant: nox(),
        averaging: Averaging::Hour,
        value: "50".parse().expect("a value"),
        unit: ConcentrationUnit::MilligramPerCubicMetre,
        basis: LimitBasis::Converted,
        standard: "GB 13223-2011".parse().expect("a standard"),
    };
    let yearly_masses = [nox(), so2()].map(|pollutant| YearlyMass {
        pollutant,
        mass: Grams(36_500_000),
    });
    OutletTermsV1 {
        position: Position::default(),
        treatments: Default::default(),
        limits: vec![limit].try_into().expect("one"),
        yearly_masses: yearly_masses.to_vec().try_into().expect("two"),
    }
}

pub fn frame(command: u16, observed_ms: u64, items: &str) -> Record {
    let time = LocalTime::from_utc_ms(observed_ms)
        .expect("a time")
        .digits();
    let time = std::str::from_utf8(&time[..14]).expect("digits");
    let mn = mn();
    let data = format!(
        "QN={time}000;ST=31;CN={command};PW=123456;MN={mn};Flag=5;CP=&&DataTime={time};{items}&&"
    );
    let bytes = format!(
        "##{:04}{data}{:04X}\r\n",
        data.len(),
        crc16(data.as_bytes())
    );
    Record {
        key: RecordKey {
            outlet: outlet(),
            observed_ms,
            kind: command,
            arrival: observed_ms + u64::from(command),
        },
        received_ms: observed_ms + HOUR_MS,
        payload: Payload::Frame {
            mn,
            bytes: bytes.into_bytes(),
        },
    }
}

pub fn day_frame(day: Day, items: &str) -> Record {
    frame(2031, day.start_ms(), items)
}

/// A world up to the gateway's registration, and the gateway.
pub struct World {
    pub chain: Chain,
    gateway: ed25519::Pair,
    batches: Vec<(BTreeMap<RecordKey, Record>, Batch)>,
    last: Digest,
}

impl World {
    /// Everything that has to be there before the first frame: institutions, their members, the permit, gateway and binding.
    pub fn new() -> Self {
        let mut world = Self {
            chain: Chain::beginning(today().start_ms() - HOUR_MS),
            gateway: key("gateway"),
            batches: vec![],
            last: Digest::ZERO,
        };
        world.admit(
            OPERATOR,
            InstitutionKind::GatewayOperator,
            "911302307808371268",
        );
        world.admit(PLANT, InstitutionKind::Enterprise, "91320000MA1L1MPD0C");
        for approver in APPROVERS {
            let add = pallet_institutions::Call::add_member {
                account: account(approver),
                duties: Duty::Approver.into(),
            };
            world.must(AGENCY, add);
        }
        // The operator's administrator carries its batches too.
        let duties = [Duty::Administrator, Duty::Submitter];
        let set = pallet_institutions::Call::set_duties {
            account: account(OPERATOR),
            duties: duties.into_iter().collect(),
        };
        world.must(OPERATOR, set);
        world.permit();
        world.register();
        world
    }

    pub fn send(&mut self, by: &str, call: impl Into<RuntimeCall>) -> Result<Sent, DispatchError> {
        self.chain.send(by, call)
    }

    pub fn must(&mut self, by: &str, call: impl Into<RuntimeCall>) -> Sent {
        self.send(by, call).expect("a call that succeeds")
    }

    pub fn admit(&mut self, name: &str, kind: InstitutionKind, uscc: &str) {
        let admit = pallet_institutions::Call::admit_institution {
            kind,
            uscc: uscc.parse().expect("a credit code"),
            name: name.parse().expect("a name"),
            division: 320_000.try_into().expect("a division"),
            administrator: account(name),
        };
        self.must(AGENCY, admit);
    }

    fn permit(&mut self) {
        let outlets = vec![(outlet().code, OutletTerms::V1(terms()))];
        let issue = pallet_permits::Call::issue_permit {
            number: outlet().permit,
            division: 320_000.try_into().expect("a division"),
            category: Category::Key,
            validity: pallet_permits::Validity {
                from_ms: today().start_ms() - 300 * 24 * HOUR_MS,
                until_ms: today().start_ms() + 300 * 24 * HOUR_MS,
            },
            document: DOCUMENT,
            outlets: outlets.try_into().expect("one"),
        };
        self.must(AGENCY, issue);
    }

    fn register(&mut self) {
        let operator = InstitutionId(2);
        let public = self.gateway.public().0;
        let genesis = self.genesis();
        let bytes = pallet_anchors::key_proof_bytes(&genesis, operator, &public);
        let register = pallet_anchors::Call::register_gateway {
            operator,
            division: 320_000.try_into().expect("a division"),
            public,
            proof: self.gateway.sign(&bytes).0,
        };
        self.must(AGENCY, register);
        let bind = pallet_anchors::Call::bind_outlet {
            gateway: GATEWAY,
            outlet: outlet(),
            mn: mn(),
            from_ms: today().start_ms() - 100 * 24 * HOUR_MS,
        };
        self.must(AGENCY, bind);
    }

    fn genesis(&mut self) -> Digest {
        self.chain.read(|| Digest(System::block_hash(0).0))
    }

    /// Signs a batch of these records and anchors it. Gives its number.
    pub fn anchor(&mut self, records: Vec<Record>) -> u64 {
        let genesis = self.genesis();
        let records: BTreeMap<_, _> = records.into_iter().map(|it| (it.key, it)).collect();
        let batch = Batch::new(records.values().map(Record::leaf).collect()).expect("a batch");
        let sequence = self.batches.len() as u64 + 1;
        let header: BatchHeader = batch.header(GATEWAY, sequence, self.last, today().end_ms());
        self.last = header.hash(&genesis);
        let signature = self.gateway.sign(&header.signing_bytes(&genesis)).0;
        self.batches.push((records, batch));
        let headers = vec![SignedHeader { header, signature }];
        let anchor = pallet_anchors::Call::anchor_batches {
            headers: headers.try_into().expect("one"),
        };
        self.must(OPERATOR, anchor);
        sequence
    }

    pub fn show(&self, sequence: u64, keys: &std::ops::RangeInclusive<RecordKey>) -> ShownRun {
        let (records, batch) = &self.batches[sequence as usize - 1];
        let known: Vec<_> = records.keys().copied().collect();
        let leaves = select_keys(&known, keys);
        ShownRun::of(batch, leaves, |leaf| {
            keys.contains(&leaf.key)
                .then(|| records[&leaf.key].to_bytes())
        })
        .expect("a run")
    }

    pub fn proof(&self, sequence: u64, day: Day) -> DayProof {
        DayProof {
            outlet: outlet(),
            gateway: GATEWAY,
            sequence,
            day,
            run: self.show(sequence, &DayProof::keys(outlet(), day)),
        }
    }

    pub fn prove(&mut self, proofs: Vec<DayProof>) -> Result<Sent, DispatchError> {
        let proofs = proofs.try_into().expect("not too many");
        self.send(OPERATOR, Call::prove_days { proofs })
    }
}
