//! System codes (系统编码), HJ 212-2017 table 5; 44 and 45 from HJ 212-2025.

/// Codes in order.
const SYSTEMS: &[(&str, &str)] = &[
    ("21", "地表水质量监测"),
    ("22", "空气质量监测"),
    ("23", "声环境质量监测"),
    ("24", "地下水质量监测"),
    ("25", "土壤质量监测"),
    ("26", "海水质量监测"),
    ("27", "挥发性有机物监测"),
    ("31", "大气环境污染源"),
    ("32", "地表水体环境污染源"),
    ("33", "地下水体环境污染源"),
    ("34", "海洋环境污染源"),
    ("35", "土壤环境污染源"),
    ("36", "声环境污染源"),
    ("37", "振动环境污染源"),
    ("38", "放射性环境污染源"),
    ("39", "工地扬尘污染源"),
    ("41", "电磁环境污染源"),
    ("44", "用电监测"),
    ("45", "关键工况监测"),
    ("51", "烟气排放过程监控"),
    ("52", "污水排放过程监控"),
    ("91", "系统交互"),
];

/// The name of a system code (ST).
///
/// ```
/// assert_eq!(limpid_hj212::system_name("31"), Some("大气环境污染源"));
/// ```
pub fn system_name(st: &str) -> Option<&'static str> {
    let position = SYSTEMS.binary_search_by_key(&st, |(code, _)| code).ok()?;
    SYSTEMS.get(position).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_so_that_each_is_found() {
        for (code, name) in SYSTEMS {
            assert_eq!(system_name(code), Some(*name));
        }
        assert_eq!(system_name("99"), None);
    }
}
