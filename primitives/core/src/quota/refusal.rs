//! Why quota is not sold or bought.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Why a party may not sell or buy, as the chain found it in the moment of the trade.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Refusal {
    /// No class has this number.
    #[codec(index = 0)]
    ClassUnknown,
    /// The class is over.
    #[codec(index = 1)]
    ClassExpired,
    /// The amount is nothing.
    #[codec(index = 2)]
    Nothing,
    /// The seller is suspended.
    #[codec(index = 3)]
    SellerSuspended,
    /// The seller has a shortfall, or an overdue lease, to make good.
    #[codec(index = 4)]
    SellerLocked,
    /// A court froze it.
    #[codec(index = 5)]
    Frozen,
    /// The seller has not so much of it.
    #[codec(index = 6)]
    NotEnough,
    /// The seller bought it today.
    #[codec(index = 7)]
    BoughtToday,
    /// So much is not set aside.
    #[codec(index = 8)]
    NotHeld,
    /// The buyer is not enrolled.
    #[codec(index = 9)]
    NotEnrolled,
    /// The buyer is suspended.
    #[codec(index = 10)]
    BuyerSuspended,
    /// No site of the buyer lies where the class is good.
    #[codec(index = 11)]
    OutsideZone,
    /// The buyer's area may not buy in.
    #[codec(index = 12)]
    AreaBarred,
    /// The buyer's sector may not buy in.
    #[codec(index = 13)]
    OtherSector,
    /// The buyer would hold more than one institution may.
    #[codec(index = 14)]
    HolderLimit,
    /// The buyer's group would hold more than one group may.
    #[codec(index = 15)]
    GroupLimit,
    /// The buyer has holdings of as many classes as it may.
    #[codec(index = 16)]
    HoldingsFull,
    /// Seller and buyer are the same.
    #[codec(index = 17)]
    SameHolder,
    /// A sum is too large.
    #[codec(index = 18)]
    Overflow,
    /// The seller has it on lease.
    #[codec(index = 19)]
    Leased,
}

words!(
    Refusal,
    RefusalError,
    "class-unknown, class-expired, nothing, seller-suspended, seller-locked, frozen, not-enough, bought-today, not-held, not-enrolled, buyer-suspended, outside-zone, area-barred, other-sector, holder-limit, group-limit, holdings-full, same-holder, overflow, leased",
    {
        ClassUnknown => "class-unknown",
        ClassExpired => "class-expired",
        Nothing => "nothing",
        SellerSuspended => "seller-suspended",
        SellerLocked => "seller-locked",
        Frozen => "frozen",
        NotEnough => "not-enough",
        BoughtToday => "bought-today",
        NotHeld => "not-held",
        NotEnrolled => "not-enrolled",
        BuyerSuspended => "buyer-suspended",
        OutsideZone => "outside-zone",
        AreaBarred => "area-barred",
        OtherSector => "other-sector",
        HolderLimit => "holder-limit",
        GroupLimit => "group-limit",
        HoldingsFull => "holdings-full",
        SameHolder => "same-holder",
        Overflow => "overflow",
        Leased => "leased",
    }
);
