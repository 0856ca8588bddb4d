//! What other pallets ask about recognised archives.

use crate::{DivisionCode, PermitNumber};

/// The recognised archives as other pallets see them.
pub trait RecognitionLookup {
    /// Whether evidence about this permit is accepted in a division because an archive that has it is recognised there: by the
    /// division itself, or by one it lies in.
    ///
    /// Reads the permit, and one list for the division and for each above it: at most five entries.
    fn recognised(division: DivisionCode, permit: &PermitNumber) -> bool;

    /// Makes this permit recognised in a division, whatever the rules say.
    #[cfg(feature = "runtime-benchmarks")]
    fn recognise_for_benchmark(division: DivisionCode, permit: &PermitNumber);
}
