//! Kafka's zig-zag variable-length numbers (`ByteUtils`).

use super::BatchError;
use bytes::{Buf, Bytes};

pub(super) fn put_varint(to: &mut Vec<u8>, value: i32) {
    put_varlong(to, i64::from(value));
}

pub(super) fn put_varlong(to: &mut Vec<u8>, value: i64) {
    let mut rest = ((value << 1) ^ (value >> 63)) as u64;
    while rest >= 0x80 {
        to.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    to.push(rest as u8);
}

pub(super) fn take_varint(from: &mut Bytes) -> Result<i32, BatchError> {
    i32::try_from(take_varlong(from)?).map_err(|_| BatchError::Malformed)
}

pub(super) fn take_varlong(from: &mut Bytes) -> Result<i64, BatchError> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        if from.is_empty() {
            return Err(BatchError::Truncated);
        }
        let byte = from.get_u8();
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok((value >> 1) as i64 ^ -((value & 1) as i64));
        }
    }
    Err(BatchError::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_round_trip() {
        for value in [0, -1, 1, 63, -64, 64, 300, i64::from(i32::MAX), i64::MIN, i64::MAX] {
            let mut bytes = Vec::new();
            put_varlong(&mut bytes, value);
            assert_eq!(take_varlong(&mut bytes.into()), Ok(value));
        }
        assert_eq!(take_varlong(&mut Bytes::from_static(&[0x80])), Err(BatchError::Truncated));
        assert_eq!(take_varlong(&mut Bytes::from_static(&[0xff; 11])), Err(BatchError::Malformed));
    }
}
