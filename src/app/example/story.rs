//! The story of the hand-made shop: its events and their marks in the lanes.

use super::{partition, seconds};
use crate::base::{BrokerId, GrowList};
use crate::lab::view::{Lane, LaneMark, StoryEvent, Subject, Tone, Words};
use std::sync::Arc;

/// When, what, where, how; then sentence, why and label in both languages.
type Row = (u64, &'static str, Option<Lane>, Tone, [&'static str; 2], [&'static str; 2], [&'static str; 2]);

pub(super) fn story() -> (GrowList<Arc<StoryEvent>>, [GrowList<LaneMark>; 5]) {
    let mut events = GrowList::new();
    let mut lanes: [GrowList<LaneMark>; 5] = Default::default();
    let rows: [Row; 8] = [
        (
            2,
            "BrokerReady",
            None,
            Tone::InSync,
            ["Broker 1 serves.", "Le broker 1 est en service."],
            ["", ""],
            ["", ""],
        ),
        (
            3,
            "LeaderChanged",
            Some(Lane::Leaders),
            Tone::Leader,
            ["The controller chose leaders for orders.", "Le contrôleur a choisi les leaders de orders."],
            ["", ""],
            ["orders", "orders"],
        ),
        (
            40,
            "GenerationStarted",
            Some(Lane::Groups),
            Tone::Group,
            [
                "Group shipping: generation 6 with 2 members.",
                "Groupe shipping : génération 6 avec 2 membres.",
            ],
            ["", ""],
            ["gen 6", "gén. 6"],
        ),
        (
            70,
            "SegmentDeleted",
            Some(Lane::Retention),
            Tone::InSync,
            [
                "A segment of orders-0 was deleted on broker 1.",
                "Un segment de orders-0 a été supprimé sur le broker 1.",
            ],
            [
                "All its records are older than retention.ms.",
                "Tous ses messages sont plus vieux que retention.ms.",
            ],
            ["−1 segment", "−1 segment"],
        ),
        (
            100,
            "Ended",
            Some(Lane::Faults),
            Tone::Fault,
            ["Broker 2 lost power.", "Le broker 2 n’a plus de courant."],
            ["", ""],
            ["power cut b2", "coupure b2"],
        ),
        (
            103,
            "LeaderChanged",
            Some(Lane::Leaders),
            Tone::Leader,
            [
                "The controller chose broker 3 to lead orders-1.",
                "Le contrôleur a choisi le broker 3 comme leader de orders-1.",
            ],
            [
                "Broker 3 is the first live replica of [2, 3, 1] that is in sync.",
                "Le broker 3 est le premier réplica vivant de [2, 3, 1] qui soit synchronisé.",
            ],
            ["orders-1 → 3", "orders-1 → 3"],
        ),
        (
            103,
            "IsrChanged",
            Some(Lane::InSync),
            Tone::Waiting,
            [
                "orders-1: in-sync set {2, 3, 1} became {3, 1}.",
                "orders-1 : l’ISR {2, 3, 1} est devenu {3, 1}.",
            ],
            ["Broker 2 was fenced.", "Le broker 2 a été mis à l’écart."],
            ["{3, 1}", "{3, 1}"],
        ),
        (
            108,
            "GenerationStarted",
            Some(Lane::Groups),
            Tone::Group,
            [
                "Group shipping: generation 7 with 3 members.",
                "Groupe shipping : génération 7 avec 3 membres.",
            ],
            ["", ""],
            ["gen 7", "gén. 7"],
        ),
    ];
    for (index, (at, kind, lane, tone, sentence, why, label)) in rows.into_iter().enumerate() {
        events.push(Arc::new(StoryEvent {
            at: seconds(at),
            kind: kind.into(),
            lane,
            tone,
            subjects: vec![Subject::Broker(BrokerId(2)), Subject::Partition(partition(1))],
            sentence: Words::new(sentence[0], sentence[1]),
            why: Words::new(why[0], why[1]),
        }));
        if let Some(lane) = lane {
            let until = (lane == Lane::Groups).then(|| seconds(at + 14));
            let label = Words::new(label[0], label[1]);
            lanes[lane as usize].push(LaneMark { at: seconds(at), until, label, tone, event: index });
        }
    }
    (events, lanes)
}
