//! Who acts, and with whose keys what was sealed is opened.

use crate::{
    chain::{Account, At, Chain},
    cli::signer::Signer,
    keys::SealingKey,
    sealing::{is_usable, Purpose, Recipient, Sealer},
};
use anyhow::{bail, Context};
use limpid_primitives::{
    sharing::{DataSetId, GrantId, GrantV1, RequestId, RequestV1, SealedKey, VersionV1},
    InstitutionId,
};
use std::path::PathBuf;
use zeroize::Zeroizing;

/// The institution's sealing keys.
#[derive(Debug, clap::Args)]
pub struct SealingKeys {
    /// Key file of your institution that others seal to; several, separated by commas, after a key was changed.
    #[arg(
        long = "sealing-key",
        value_name = "FILE",
        env = "LIMPID_SEALING_KEY",
        value_delimiter = ','
    )]
    sealing_files: Vec<PathBuf>,
    /// Open with a development key, which everybody knows, instead of a file.
    #[arg(
        id = "sealing_development",
        long = "sealing-development",
        value_name = "NAME"
    )]
    sealing_development: Option<String>,
}

impl SealingKeys {
    fn read(&self) -> anyhow::Result<Vec<SealingKey>> {
        if let Some(name) = &self.sealing_development {
            return Ok(vec![SealingKey::development(name)]);
        }
        if self.sealing_files.is_empty() {
            bail!("what was sealed to your institution opens with its key: give it with --sealing-key FILE (or LIMPID_SEALING_KEY)");
        }
        let keys = self.sealing_files.iter().map(|file| SealingKey::read(file));
        Ok(keys.collect::<Result<_, _>>()?)
    }

    /// The only key.
    pub fn one(&self) -> anyhow::Result<SealingKey> {
        let mut keys = self.read()?.into_iter();
        match (keys.next(), keys.next()) {
            (Some(key), None) => Ok(key),
            _ => bail!("give one key with --sealing-key FILE"),
        }
    }

    /// Opens what is sealed to one of the institution's keys.
    pub async fn open(
        &self,
        chain: &Chain,
        recipient: InstitutionId,
        purpose: Purpose,
        sealed: &SealedKey,
    ) -> anyhow::Result<Zeroizing<Vec<u8>>> {
        let keys = self.read()?;
        let registered = chain.sealing_keys(recipient, At::Finalised).await?;
        let registered = registered.iter().find(|(number, _)| *number == sealed.key);
        let (number, registered) = registered
            .with_context(|| format!("institution {recipient} has no key {}", sealed.key))?;
        let key = keys.iter().find(|key| key.public() == registered.public);
        let key = key.with_context(|| {
            format!(
                "it is sealed to key {number} of institution {recipient}, {}: give that key's file with --sealing-key, or let it be \
                 sealed to your present key (limpid share rewrap)",
                registered.public
            )
        })?;
        let sealer = Sealer {
            genesis: chain.genesis(),
        };
        Ok(sealer.open(key, recipient, purpose, sealed)?)
    }
}

/// The institution for which the signer acts.
pub async fn institution_of(chain: &Chain, signer: &Signer) -> anyhow::Result<InstitutionId> {
    let account = Account(signer.member_key()?.account());
    let acts_for = chain.acts_for(account, At::Finalised).await?;
    let acts_for =
        acts_for.with_context(|| format!("the account {account} is no member's on this chain"))?;
    Ok(acts_for.institution)
}

/// The institution's present key, to be sealed to.
pub async fn recipient(chain: &Chain, institution: InstitutionId) -> anyhow::Result<Recipient> {
    let keys = chain.sealing_keys(institution, At::Finalised).await?;
    let present = keys.iter().rfind(|(_, key)| key.until.is_none());
    let (number, key) = present.with_context(|| {
        format!("institution {institution} has no key to seal to: one of its administrators registers one with `limpid share key register`")
    })?;
    if !is_usable(&key.public) {
        bail!("key {number} of institution {institution} is a point of low order: anybody could open what is sealed to it. It has to register another");
    }
    Ok(Recipient {
        institution,
        number: *number,
        public: key.public,
    })
}

/// A request that is on chain.
pub async fn known_request(chain: &Chain, id: RequestId) -> anyhow::Result<RequestV1> {
    let request = chain.request(id, At::Finalised).await?;
    request
        .with_context(|| format!("there is no request {id}; `limpid share requests` lists yours"))
}

/// A grant that is on chain.
pub async fn known_grant(chain: &Chain, id: GrantId) -> anyhow::Result<GrantV1> {
    let grant = chain.grant(id, At::Finalised).await?;
    grant.with_context(|| format!("there is no grant {id}; `limpid share grants` lists yours"))
}

/// A version that is on chain.
pub async fn known_version(
    chain: &Chain,
    data_set: DataSetId,
    version: u32,
) -> anyhow::Result<VersionV1> {
    let known = chain.data_set_version(data_set, version, At::Finalised);
    known.await?.with_context(|| {
        format!("there is no version {version} of data set {data_set}; `limpid share find` lists the catalogue")
    })
}
