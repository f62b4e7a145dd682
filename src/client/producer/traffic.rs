//! The producer's application: records at a steady rate, keys and values in
//! turn, and those it is told to send. It is one thread: while a send blocks,
//! it makes no other record and does not make up for the lost time.

use super::batch::OutRecord;
use super::partitioner::murmur2;
use crate::base::{Duration, Instant, Text};
use crate::client::ProducerSpec;
use std::collections::VecDeque;
use std::io::Write;
use std::sync::Arc;

/// One key, ready to be sent.
type Key = (Option<Arc<[u8]>>, u32);

/// The application.
#[derive(Clone, Debug)]
pub(super) struct Traffic {
    name: Text,
    keys: Arc<[Key]>,
    values: Arc<[Text]>,
    size: usize,
    rate: u32,
    remaining: Option<u64>,
    /// The spacing is counted from here, so that it never drifts.
    since: Instant,
    made_since: u64,
    /// Records made by the steady traffic.
    made: u64,
    /// Records handed to `send`, of either sort.
    numbered: u64,
    /// Of these, records of earlier starts of the process.
    resumed: u64,
    told: VecDeque<(Option<Text>, Option<Text>)>,
    /// The record that a blocked `send` holds, and since when.
    blocked: Option<(OutRecord, Instant)>,
    is_running: bool,
}

fn key(text: &str) -> Key {
    let hash = murmur2(text.as_bytes()) as u32;
    (Some(text.as_bytes().into()), hash)
}

impl Traffic {
    pub(super) fn new(spec: &ProducerSpec) -> Self {
        Self {
            name: spec.name.clone(),
            keys: spec.keys.iter().map(|text| key(text)).collect(),
            values: spec.values.clone().into(),
            size: spec.size as usize,
            rate: spec.rate,
            remaining: spec.count,
            since: Instant::START,
            made_since: 0,
            made: 0,
            numbered: 0,
            resumed: 0,
            told: VecDeque::new(),
            blocked: None,
            is_running: false,
        }
    }

    /// Goes on after the `sent` records of earlier starts.
    pub(super) fn resume(&mut self, sent: u64) {
        self.remaining = self.remaining.map(|remaining| remaining.saturating_sub(sent));
        self.made = sent;
        self.numbered = sent;
        self.resumed = sent;
    }

    /// Records handed to `send` by this start of the process.
    pub(super) const fn sent(&self) -> u64 {
        self.numbered - self.resumed
    }

    /// The application starts.
    pub(super) fn start(&mut self, now: Instant) {
        self.is_running = true;
        self.restart_spacing(now);
    }

    /// The application sends no more. Whether a blocked send had to be broken off.
    pub(super) fn stop(&mut self) -> bool {
        self.is_running = false;
        self.told.clear();
        self.blocked.take().is_some()
    }

    /// Records per second from now on.
    pub(super) fn set_rate(&mut self, now: Instant, rate: u32) {
        self.rate = rate;
        self.restart_spacing(now);
    }

    /// Records per second.
    pub(super) fn rate(&self) -> u32 {
        self.rate
    }

    /// Records to send as soon as the thread is free.
    pub(super) fn tell(&mut self, records: Vec<(Option<Text>, Option<Text>)>) {
        self.told.extend(records);
    }

    fn restart_spacing(&mut self, now: Instant) {
        self.since = now;
        self.made_since = 0;
    }

    /// When the next record of the steady traffic is due.
    pub(super) fn next_due(&self) -> Instant {
        if !self.is_running || self.rate == 0 || self.remaining == Some(0) || self.blocked.is_some() {
            return Instant::NEVER;
        }
        let steps = u128::from(self.made_since) * 1_000_000 / u128::from(self.rate);
        self.since + Duration(steps as u64)
    }

    /// The record to send now, if any: the blocked one, one it was told to send,
    /// or one that is due.
    pub(super) fn next(&mut self, now: Instant) -> Option<(OutRecord, Instant)> {
        if let Some(blocked) = self.blocked.take() {
            return Some(blocked);
        }
        if !self.is_running {
            return None;
        }
        let mut record = OutRecord::default();
        if let Some((told_key, value)) = self.told.pop_front() {
            (record.key, record.key_hash) = told_key.map_or((None, 0), |text| key(&text));
            record.is_null = value.is_none();
            record.value.extend_from_slice(value.unwrap_or_default().as_bytes());
        } else {
            let due = self.next_due();
            if due > now {
                return None;
            }
            self.make(&mut record);
            if now.since(due) > Duration::ZERO {
                self.restart_spacing(now);
            }
            self.made_since += 1;
        }
        self.numbered += 1;
        record.number = self.numbered;
        Some((record, now))
    }

    fn make(&mut self, record: &mut OutRecord) {
        let turn = |length: usize| (self.made % length as u64) as usize;
        if !self.keys.is_empty() {
            (record.key, record.key_hash) = self.keys[turn(self.keys.len())].clone();
        }
        if self.values.is_empty() {
            // Writing to a vector can't fail.
            let _ = write!(record.value, "{}-{}", self.name, self.made + 1);
        } else {
            record.value.extend_from_slice(self.values[turn(self.values.len())].as_bytes());
        }
        if record.value.len() < self.size {
            record.value.resize(self.size, b' ');
        }
        self.made += 1;
        self.remaining = self.remaining.map(|remaining| remaining.saturating_sub(1));
    }

    /// The send of this record blocks, since `since`.
    pub(super) fn block(&mut self, record: OutRecord, since: Instant) {
        self.blocked = Some((record, since));
    }

    /// Since when a send has been blocked.
    pub(super) fn blocked_since(&self) -> Option<Instant> {
        self.blocked.as_ref().map(|(_, since)| *since)
    }

    /// Records handed to `send` so far.
    pub(super) fn numbered(&self) -> u64 {
        self.numbered
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_evenly_spaced_and_keys_take_turns() {
        let spec = ProducerSpec {
            name: "caisse".into(),
            rate: 3,
            count: Some(4),
            keys: vec!["a".into(), "b".into()],
            size: 10,
            ..ProducerSpec::default()
        };
        let mut traffic = Traffic::new(&spec);
        traffic.start(Instant(0));
        let mut dues = Vec::new();
        let mut keys = Vec::new();
        while traffic.next_due() != Instant::NEVER {
            let due = traffic.next_due();
            dues.push(due.0);
            let (record, _) = traffic.next(due).expect("it is due");
            keys.extend(record.key.as_deref().map(<[u8]>::to_vec));
            assert_eq!(record.value, format!("caisse-{}  ", record.number).into_bytes());
        }
        assert_eq!(dues, [0, 333_333, 666_666, 1_000_000]);
        assert_eq!(keys, [b"a", b"b", b"a", b"b"]);
    }
}
