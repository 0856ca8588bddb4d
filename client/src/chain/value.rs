//! Any SCALE value, decoded by the description of its type in the chain's metadata.
//!
//! Events and errors are read this way, so that a client names errors that were added after it was built.

use codec::{Compact, Decode};
use scale_info::{form::PortableForm, Field, PortableRegistry, TypeDef, TypeDefPrimitive};
use std::fmt;

/// Nesting beyond this is refused: no event or error comes near it.
const DEPTH_MAX: u32 = 64;

/// Fewer bytes are text by accident too often.
const TEXT_BYTES_MIN: usize = 4;

/// A value with the names its type gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A truth value.
    Bool(bool),
    /// An unsigned number of up to 128 bits.
    Number(u128),
    /// A signed number of up to 128 bits.
    Signed(i128),
    /// Text.
    Text(String),
    /// A sequence or array of bytes.
    Bytes(Vec<u8>),
    /// A sequence, an array or a tuple.
    List(Vec<Value>),
    /// A struct; the name is empty for a field without one.
    Fields(Vec<(String, Value)>),
    /// One variant of an enum, with its fields.
    Variant(String, Vec<(String, Value)>),
}

impl Value {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::List(items) => items.is_empty(),
            Value::Fields(fields) => fields.is_empty(),
            _ => false,
        }
    }

    /// The field called `name`.
    pub fn field(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Fields(fields) | Value::Variant(_, fields) => fields
                .iter()
                .find(|(n, _)| n == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The field at `index`.
    pub fn at(&self, index: usize) -> Option<&Value> {
        match self {
            Value::Fields(fields) | Value::Variant(_, fields) => {
                fields.get(index).map(|(_, value)| value)
            }
            Value::List(items) => items.get(index),
            _ => None,
        }
    }

    /// The name of the variant.
    pub fn variant(&self) -> Option<&str> {
        match self {
            Value::Variant(name, _) => Some(name),
            _ => None,
        }
    }

    /// As a number.
    pub fn number(&self) -> Option<u128> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// As bytes.
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Bool(value) => write!(f, "{value}"),
            Value::Number(value) => write!(f, "{value}"),
            Value::Signed(value) => write!(f, "{value}"),
            Value::Text(value) => write!(f, "{value:?}"),
            Value::Bytes(value) => match readable(value) {
                Some(text) => write!(f, "{text:?}"),
                None => write!(f, "0x{}", hex::encode(value)),
            },
            Value::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Value::Fields(fields) => write_fields(f, fields),
            Value::Variant(name, fields) if fields.is_empty() => f.write_str(name),
            Value::Variant(name, fields) => {
                write!(f, "{name} ")?;
                write_fields(f, fields)
            }
        }
    }
}

/// Codes and names are bytes on chain: those that are text are shown as text.
fn readable(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    (text.len() >= TEXT_BYTES_MIN && !text.contains(char::is_control)).then_some(text)
}

fn write_fields(f: &mut fmt::Formatter<'_>, fields: &[(String, Value)]) -> fmt::Result {
    f.write_str("{")?;
    for (index, (name, value)) in fields.iter().enumerate() {
        f.write_str(if index == 0 { "" } else { ", " })?;
        if name.is_empty() {
            write!(f, "{value}")?;
        } else {
            write!(f, "{name}: {value}")?;
        }
    }
    f.write_str("}")
}

/// Decodes one value of type `id` from the front of `input`.
pub fn decode(types: &PortableRegistry, id: u32, input: &mut &[u8]) -> Result<Value, codec::Error> {
    decode_at(types, id, input, DEPTH_MAX)
}

/// Whether values of type `id` take no bytes.
pub fn is_zero_sized(types: &PortableRegistry, id: u32) -> bool {
    zero_sized(types, id, DEPTH_MAX)
}

