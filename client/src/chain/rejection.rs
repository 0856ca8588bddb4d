//! What the transaction pool answers when it does not take a transaction, and whether to try again.

use super::error::ChainError;

/// The method whose refusals are judged here.
const SUBMIT: &str = "author_submitExtrinsic";

/// Why the pool did not take a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rejection {
    /// It never will.
    Final(String),
    /// It may later.
    Later(String),
    /// The signature is not over what the chain reads: [`of_signature`](Rejection::of_signature) says what that means.
    BadSignature(String),
}

impl Rejection {
    /// A signature covers the runtime's version: a bad one is no mistake if an upgrade came between signing and sending.
    pub(super) fn of_signature(reason: String, signed_for: u32, in_force: u32) -> Rejection {
        match signed_for == in_force {
            true => Rejection::Final(reason),
            false => Rejection::Later(format!(
                "the chain's runtime changed from version {signed_for} to {in_force} meanwhile; it is signed anew"
            )),
        }
    }
}

// JSON-RPC error codes of `author_submitExtrinsic` (sc-rpc-api, author/error.rs).
const BAD_FORMAT: i32 = 1001;
const INVALID: i32 = 1010;
const UNKNOWN_VALIDITY: i32 = 1011;
const BANNED: i32 = 1012;
const ALREADY_IMPORTED: i32 = 1013;
const TOO_LOW_PRIORITY: i32 = 1014;
const DROPPED: i32 = 1016;
const FUTURE_REFUSED: i32 = 1021;

/// The text of `InvalidTransaction::BadProof`.
const BAD_SIGNATURE: &str = "Transaction has a bad signature";

/// Sorts a node's answer: taken after all, refused for good, refused for now, or not an answer of the pool.
pub(super) fn judge(error: ChainError) -> Result<Result<(), Rejection>, ChainError> {
    let ChainError::Refused {
        method: SUBMIT,
        code,
        message,
        details,
    } = &error
    else {
        return Err(error);
    };
    let details = details.as_deref().unwrap_or_default();
    Ok(match *code {
        ALREADY_IMPORTED => Ok(()),
        INVALID => Err(invalid(details)),
        UNKNOWN_VALIDITY => Err(unknown(details)),
        BANNED => later("the pool refused the same transaction lately"),
        TOO_LOW_PRIORITY => {
            later("another transaction of this account waits under the same number")
        }
        DROPPED | FUTURE_REFUSED => later("the pool is full"),
        BAD_FORMAT => Err(Rejection::Final(format!(
            "{message}: client and chain do not fit together; update the client"
        ))),
        _ => later(&format!("{message} (code {code}) {details}")),
    })
}

fn later(reason: &str) -> Result<(), Rejection> {
    Err(Rejection::Later(reason.to_owned()))
}

/// `Invalid`: mostly for good. The texts are those of `InvalidTransaction` in sp-runtime.
fn invalid(details: &str) -> Rejection {
    if let Some(code) = custom(details, "Custom error: ", "") {
        return Rejection::Final(member_refusal(code));
    }
    match details {
        "Transaction is outdated" | "Transaction will be valid in the future" => {
            Rejection::Later("another transaction of this account was faster".to_owned())
        }
        "Transaction has an ancient birth block" => {
            Rejection::Later("the transaction waited too long and is signed anew".to_owned())
        }
        "Inability to pay some fees (e.g. account balance too low)" => {
            Rejection::Final(STRANGER.to_owned())
        }
        "Transaction would exhaust the block limits" => {
            Rejection::Final("it is larger than a block may be; make it smaller".to_owned())
        }
        BAD_SIGNATURE => Rejection::BadSignature(report(details)),
        other => Rejection::Final(report(other)),
    }
}

fn report(details: &str) -> String {
    format!("{details}. If client and chain are of the same release, report this")
}

/// `Unknown`: not now. The text is the debug form of `UnknownTransaction`.
fn unknown(details: &str) -> Rejection {
    match custom(details, "Custom(", ")") {
        Some(code) => Rejection::Later(member_refusal(code)),
        None => Rejection::Final(format!("the node cannot judge it: {details}")),
    }
}

fn custom(details: &str, before: &str, after: &str) -> Option<u8> {
    details
        .strip_prefix(before)?
        .strip_suffix(after)?
        .parse()
        .ok()
}

const STRANGER: &str = "the account is no member of an institution. Sign with a member's key (--key FILE), or have an \
                        administrator add this account (`limpid member add`)";

/// The reasons of the runtime's extension `CheckMember`, by the numbers it documents.
fn member_refusal(code: u8) -> String {
    match code {
        1 => STRANGER.to_owned(),
        2 => "the signer's institution is suspended. Its admitting authority can reinstate it \
              (`limpid institution reinstate`)"
            .to_owned(),
        3 => "it costs more than the institution's allowance of a whole window. Split it, or ask the council for a \
              larger allowance (`limpid institution allowance`)"
            .to_owned(),
        4 => "it has no signature. Update the client".to_owned(),
        128 => "the institution has used up its allowance; the next window brings a new one".to_owned(),
        129 => "too many transactions of this account wait already".to_owned(),
        _ => format!("the membership check refuses it with reason {code}, which this client does not know"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(code: i32, details: &str) -> ChainError {
        ChainError::Refused {
            method: SUBMIT,
            code,
            message: "Invalid Transaction".to_owned(),
            details: Some(details.to_owned()),
        }
    }

    #[test]
    fn the_membership_checks_reasons_are_told_in_words() {
        let Ok(Err(Rejection::Final(reason))) = judge(answer(INVALID, "Custom error: 1")) else {
            panic!("a stranger is refused for good")
        };
        assert!(reason.contains("member"), "{reason}");
        let Ok(Err(Rejection::Later(reason))) = judge(answer(UNKNOWN_VALIDITY, "Custom(128)"))
        else {
            panic!("an exhausted allowance comes back")
        };
        assert!(reason.contains("allowance"), "{reason}");
    }

    #[test]
    fn what_the_pool_has_already_is_no_refusal() {
        assert_eq!(judge(answer(ALREADY_IMPORTED, "0x00")).unwrap(), Ok(()));
    }

    #[test]
    fn a_number_taken_by_another_is_tried_again() {
        let stale = answer(INVALID, "Transaction is outdated");
        assert!(matches!(judge(stale), Ok(Err(Rejection::Later(_)))));
    }

    #[test]
    fn a_bad_signature_is_final_unless_the_runtime_changed() {
        let Ok(Err(Rejection::BadSignature(reason))) = judge(answer(INVALID, BAD_SIGNATURE)) else {
            panic!("a bad signature is told apart")
        };
        let of = |in_force| Rejection::of_signature(reason.clone(), 101, in_force);
        assert!(matches!(of(101), Rejection::Final(_)));
        assert!(matches!(of(102), Rejection::Later(_)));
    }

    #[test]
    fn what_is_not_the_pools_answer_stays_an_error() {
        let error = ChainError::Unreachable("nobody".to_owned());
        assert!(matches!(judge(error), Err(ChainError::Unreachable(_))));
    }
}
