//! What a frame says, for people: factors by name, values with units and the logger's own flag.

use limpid_hj212::{command_name, Factor, Frame, Group};

/// The command's name in the standard.
pub fn command(cn: u16) -> &'static str {
    command_name(cn).unwrap_or("")
}

/// One line for each factor; `None` if the text is no frame.
pub fn values(text: &str) -> Option<Vec<String>> {
    let frame = Frame::parse(text.as_bytes()).ok()?;
    Some(frame.groups().map(|group| line(&group)).collect())
}

fn line(group: &Group<'_>) -> String {
    let factor = Factor::of(group.factor());
    let name = factor
        .map(|factor| format!(" {}", factor.name))
        .unwrap_or_default();
    let values: Vec<String> = group
        .values()
        .filter(|(suffix, _)| *suffix != "Flag")
        .map(|(suffix, value)| format!("{suffix} {value}{}", unit(factor, suffix)))
        .collect();
    let flag = group.value("Flag").map(|value| {
        let meaning = group
            .flag()
            .map(|flag| flag.name())
            .filter(|name| !name.is_empty());
        format!(
            "  [{value}{}]",
            meaning.map(|name| format!(" {name}")).unwrap_or_default()
        )
    });
    format!(
        "{}{name}  {}{}",
        group.factor(),
        values.join(", "),
        flag.unwrap_or_default()
    )
}

/// Amounts have a unit of their own, all other numbers the factor's; what is no number has none.
fn unit(factor: Option<&Factor>, suffix: &str) -> String {
    let unit = factor.and_then(|factor| match limpid_hj212::Suffix::of(suffix)? {
        limpid_hj212::Suffix::Cou => factor.counted_in,
        limpid_hj212::Suffix::Rt => None,
        _ => factor.measured_in,
    });
    unit.map(|unit| format!(" {unit}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_names_units_and_flags() {
        let frame = "##0127QN=20160801090000001;ST=31;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=5;\
                     CP=&&DataTime=20160801080000;a21026-Avg=18.50&&1F40";
        let lines = values(frame).unwrap();
        assert_eq!(lines.len(), 1);
        assert!(lines[0].starts_with("a21026 "), "{lines:?}");
        assert!(lines[0].contains("Avg 18.50 "), "{lines:?}");
        assert_eq!(values("##0005hello"), None);
    }
}
