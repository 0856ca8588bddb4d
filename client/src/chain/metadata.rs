//! The chain's own description of itself: where its calls, storage, events and errors are found.

use super::{
    error::{ChainError, Failure},
    value::{self, Value},
};
use codec::{Compact, Decode, DecodeAll};
use frame_metadata::{
    v14::{PalletMetadata, RuntimeMetadataV14, SignedExtensionMetadata, StorageEntryType},
    RuntimeMetadata, RuntimeMetadataPrefixed,
};
use scale_info::{form::PortableForm, Field, TypeDef};

/// Metadata larger than this is refused.
const METADATA_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Something that happened on chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The pallet it happened in.
    pub pallet: String,
    /// The event's name.
    pub name: String,
    /// Its fields, as [`Value::Variant`].
    pub fields: Value,
    /// The same in SCALE, one behind the other.
    pub bytes: Vec<u8>,
}

impl Event {
    /// Whether this is the event `pallet.name`.
    pub fn is(&self, pallet: &str, name: &str) -> bool {
        self.pallet == pallet && self.name == name
    }

    /// Its fields as a type that has all of them.
    pub fn decode<T: Decode>(&self) -> Result<T, ChainError> {
        let decoded = T::decode_all(&mut self.bytes.as_slice());
        decoded.map_err(|error| {
            let detail = format!("{}.{}: {error}", self.pallet, self.name);
            ChainError::unexpected("an event", detail)
        })
    }
}

/// The metadata of one version of the runtime.
pub struct Metadata(RuntimeMetadataV14);

impl Metadata {
    /// Decodes what `state_getMetadata` answers.
    pub fn decode(bytes: &[u8]) -> Result<Metadata, ChainError> {
        let unexpected = |detail: &str| ChainError::unexpected("state_getMetadata", detail);
        if bytes.len() > METADATA_BYTES_MAX {
            return Err(unexpected("too large"));
        }
        let prefixed = RuntimeMetadataPrefixed::decode(&mut &*bytes)
            .map_err(|e| unexpected(&e.to_string()))?;
        match prefixed.1 {
            RuntimeMetadata::V14(metadata) => Metadata(metadata).checked(),
            other => Err(ChainError::Incompatible(format!(
                "metadata version {}, not 14",
                other.version()
            ))),
        }
    }

    fn checked(self) -> Result<Metadata, ChainError> {
        if self.0.extrinsic.version != 4 {
            let found = self.0.extrinsic.version;
            return Err(ChainError::Incompatible(format!(
                "transactions of version {found}, not 4"
            )));
        }
        Ok(self)
    }

    fn pallet(&self, name: &str) -> Result<&PalletMetadata<PortableForm>, ChainError> {
        self.0
            .pallets
            .iter()
            .find(|pallet| pallet.name == name)
            .ok_or_else(|| ChainError::Incompatible(format!("it has no pallet {name}")))
    }

    /// The two bytes a call begins with.
    pub fn call_index(&self, pallet: &str, call: &str) -> Result<[u8; 2], ChainError> {
        let found = self.pallet(pallet)?;
        found
            .calls
            .as_ref()
            .and_then(|calls| self.variant_index(calls.ty.id, call))
            .map(|index| [found.index, index])
            .ok_or_else(|| ChainError::Incompatible(format!("it has no call {pallet}.{call}")))
    }

    /// Whether there is such a storage item.
    pub fn has_storage(&self, pallet: &str, item: &str) -> bool {
        self.storage_type(pallet, item).is_ok()
    }

    fn variant_index(&self, ty: u32, name: &str) -> Option<u8> {
        match &self.0.types.resolve(ty)?.type_def {
            TypeDef::Variant(variants) => variants
                .variants
                .iter()
                .find(|variant| variant.name == name)
                .map(|variant| variant.index),
            _ => None,
        }
    }

    /// What a transaction carries besides its call, in order.
    pub fn extensions(&self) -> &[SignedExtensionMetadata<PortableForm>] {
        &self.0.extrinsic.signed_extensions
    }

    /// Whether values of this type take no bytes.
    pub fn is_zero_sized(&self, ty: u32) -> bool {
        value::is_zero_sized(&self.0.types, ty)
    }

    /// The SCALE bytes of a pallet's constant.
    pub fn constant(&self, pallet: &str, name: &str) -> Result<&[u8], ChainError> {
        self.pallet(pallet)?
            .constants
            .iter()
            .find(|constant| constant.name == name)
            .map(|constant| constant.value.as_slice())
            .ok_or_else(|| ChainError::Incompatible(format!("it has no constant {pallet}.{name}")))
    }

    /// The events of the transaction `extrinsic` among all those of a block.
    pub fn events_of(&self, events: &[u8], extrinsic: u32) -> Result<Vec<Event>, ChainError> {
        let all = self.events(events)?.into_iter();
        let of_extrinsic = all.filter(|(of, _)| *of == Some(extrinsic));
        Ok(of_extrinsic.map(|(_, event)| event).collect())
    }