fn zero_sized(types: &PortableRegistry, id: u32, depth: u32) -> bool {
    let (Some(ty), Some(depth)) = (types.resolve(id), depth.checked_sub(1)) else {
        return false;
    };
    match &ty.type_def {
        TypeDef::Composite(composite) => composite
            .fields
            .iter()
            .all(|f| zero_sized(types, f.ty.id, depth)),
        TypeDef::Tuple(tuple) => tuple.fields.iter().all(|f| zero_sized(types, f.id, depth)),
        TypeDef::Array(array) => array.len == 0 || zero_sized(types, array.type_param.id, depth),
        _ => false,
    }
}

fn decode_at(
    types: &PortableRegistry,
    id: u32,
    input: &mut &[u8],
    depth: u32,
) -> Result<Value, codec::Error> {
    let depth = depth.checked_sub(1).ok_or("nested too deeply")?;
    let ty = types
        .resolve(id)
        .ok_or("a type the metadata does not describe")?;
    match &ty.type_def {
        TypeDef::Composite(composite) => match composite.fields.as_slice() {
            // A newtype reads as what it holds.
            [only] if only.name.is_none() => decode_at(types, only.ty.id, input, depth),
            fields => Ok(Value::Fields(decode_fields(types, fields, input, depth)?)),
        },
        TypeDef::Variant(variants) => {
            let index = u8::decode(input)?;
            let variant = variants
                .variants
                .iter()
                .find(|variant| variant.index == index)
                .ok_or("a variant the metadata does not describe")?;
            let fields = decode_fields(types, &variant.fields, input, depth)?;
            Ok(Value::Variant(variant.name.clone(), fields))
        }
        TypeDef::Sequence(sequence) => {
            let length = Compact::<u32>::decode(input)?.0;
            decode_items(types, sequence.type_param.id, length, input, depth)
        }
        TypeDef::Array(array) => decode_items(types, array.type_param.id, array.len, input, depth),
        TypeDef::Tuple(tuple) => tuple
            .fields
            .iter()
            .map(|field| decode_at(types, field.id, input, depth))
            .collect::<Result<_, _>>()
            .map(Value::List),
        TypeDef::Primitive(primitive) => decode_primitive(primitive, input),
        TypeDef::Compact(_) => Ok(Value::Number(Compact::<u128>::decode(input)?.0)),
        TypeDef::BitSequence(_) => Err("bit sequences are not supported".into()),
    }
}

fn decode_fields(
    types: &PortableRegistry,
    fields: &[Field<PortableForm>],
    input: &mut &[u8],
    depth: u32,
) -> Result<Vec<(String, Value)>, codec::Error> {
    fields
        .iter()
        .map(|field| {
            let value = decode_at(types, field.ty.id, input, depth)?;
            Ok((field.name.clone().unwrap_or_default(), value))
        })
        .collect()
}

fn decode_items(
    types: &PortableRegistry,
    id: u32,
    length: u32,
    input: &mut &[u8],
    depth: u32,
) -> Result<Value, codec::Error> {
    // Items of no size would make a length of four billion cheap to write and dear to read.
    let length = usize::try_from(length).map_err(|_| "too long")?;
    if length > input.len() {
        return Err("longer than its input".into());
    }
    let is_byte = types
        .resolve(id)
        .is_some_and(|ty| matches!(ty.type_def, TypeDef::Primitive(TypeDefPrimitive::U8)));
    if is_byte {
        let (bytes, rest) = input.split_at(length);
        *input = rest;
        return Ok(Value::Bytes(bytes.to_vec()));
    }
    (0..length)
        .map(|_| decode_at(types, id, input, depth))
        .collect::<Result<_, _>>()
        .map(Value::List)
}

