//! The standard's CRC, HJ 212-2017 appendix A.
//!
//! It is not CRC-16/MODBUS, though it shares polynomial and start value: before each byte the register is replaced by its
//! high byte. The low byte is thrown away, so that only 256 results exist. It finds transmission errors and nothing else.

/// For each high byte (already combined with the input byte) the register after eight shifts.
const TABLE: [u16; 256] = table();

const fn table() -> [u16; 256] {
    let mut table = [0; 256];
    let mut index = 0;
    while index < 256 {
        let mut register = index as u16;
        let mut shift = 0;
        while shift < 8 {
            register = if register & 1 == 1 {
                (register >> 1) ^ 0xA001
            } else {
                register >> 1
            };
            shift += 1;
        }
        table[index] = register;
        index += 1;
    }
    table
}

/// The CRC of a data segment. It is sent as four hex digits, high byte first.
///
/// ```
/// assert_eq!(limpid_hj212::crc16(b""), 0xFFFF);
/// assert_eq!(limpid_hj212::crc16(b"\0"), 0x4040);
/// ```
pub fn crc16(data: &[u8]) -> u16 {
    data.iter()
        .fold(0xFFFF, |register, byte| step(register, *byte))
}

fn step(register: u16, byte: u8) -> u16 {
    let [high, _] = register.to_be_bytes();
    // A `u8` is always an index of 256 entries.
    TABLE[usize::from(high ^ byte)]
}

/// Whether the algorithm can produce this CRC. If not, the sender surely computes another one (often plain Modbus).
pub fn is_possible_crc(crc: u16) -> bool {
    TABLE.contains(&crc)
}

/// Four hex digits of either case: the official ones are capitals, devices send both.
pub(crate) fn parse_crc(digits: &[u8; 4]) -> Option<u16> {
    digits.iter().try_fold(0u16, |crc, digit| {
        let value = char::from(*digit).to_digit(16)?;
        Some((crc << 4) | value as u16)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The standard's text, step by step.
    fn by_the_text(data: &[u8]) -> u16 {
        let mut register = 0xFFFFu16;
        for byte in data {
            register = (register >> 8) ^ u16::from(*byte);
            for _ in 0..8 {
                let out = register & 1;
                register >>= 1;
                if out == 1 {
                    register ^= 0xA001;
                }
            }
        }
        register
    }

    #[test]
    fn published_values() {
        let segment_2017 = b"QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&";
        let segment_2025 = b"QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&";
        assert_eq!(crc16(segment_2017), 0x1C80);
        assert_eq!(crc16(segment_2025), 0x2200);
        assert_eq!(
            TABLE[..8],
            [0x0000, 0xC0C1, 0xC181, 0x0140, 0xC301, 0x03C0, 0x0280, 0xC241]
        );
    }

    #[test]
    fn plain_modbus_values_are_known_as_foreign() {
        assert!(!is_possible_crc(0x0759) && !is_possible_crc(0xCCF4));
    }

    proptest! {
        #[test]
        fn the_table_follows_the_text(data in proptest::collection::vec(any::<u8>(), 1..200)) {
            prop_assert_eq!(crc16(&data), by_the_text(&data));
            prop_assert!(is_possible_crc(crc16(&data)));
        }
    }
}