    /// All events of a block, each with the transaction it is of, if it is of one.
    pub fn events(&self, events: &[u8]) -> Result<Vec<(Option<u32>, Event)>, ChainError> {
        let records = self.storage_type("System", "Events")?;
        let unexpected = |detail: &str| ChainError::unexpected("System.Events", detail);
        let record = match self.0.types.resolve(records).map(|ty| &ty.type_def) {
            Some(TypeDef::Sequence(sequence)) => sequence.type_param.id,
            _ => return Err(unexpected("no list")),
        };
        let fields = match self.0.types.resolve(record).map(|ty| &ty.type_def) {
            Some(TypeDef::Composite(record)) => record.fields.as_slice(),
            _ => return Err(unexpected("no records")),
        };
        let input = &mut &*events;
        let count = Compact::<u32>::decode(input).map_err(|_| unexpected("no length"))?;
        (0..count.0)
            .map(|_| {
                self.record(fields, input)
                    .map_err(|error| unexpected(&error.to_string()))?
                    .ok_or_else(|| unexpected("no event in a record"))
            })
            .collect()
    }

    /// One record: when, what, and what it is found by.
    fn record(
        &self,
        fields: &[Field<PortableForm>],
        input: &mut &[u8],
    ) -> Result<Option<(Option<u32>, Event)>, codec::Error> {
        let mut of = None;
        let mut found = None;
        for field in fields {
            let before = *input;
            let value = value::decode(&self.0.types, field.ty.id, input)?;
            let length = before.len().saturating_sub(input.len());
            match field.name.as_deref() {
                Some("phase") if value.variant() == Some("ApplyExtrinsic") => {
                    let number = value.at(0).and_then(Value::number);
                    of = number.and_then(|number| u32::try_from(number).ok());
                }
                // The bytes begin with the numbers of the pallet and of the event.
                Some("event") => {
                    let bytes = before.get(2..length).unwrap_or_default();
                    found = event_of(&value, bytes);
                }
                _ => {}
            }
        }
        Ok(found.map(|event| (of, event)))
    }

    /// Decodes the value of a storage item or the entry of a map.
    pub fn decode_storage(
        &self,
        pallet: &str,
        item: &str,
        bytes: &[u8],
    ) -> Result<Value, ChainError> {
        let ty = self.storage_type(pallet, item)?;
        value::decode(&self.0.types, ty, &mut &*bytes).map_err(|error| {
            ChainError::unexpected("a storage value", format!("{pallet}.{item}: {error}"))
        })
    }

    /// Decodes a call, as `Council.ProposalOf` stores them. There is nothing behind it.
    pub fn decode_call(&self, bytes: &[u8]) -> Result<Value, ChainError> {
        let ty = self.storage_type("Council", "ProposalOf")?;
        let mut input = bytes;
        let call = value::decode(&self.0.types, ty, &mut input)
            .map_err(|error| ChainError::unexpected("a call", error))?;
        match input {
            [] => Ok(call),
            _ => Err(ChainError::unexpected("a call", "longer than its type")),
        }
    }

    fn storage_type(&self, pallet: &str, item: &str) -> Result<u32, ChainError> {
        let entry = self
            .pallet(pallet)?
            .storage
            .as_ref()
            .and_then(|storage| storage.entries.iter().find(|entry| entry.name == item))
            .ok_or_else(|| {
                ChainError::Incompatible(format!("it has no storage {pallet}.{item}"))
            })?;
        Ok(match &entry.ty {
            StorageEntryType::Plain(ty) => ty.id,
            StorageEntryType::Map { value, .. } => value.id,
        })
    }

    /// Gives a failed dispatch the name and words of the pallet that refused.
    pub fn failure(&self, dispatch_error: &Value, block: u32) -> Failure {
        self.module_failure(dispatch_error, block)
            .unwrap_or_else(|| Failure {
                pallet: dispatch_error.variant().unwrap_or("Runtime").to_owned(),
                name: dispatch_error
                    .at(0)
                    .map_or_else(|| "Error".to_owned(), Value::to_string),
                docs: String::new(),
                fields: Value::List(Vec::new()),
                block,
            })
    }

    fn module_failure(&self, dispatch_error: &Value, block: u32) -> Option<Failure> {
        (dispatch_error.variant()? == "Module").then_some(())?;
        // The one field is the struct `ModuleError { index, error }`.
        let module = dispatch_error.at(0)?;
        let index = module.field("index")?.number()?;
        let (first, mut rest) = module.field("error")?.bytes()?.split_first()?;
        let pallet = self
            .0
            .pallets
            .iter()
            .find(|pallet| u128::from(pallet.index) == index)?;
        let errors = self.0.types.resolve(pallet.error.as_ref()?.ty.id)?;
        let TypeDef::Variant(errors) = &errors.type_def else {
            return None;
        };
        let error = errors
            .variants
            .iter()
            .find(|variant| variant.index == *first)?;
        let fields = error
            .fields
            .iter()
            .map_while(|field| {
                let value = value::decode(&self.0.types, field.ty.id, &mut rest).ok()?;
                Some((field.name.clone().unwrap_or_default(), value))
            })
            .collect();
        Some(Failure {
            pallet: pallet.name.clone(),
            name: error.name.clone(),
            docs: error
                .docs
                .join(" ")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            fields: Value::Fields(fields),
            block,
        })
    }
}

fn event_of(outer: &Value, bytes: &[u8]) -> Option<Event> {
    let fields = outer.at(0)?.clone();
    Some(Event {
        pallet: outer.variant()?.to_owned(),
        name: fields.variant()?.to_owned(),
        fields,
        bytes: bytes.to_vec(),
    })
}
