//! Accounts as text: 64 hex digits, or the SS58 address other tools print.

use blake2::{Blake2b512, Digest as _};
use std::{fmt, str::FromStr};

/// SS58 prefix of Limpid's chains: the generic one.
const PREFIX: u8 = 42;
/// Bytes of the check sum behind a 32 byte account.
const CHECK_BYTES: usize = 2;

/// An account: an Ed25519 public key, or another 32 byte identity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account(pub [u8; 32]);

/// The text is no account.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is not an account: give 64 hex digits, with or without 0x, or an SS58 address")]
pub struct AccountError(String);

impl Account {
    /// The SS58 address.
    pub fn ss58(&self) -> String {
        let mut bytes = vec![PREFIX];
        bytes.extend(self.0);
        bytes.extend(checksum(&bytes));
        bs58::encode(bytes).into_string()
    }

    fn from_ss58(text: &str) -> Option<Account> {
        let bytes = bs58::decode(text).into_vec().ok()?;
        let (body, check) = bytes.split_at_checked(bytes.len().checked_sub(CHECK_BYTES)?)?;
        let (_prefix, account) = body.split_first()?;
        (check == checksum(body)).then_some(())?;
        account.try_into().ok().map(Account)
    }
}

fn checksum(body: &[u8]) -> [u8; CHECK_BYTES] {
    let hash = Blake2b512::new()
        .chain_update(b"SS58PRE")
        .chain_update(body)
        .finalize();
    let [first, second, ..] = <[u8; 64]>::from(hash);
    [first, second]
}

impl FromStr for Account {
    type Err = AccountError;

    fn from_str(text: &str) -> Result<Account, AccountError> {
        let mut account = [0; 32];
        match hex::decode_to_slice(text.strip_prefix("0x").unwrap_or(text), &mut account) {
            Ok(()) => Ok(Account(account)),
            Err(_) => Account::from_ss58(text).ok_or_else(|| AccountError(text.to_owned())),
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The address every Substrate tool prints for the development account Alice.
    const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    const ALICE_HEX: &str = "d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

    #[test]
    fn both_texts_name_the_same_account() {
        let account: Account = ALICE.parse().unwrap();
        assert_eq!(account.to_string(), ALICE_HEX);
        assert_eq!(ALICE_HEX.parse::<Account>().unwrap().ss58(), ALICE);
        assert_eq!(
            format!("0x{ALICE_HEX}").parse::<Account>().unwrap(),
            account
        );
    }

    #[test]
    fn a_mistyped_address_is_refused() {
        for text in [
            "",
            "5",
            "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ",
            &ALICE_HEX[1..],
        ] {
            assert!(text.parse::<Account>().is_err(), "{text}");
        }
    }
}
