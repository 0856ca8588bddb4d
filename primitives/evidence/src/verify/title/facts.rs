//! What a title says, for people to read. Only a verified one says it with proof.

use super::super::{block::BlockId, facts::AsOf, state::Read, strict::ChainName};
use super::{graph::Graph, links::status, Title};
use alloc::vec::Vec;
use limpid_primitives::{
    quota::{
        AllocationV1, Cause, ClassId, Holder, HoldingV1, LotId, LotStatus, LotV1, QuotaClassV1,
    },
    Digest, InstitutionId, InstitutionKind, InstitutionName, InstitutionStatus, Uscc,
};
use serde::Serialize;

/// What was read of a title.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize)]
pub struct TitleFacts {
    /// What can be read in the file alone; `None` if it is no title.
    pub title: Option<TitleClaim>,
    /// The block whose state is shown.
    pub as_of: Option<AsOf>,
    /// How the lot stands at that block.
    pub status: Option<LotStatus>,
    /// The class.
    pub class: Option<ClassFacts>,
    /// What the lot's holder has of the class; `None` if nothing.
    pub holding: Option<HoldingV1>,
    /// The lots, the newest first.
    pub lots: Vec<LotFacts>,
    /// Where they come from.
    pub allocations: Vec<AllocationFacts>,
    /// Who held or allocated them.
    pub institutions: Vec<InstitutionFacts>,
}

/// What the file says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TitleClaim {
    /// The chain.
    pub chain: ChainName,
    /// Its block 0.
    pub genesis: Digest,
    /// The lot in question.
    pub lot: LotId,
}

/// A class.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct ClassFacts {
    /// Its number.
    pub class: ClassId,
    /// What the chain keeps of it.
    #[serde(flatten)]
    pub kept: QuotaClassV1,
}

/// A lot.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LotFacts {
    /// Its number.
    pub lot: LotId,
    /// What the chain keeps of it.
    #[serde(flatten)]
    pub kept: LotV1,
}

/// An allocation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct AllocationFacts {
    /// SHA-256 of the decision.
    pub document: Digest,
    /// To whom it allocated.
    pub holder: Holder,
    /// What the chain keeps of it.
    #[serde(flatten)]
    pub kept: AllocationV1,
}

/// An institution.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct InstitutionFacts {
    /// Its number.
    pub institution: InstitutionId,
    /// What it is.
    pub kind: InstitutionKind,
    /// Its credit code.
    pub uscc: Uscc,
    /// Its name.
    pub name: InstitutionName,
    /// Whether it may act.
    pub status: InstitutionStatus,
}

impl TitleFacts {
    /// What the file alone says.
    pub(super) fn of_file(title: &Title) -> Self {
        Self {
            title: Some(TitleClaim {
                chain: title.chain.clone(),
                genesis: title.genesis,
                lot: title.lot,
            }),
            ..Self::default()
        }
    }

    /// Adds what the state shows.
    pub(super) fn add_state(&mut self, block: BlockId, graph: &Graph) {
        self.as_of = Some(AsOf {
            block,
            time_ms: graph.now_ms.value().copied(),
        });
        self.status = status(graph);
        let class = graph.newest().map(|lot| lot.class);
        self.class = class
            .zip(graph.class.value())
            .map(|(class, kept)| ClassFacts { class, kept: *kept });
        self.holding = graph.holding.value().copied();
        let mut lots: Vec<_> = graph
            .known()
            .map(|(lot, kept)| LotFacts {
                lot,
                kept: kept.clone(),
            })
            .collect();
        lots.reverse();
        self.allocations = lots
            .iter()
            .filter_map(|lot| allocation(graph, lot))
            .collect();
        self.lots = lots;
        let institutions = graph.institutions.iter();
        self.institutions = institutions
            .filter_map(|(institution, read)| {
                let kept = read.value()?;
                Some(InstitutionFacts {
                    institution: *institution,
                    kind: kept.kind,
                    uscc: kept.uscc,
                    name: kept.name.clone(),
                    status: kept.status,
                })
            })
            .collect();
    }
}

/// The allocation that made a lot, if one did and it can be read.
fn allocation(graph: &Graph, lot: &LotFacts) -> Option<AllocationFacts> {
    let Cause::Allocation { document } = lot.kept.cause else {
        return None;
    };
    let kept = graph.allocations.get(&lot.lot).and_then(Read::value)?;
    Some(AllocationFacts {
        document,
        holder: lot.kept.holder,
        kept: *kept,
    })
}