fn decode_primitive(
    primitive: &TypeDefPrimitive,
    input: &mut &[u8],
) -> Result<Value, codec::Error> {
    use TypeDefPrimitive as P;
    Ok(match primitive {
        P::Bool => Value::Bool(bool::decode(input)?),
        P::Char => Value::Text(
            char::from_u32(u32::decode(input)?)
                .ok_or("a character that does not exist")?
                .to_string(),
        ),
        P::Str => Value::Text(String::decode(input)?),
        P::U8 => Value::Number(u8::decode(input)?.into()),
        P::U16 => Value::Number(u16::decode(input)?.into()),
        P::U32 => Value::Number(u32::decode(input)?.into()),
        P::U64 => Value::Number(u64::decode(input)?.into()),
        P::U128 => Value::Number(u128::decode(input)?),
        P::I8 => Value::Signed(i8::decode(input)?.into()),
        P::I16 => Value::Signed(i16::decode(input)?.into()),
        P::I32 => Value::Signed(i32::decode(input)?.into()),
        P::I64 => Value::Signed(i64::decode(input)?.into()),
        P::I128 => Value::Signed(i128::decode(input)?),
        P::U256 | P::I256 => Value::Bytes(<[u8; 32]>::decode(input)?.to_vec()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;
    use scale_info::{MetaType, Registry, TypeInfo};

    #[derive(Encode, TypeInfo)]
    struct Newtype([u8; 4]);
    #[derive(Encode, TypeInfo)]
    struct Empty;
    #[derive(Encode, TypeInfo)]
    enum Fact {
        #[codec(index = 3)]
        Anchored {
            gateway: u32,
            account: Newtype,
            list: Vec<u16>,
            done: Option<bool>,
        },
        #[codec(index = 5)]
        Plain,
    }

    fn registry<T: TypeInfo + 'static>() -> (PortableRegistry, u32) {
        let mut registry = Registry::new();
        let id = registry.register_type(&MetaType::new::<T>()).id;
        (registry.into(), id)
    }

    #[test]
    fn values_carry_the_names_of_their_types() {
        let (types, id) = registry::<Fact>();
        let fact = Fact::Anchored {
            gateway: 7,
            account: Newtype([1, 2, 3, 4]),
            list: vec![5, 6],
            done: Some(true),
        };
        let bytes = fact.encode();
        let input = &mut bytes.as_slice();
        let value = decode(&types, id, input).unwrap();
        assert!(input.is_empty());
        assert_eq!(
            value.to_string(),
            "Anchored {gateway: 7, account: 0x01020304, list: [5, 6], done: Some {true}}"
        );
        assert_eq!(value.field("gateway").and_then(Value::number), Some(7));
        assert_eq!(
            decode(&types, id, &mut Fact::Plain.encode().as_slice())
                .unwrap()
                .to_string(),
            "Plain"
        );
    }

    #[test]
    fn what_is_cut_short_or_unknown_is_an_error() {
        let (types, id) = registry::<Fact>();
        let bytes = Fact::Anchored {
            gateway: 7,
            account: Newtype([1; 4]),
            list: vec![5],
            done: None,
        }
        .encode();
        for length in 0..bytes.len() {
            assert!(
                decode(&types, id, &mut &bytes[..length]).is_err(),
                "{length}"
            );
        }
        assert!(decode(&types, id, &mut &[4u8][..]).is_err());
    }

    #[test]
    fn bytes_that_are_text_are_shown_as_text() {
        let text = |bytes: &[u8]| Value::Bytes(bytes.to_vec()).to_string();
        assert_eq!(text("法院 \"A\"".as_bytes()), r#""法院 \"A\"""#);
        assert_eq!(text(b"abc"), "0x616263");
        assert_eq!(text(&[0xff; 4]), "0xffffffff");
    }

    #[test]
    fn a_long_list_of_nothing_is_refused() {
        let (types, id) = registry::<Vec<Empty>>();
        let bytes = Compact(u32::MAX).encode();
        assert!(decode(&types, id, &mut bytes.as_slice()).is_err());
    }

    #[test]
    fn types_of_no_bytes_are_recognised() {
        let (types, id) = registry::<Empty>();
        assert!(is_zero_sized(&types, id));
        let (types, id) = registry::<(Empty, (), [u8; 0])>();
        assert!(is_zero_sized(&types, id));
        let (types, id) = registry::<Newtype>();
        assert!(!is_zero_sized(&types, id));
        let (types, id) = registry::<Option<Empty>>();
        assert!(!is_zero_sized(&types, id));
    }
}
