//! JSON that people write: an error says where in it.

use super::evidence::read_bounded;
use anyhow::{anyhow, ensure};
use serde::de::DeserializeOwned;
use std::path::Path;

/// A file that people write is not larger than this.
const FILE_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Reads a file of JSON. `advice` is for whoever has to correct it.
pub fn read_json<T: DeserializeOwned>(path: &Path, advice: &str) -> anyhow::Result<T> {
    let bytes = read_bounded(path, FILE_BYTES_MAX)?;
    let name = path.display();
    ensure!(
        bytes.len() <= FILE_BYTES_MAX,
        "{name} has more than {FILE_BYTES_MAX} bytes, and is read no further"
    );
    parse_json(&bytes).map_err(|fault| corrected(path, &fault, advice))
}

/// What is wrong with a file, where in it, and what helps.
pub fn corrected(path: &Path, fault: &anyhow::Error, advice: &str) -> anyhow::Error {
    anyhow!("{}: {fault:#}. {advice}", path.display())
}

/// Reads JSON to its end.
pub fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> anyhow::Result<T> {
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let place = error.path().to_string();
        let fault = anyhow::Error::new(error.into_inner());
        match place.as_str() {
            // The whole of it.
            "." => fault,
            place => fault.context(place.to_owned()),
        }
    })?;
    json.end()?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn an_error_says_where() {
        let parse = |text: &str| parse_json::<BTreeMap<String, Vec<u8>>>(text.as_bytes());
        let error = parse(r#"{"a": [1, 2, 300]}"#).unwrap_err();
        let text = format!("{error:#}");
        assert!(
            text.starts_with("a[2]: ") && text.contains("line 1"),
            "{text}"
        );
        let error = parse("[]").unwrap_err();
        assert!(
            format!("{error:#}").starts_with("invalid type"),
            "{error:#}"
        );
        assert!(parse("{} {}").is_err());
        assert!(parse("{}").is_ok());
    }
}
